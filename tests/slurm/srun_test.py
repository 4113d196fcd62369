"""Signals to srun, on a cluster that cluster.sh has brought up, as those to mpirun in
tests/fault/stop_test.py: what is done stays done, and a resume ends with the same bytes.

srun passes SIGUSR1 on to the ranks. Of SIGINT it does so with --disable-status (without, the
first only shows how the ranks are, and a second within a second kills them). SIGTERM makes it
kill them at once, whatever they would do; `scancel --signal=TERM` does reach them.
"""
import os
import pathlib
import re
import signal
import subprocess
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
import sweeps

SRUN = ["srun", "--nodes=2", "--ntasks-per-node=2", "--job-name=signals", "--mpi=" + os.environ["SRUN_MPI"]]
SLOW = ("--rounds", 400000)  # makes the sweep `slots` take some twenty seconds of one core
ENDLESS = ("--rounds", 20000000000)


class Srun(sweeps.SweepTest):
    def setUp(self):
        super().setUp()
        self.done(0, "slots", self.path("alone.h5"))
        self.reference = self.data(self.path("alone.h5"))
        self.addCleanup(lambda: subprocess.run(["scancel", "--name=signals"], check=False))

    def begin(self, *options, rounds=SLOW):
        """A sweep on four ranks of two nodes that is at work."""
        command = [*SRUN, *options, sweeps.PROGRAM, "slots", self.out, *map(str, rounds)]
        process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        self.addCleanup(lambda: process.poll() is None and process.kill())
        while not os.path.exists(self.out) and process.poll() is None:
            time.sleep(0.01)
        self.assertIsNone(process.poll(), "it ended before it began")
        time.sleep(1)
        return process

    def check_end(self, process, asked, status):
        """Ends soon with that status, nobody stays behind, and a resume completes; what it said."""
        output, _ = process.communicate(timeout=30)
        self.assertLess(time.monotonic() - asked, 10)
        self.assertEqual(status, process.returncode, output)
        while sweeps.rank_pids(self.out) and time.monotonic() - asked < 10:
            time.sleep(0.01)
        self.assertEqual([], sweeps.rank_pids(self.out))
        self.assert_done_units_are_right(self.reference, self.out)
        self.done(0, "slots", self.out, "resume")
        self.assert_same(self.reference, self.out)
        return output

    def check_polite(self, process, ask):
        asked = time.monotonic()
        ask()
        output = self.check_end(process, asked, sweeps.STOPPED)
        self.assertEqual(1, output.count("--resume goes on"), output)

    def test_a_sigusr1_stops_all_ranks(self):
        process = self.begin()
        self.check_polite(process, lambda: process.send_signal(signal.SIGUSR1))

    def test_a_sigint_stops_all_ranks_where_srun_passes_it_on(self):
        process = self.begin("--disable-status")
        self.check_polite(process, lambda: process.send_signal(signal.SIGINT))

    def test_a_sigterm_of_scancel_stops_all_ranks(self):
        process = self.begin()
        step = subprocess.run(["squeue", "-h", "-s", "--name=signals", "-o", "%i"], capture_output=True, text=True, check=True)
        number = re.search(r"\d+\.0", step.stdout)[0]
        self.check_polite(process, lambda: subprocess.run(["scancel", "--signal=TERM", number], check=True))

    def test_a_sigterm_to_srun_kills_and_loses_nothing_that_was_done(self):
        process = self.begin()
        process.send_signal(signal.SIGTERM)
        output = self.check_end(process, time.monotonic(), 128 + signal.SIGKILL)
        self.assertIn("forcing job termination", output)

    def test_a_second_signal_ends_at_once_without_damage(self):
        # One search of this takes many seconds, so the first signal cannot be obeyed yet.
        process = self.begin(rounds=ENDLESS)
        process.send_signal(signal.SIGUSR1)
        time.sleep(0.5)
        self.assertIsNone(process.poll())
        asked = time.monotonic()
        # A busy node may take both within the time in which they count as one, as launchers send some twice.
        while process.poll() is None and time.monotonic() - asked < 10:
            process.send_signal(signal.SIGUSR1)
            time.sleep(1)
        self.check_end(process, asked, 128 + signal.SIGUSR1)


if __name__ == "__main__":
    sweeps.main()
