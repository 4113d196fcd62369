"""Sweeps as jobs of a real Slurm, on a cluster that cluster.sh has brought up: whatever happens
to a job, its output ends with the values of one process."""
import os
import pathlib
import resource
import signal
import subprocess
import sys
import unittest
import unittest.mock

import h5py

from jobs import CLUSTER, PROGRAM, ROOT, SRUN_MPI, TEMPLATE, JobTest, run, wait_until

sys.path.insert(0, str(ROOT / "tests" / "support"))
import sweeps


def cpu_seconds():
    """What the processes that have ended took of processors."""
    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime


def kill_node(name):
    """As if its power had failed: all processes of a node share its host name's namespace."""
    namespace = os.readlink(f"/proc/{int((CLUSTER / f'{name}.pid').read_text())}/ns/uts")
    for process in pathlib.Path("/proc").glob("[0-9]*"):
        try:
            if os.readlink(process / "ns/uts") == namespace:
                os.kill(int(process.name), signal.SIGKILL)
        except (FileNotFoundError, ProcessLookupError):
            pass  # ended meanwhile


def start_node(name):
    run(CLUSTER / "start_node", name)
    wait_until(lambda: run("sinfo", "-h", "-n", name, "-o", "%t").strip() == "idle")


class Jobs(JobTest):
    def test_four_nodes_give_the_values_of_one_process(self):
        config = self.sweep(9)
        self.wait(self.submit(config, "--nodes", 4, "--ranks-per-node", 2))
        self.assertRegex(self.log(), r"start 1 on n\[1-4\]")
        self.assertIn("on 8 ranks", self.log())
        self.assert_same_as_one_process(config)
        self.assertEqual([], list(self.elsewhere.iterdir()), "all is beside the output")

    LAUNCHER = {"TRAINSWEEP_LAUNCHER": f"srun --mpi={SRUN_MPI} --kill-on-bad-exit=1"}

    def sbatch_by_hand(self, *options):
        """Runs the template to its end, through srun; its status."""
        environment = {**os.environ, "TRAINSWEEP": PROGRAM, **self.LAUNCHER}
        return subprocess.run(["sbatch", "--wait", "--nodes=2", "--ntasks-per-node=2", "--output=/dev/null", TEMPLATE,
                               "../my.toml", "../100%j.h5", *options], cwd=self.elsewhere, env=environment,
                              capture_output=True, timeout=120, check=False).returncode

    def test_the_template_by_hand_and_srun(self):
        self.sweep(9)
        self.assertEqual(0, self.sbatch_by_hand("--set", "fixed.tokens_per_param=50"), self.log())
        self.assertIn("on 4 ranks", self.log())
        with h5py.File(self.out) as file:
            self.assertEqual(1, file.attrs["complete"])
            self.assertIn("tokens_per_param = 50", file.attrs["config"])

    def test_a_job_of_srun_that_is_told_to_stop_requeues_itself(self):
        """By the signal that Slurm sends before the time limit."""
        with unittest.mock.patch.dict(os.environ, self.LAUNCHER):
            config, job = self.begin()
        run("scancel", "--batch", "--signal=USR1", job)
        self.wait(job)
        self.assertEqual(1, self.log().count("--resume goes on"), self.log())
        self.assertRegex(self.log(), r"stopped with \d+ points done; requeued for the rest")
        self.assertIn("start 2 on", self.log())
        self.assert_same_as_one_process(config)

    def test_a_site_s_modules_are_loaded(self):
        """By a real `module`, which a login shell defines and sbatch hands on."""
        config = self.sweep(9)
        site = self.folder / "my site.sh"
        site.write_text(f"#SBATCH --partition=main\nmodule use '{self.folder}/modules'\nmodule load our-mpi\n")
        (self.folder / "modules").mkdir()
        (self.folder / "modules" / "our-mpi").write_text(f"#%Module\nprepend-path PATH {{{self.folder}/bin}}\n")
        (self.folder / "bin").mkdir()
        for name in ("mpirun", "srun"):
            launcher = self.folder / "bin" / name
            launcher.write_text(f'#!/bin/sh\necho "a launcher of the module" >&2\nexec /usr/bin/{name} "$@"\n')
            launcher.chmod(0o755)
        self.wait(self.submit(config, "--site", site, "--nodes", 2, "--ranks-per-node", 1, shell=("bash", "-lc", '"$0" "$@"')))
        self.assertIn("a launcher of the module", self.log())
        self.assert_same_as_one_process(config)

    def test_a_job_that_fails_is_not_requeued_and_says_why(self):
        self.sweep(9)
        self.assertEqual(0, self.sbatch_by_hand("--set", "fixed.tokens_per_param=50"), self.log())
        self.assertEqual(2, self.sbatch_by_hand("--set", "fixed.tokens_per_param=60"))
        self.assertIn("was made from another request", self.log())
        self.assertIn("failed with status 2 and 540 points done; mend that and submit it again to go on", self.log())

    def test_a_cancelled_job_is_gone_on_with_by_the_same_command(self):
        config, job = self.begin()
        run("scancel", job)
        wait_until(lambda: self.state(job) == "CANCELLED" and not run("squeue", "-h", "-j", job))
        self.assertRegex(self.log(), r"cancelled with \d+ points done; submit it again to go on")
        before, complete = self.done()
        self.assertFalse(complete)
        run(PROGRAM, "verify", self.out)
        self.wait(self.submit(config, *self.TWO_NODES))
        self.assertGreater(before, 0)
        self.assert_same_as_one_process(config)

    def test_a_job_that_is_requeued_goes_on(self):
        config, job = self.begin()
        run("scontrol", "requeue", job)
        self.wait(job)
        self.assertIn("start 2 on", self.log())
        self.assert_same_as_one_process(config)

    def test_a_lost_node_and_a_drained_one_lose_nothing(self):
        config, job = self.begin()
        run("scontrol", "update", "nodename=n3", "state=drain", "reason=test")
        self.addCleanup(run, "scontrol", "update", "nodename=n3", "state=resume")
        kill_node("n1")  # where the batch script runs
        self.addCleanup(start_node, "n1")
        self.wait(job)
        self.assertRegex(self.log(), r"start 2 on n\[2,4\]")
        self.assert_same_as_one_process(config)

    def test_a_lost_node_without_the_batch_script_is_done_without(self):
        config, job = self.begin()
        kill_node("n2")
        self.addCleanup(start_node, "n2")
        self.wait(job)
        self.assertRegex(self.log(), r"start 2 on n\[?[134]")
        self.assert_same_as_one_process(config)

    def test_a_killed_rank_is_done_without(self):
        config, job = self.begin()
        os.kill(sweeps.pids_of(PROGRAM, str(self.out))[-1], signal.SIGKILL)  # as where memory is short
        self.wait(job)
        self.assertRegex(self.log(), r"lost ranks \(status 137\) with \d+ points done; requeued for the rest")
        self.assert_same_as_one_process(config)

    def test_a_node_that_is_drained_under_a_job_is_left_at_the_next_start(self):
        config, job = self.begin()
        run("scontrol", "update", "nodename=n1", "state=drain", "reason=test")
        self.addCleanup(run, "scontrol", "update", "nodename=n1", "state=resume")
        before, _ = self.done()
        wait_until(lambda: self.done()[0] > before)
        run("scontrol", "requeue", job)
        self.wait(job)
        self.assertRegex(self.log(), r"start 2 on n\[?[234]")
        self.assert_same_as_one_process(config)

    def test_a_killed_slurmd_loses_nothing(self):
        config, job = self.begin()
        os.kill(int((CLUSTER / "n1.pid").read_text()), signal.SIGKILL)  # the ranks live on
        self.addCleanup(start_node, "n1")
        self.wait(job)
        self.assert_same_as_one_process(config)


class TimeLimit(JobTest):
    def test_a_job_at_its_time_limit_is_requeued_and_completes(self):
        """Slurm looks every 30 s which jobs are near their end, so that one of a minute is told after 15 to 45 s."""
        before = cpu_seconds()
        run(PROGRAM, "run", self.sweep(65), "-o", self.folder / "short.h5", "--quiet")
        config = self.sweep(int(65 * 80 / (cpu_seconds() - before)))  # 80 s, however busy this machine is now
        job = self.submit(config, "--nodes", 1, "--ranks-per-node", 1, "--time", 1)
        self.wait(job, seconds=280)
        self.assertRegex(self.log(), r"stopped with \d+ points done; requeued for the rest")
        self.assertIn("start 2 on", self.log())
        self.assert_same_as_one_process(config, every=20)


if __name__ == "__main__":
    unittest.main()
