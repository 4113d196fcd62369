"""Sweeps as jobs of a real Slurm, on a cluster that cluster.sh has brought up: whatever happens
to a job, its output ends with the values of one process."""
import os
import pathlib
import re
import resource
import shlex
import signal
import subprocess
import tempfile
import time
import unittest

import h5py
import xarray

ROOT = pathlib.Path(__file__).resolve().parents[2]
PROGRAM = os.environ["TRAINSWEEP_PROGRAM"]
CLUSTER = pathlib.Path(os.environ["TRAINSWEEP_CLUSTER"])
TEMPLATE = ROOT / "slurm" / "sweep.sbatch"
# Thirty searches, of a few milliseconds each, for every number of chips.
SWEEP = """
[grid]
model = ["llama31-405b", "dense-1t", "qwen3-235b-a22b", "deepseek-v3", "gpt3-175b", "dense-200b"]
offer = ["aws-p5-h100", "aws-p6-b200", "aws-trn2", "gcp-v5p", "gcp-v6e"]
chips = %s
price_factor = [0.9, 1.0]
"""


def run(*command, **options):
    done = subprocess.run(list(map(str, command)), capture_output=True, text=True, timeout=120, check=False, **options)
    if done.returncode != 0:
        raise AssertionError(f"{command}: {done.returncode}\n{done.stdout}{done.stderr}")
    return done.stdout


def wait_until(condition, seconds=60):
    end = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > end:
            raise AssertionError("waited in vain")
        time.sleep(0.1)


def cpu_seconds():
    """What the processes that have ended took of processors."""
    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime


def chips(count):
    return [1024 + 16 * i for i in range(count)]


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


class JobTest(unittest.TestCase):
    """Each test has a folder of its own for the output, and submits from another one."""

    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="slurm test ")
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        self.elsewhere = self.folder / "else where"
        self.elsewhere.mkdir()
        self.out = self.folder / "100%j.h5"
        self.addCleanup(lambda: subprocess.run(["scancel", "--user", str(os.getuid())], check=False))

    def sweep(self, count):
        path = self.folder / "my.toml"
        path.write_text(SWEEP % chips(count))
        return path

    def submit(self, config, *options):
        """Through `trainsweep slurm`, with names relative to another folder; the number of the job."""
        answer = run(PROGRAM, "slurm", os.path.relpath(config, self.elsewhere), "-o", os.path.relpath(self.out, self.elsewhere),
                     *options, "--submit", cwd=self.elsewhere)
        job = int(re.search(r"Submitted batch job (\d+)", answer)[1])
        self.assertIn(f"status {shlex.quote(str(self.out))}", answer)
        return job

    def state(self, job):
        return re.search(r"JobState=(\w+)", run("scontrol", "show", "job", job))[1]

    def wait(self, job, state="COMPLETED", seconds=100):
        """Until the job is in that state; a job that was requeued need not wait two minutes."""
        end = time.monotonic() + seconds
        while (now := self.state(job)) != state:
            if now in ("FAILED", "CANCELLED", "TIMEOUT", "COMPLETED") or time.monotonic() > end:
                self.fail(f"job {job} is {now}\n{self.log()}")
            if now == "PENDING":
                time.sleep(3)  # slurmd takes no job again within about a second of its end
                subprocess.run(["scontrol", "update", f"jobid={job}", "starttime=now"], capture_output=True, check=False)
            time.sleep(0.2)

    def log(self):
        return "".join(path.read_text() for path in sorted(self.folder.glob("*.log")))

    def done(self):
        """Points that are done, and whether the sweep is complete."""
        text = run(PROGRAM, "status", self.out, "--json")
        return int(re.search(r'"points_done": (\d+)', text)[1]), '"complete"' in text

    def wait_for_work(self):
        wait_until(lambda: self.out.exists() and self.done()[0] > 0)
        self.assertFalse(self.done()[1], "the sweep is too short for this test")

    def assert_same_as_one_process(self, config, every=1):
        """Compares the points of every so many-th number of chips."""
        alone = self.folder / "alone.h5"
        with h5py.File(self.out) as file:
            self.assertEqual(1, file.attrs["complete"])
            some = [int(number) for number in file["chips"][::every]]
        run(PROGRAM, "run", config, "-o", alone, "--quiet", "--set", f"grid.chips={some}")
        run(PROGRAM, "verify", self.out)
        with xarray.open_dataset(alone) as one, xarray.open_dataset(self.out) as two:
            self.assertIn("cost_usd", one)
            xarray.testing.assert_equal(one, two.sel(chips=some))


class Jobs(JobTest):
    def test_four_nodes_give_the_values_of_one_process(self):
        config = self.sweep(9)
        self.wait(self.submit(config, "--nodes", 4, "--ranks-per-node", 2))
        self.assertRegex(self.log(), r"start 1 on n\[1-4\]")
        self.assertIn("on 8 ranks", self.log())
        self.assert_same_as_one_process(config)
        self.assertEqual([], list(self.elsewhere.iterdir()), "all is beside the output")

    def sbatch_by_hand(self, *options):
        """Runs the template to its end, through srun; its status."""
        environment = {**os.environ, "TRAINSWEEP": PROGRAM, "TRAINSWEEP_LAUNCHER": "srun --mpi=pmix --kill-on-bad-exit=1"}
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

    def test_a_job_that_fails_is_not_requeued_and_says_why(self):
        self.sweep(9)
        self.assertEqual(0, self.sbatch_by_hand("--set", "fixed.tokens_per_param=50"), self.log())
        self.assertEqual(2, self.sbatch_by_hand("--set", "fixed.tokens_per_param=60"))
        self.assertIn("was made from another request", self.log())
        self.assertIn("failed with status 2 and 540 points done; mend that and submit it again to go on", self.log())

    def test_an_array_writes_one_output_that_is_the_same_as_the_whole(self):
        config = self.sweep(9)
        job = self.submit(config, "--parts", 5, "--nodes", 1, "--ranks-per-node", 1)
        wait_until(lambda: not run("squeue", "-h", "-j", job))
        self.assertEqual(5, len(list(self.folder.glob("*.log"))))
        self.assertIn("is done, and with it the sweep", self.log())
        self.assert_same_as_one_process(config)
        with h5py.File(self.out) as file:
            self.assertEqual(5, file["run/starts"][()])

    def test_a_cancelled_job_is_gone_on_with_by_the_same_command(self):
        config = self.sweep(65)
        options = ("--nodes", 2, "--ranks-per-node", 1)
        job = self.submit(config, *options)
        self.wait_for_work()
        run("scancel", job)
        wait_until(lambda: self.state(job) == "CANCELLED" and not run("squeue", "-h", "-j", job))
        self.assertRegex(self.log(), r"cancelled with \d+ points done; submit it again to go on")
        before, complete = self.done()
        self.assertFalse(complete)
        run(PROGRAM, "verify", self.out)
        self.wait(self.submit(config, *options))
        self.assertGreater(before, 0)
        self.assert_same_as_one_process(config)

    def test_a_job_that_is_requeued_goes_on(self):
        config = self.sweep(65)
        job = self.submit(config, "--nodes", 2, "--ranks-per-node", 1)
        self.wait_for_work()
        run("scontrol", "requeue", job)
        self.wait(job)
        self.assertIn("start 2 on", self.log())
        self.assert_same_as_one_process(config)

    def test_a_lost_node_and_a_drained_one_lose_nothing(self):
        config = self.sweep(65)
        job = self.submit(config, "--nodes", 2, "--ranks-per-node", 1)
        self.wait_for_work()
        run("scontrol", "update", "nodename=n3", "state=drain", "reason=test")
        self.addCleanup(run, "scontrol", "update", "nodename=n3", "state=resume")
        kill_node("n1")  # where the batch script runs
        self.addCleanup(start_node, "n1")
        self.wait(job)
        self.assertRegex(self.log(), r"start 2 on n\[2,4\]")
        self.assert_same_as_one_process(config)


    def test_a_killed_slurmd_loses_nothing(self):
        config = self.sweep(65)
        job = self.submit(config, "--nodes", 2, "--ranks-per-node", 1)
        self.wait_for_work()
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
