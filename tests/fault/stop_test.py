"""Kills and stops at random moments: what is done stays done, and a resume ends with
the same bytes as an undisturbed run.

KILLS=300 /usr/bin/python3 tests/fault/stop_test.py kills more often than the default, the
program of build/ci or that of TOY_SWEEP_PROGRAM.
"""
import contextlib
import os
import random
import signal
import subprocess
import sys
import time

import h5py
import xarray

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "../support"))
import sweeps

KILLS = int(os.environ.get("KILLS", "30"))
SLOW = ("--rounds", 20000)  # makes the sweep `slots` take about a second of one core
UNITS = 240  # of it
SLOWER = ("--rounds", 400000)  # some twenty: mpirun passes SIGTERM on only after a second


class Stop(sweeps.SweepTest):
    def setUp(self):
        super().setUp()
        self.done(0, "slots", self.path("alone.h5"))
        self.reference = self.data(self.path("alone.h5"))

    def begin(self, ranks, *arguments):
        """A sweep that has taken its lock, so that all its ranks are up.

        Not earlier: mpirun of Open MPI 4.1 may hang for ever, with all ranks dead, if one
        dies while it starts them."""
        if os.path.exists(self.out + ".lock"):
            os.remove(self.out + ".lock")
        process = sweeps.start(ranks, "slots", self.out, *arguments)
        while not os.path.exists(self.out + ".lock") and process.poll() is None:
            time.sleep(0.002)
        return process

    def wait_for_file(self, process):
        while not os.path.exists(self.out) and process.poll() is None:
            time.sleep(0.002)

    def finish(self, ranks):
        self.done(ranks, "slots", self.out, "resume")
        self.assert_same(self.reference, self.out)

    def kill(self, process, victims):
        """Returns whether there was somebody to kill."""
        pids = sweeps.rank_pids(self.out)
        chosen = {"first": pids[:1], "last": pids[-1:], "all": pids, "launcher": [process.pid]}[victims]
        for pid in chosen:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        return pids != []

    def check_readers(self, done, units):
        """xarray opens the file, and sees at least the points of the units that are done."""
        with xarray.open_dataset(self.out) as dataset:
            evaluated = int((dataset["status"] != 0).sum())
            self.assertGreaterEqual(evaluated, done * dataset["status"].size // units)

    def units_counted(self):
        """Units computed by all starts of this file that came to their end."""
        with h5py.File(self.out) as file:
            return int(file["run/units"][()].sum())

    def test_a_kill_at_any_moment_loses_nothing_that_was_done(self):
        chance = random.Random(20240607)
        partly = 0
        for number in range(KILLS):
            ranks, after = chance.choice([0, 2, 3]), chance.uniform(0, 1.2)
            victims = chance.choice(["first", "last", "all", "launcher"])
            with self.subTest(number=number, ranks=ranks, after=after, victims=victims):
                process = self.begin(ranks, "overwrite", *SLOW)
                time.sleep(after)
                was_running = self.kill(process, victims)
                killed = time.monotonic()
                output, _ = process.communicate(timeout=30)
                while sweeps.rank_pids(self.out) and time.monotonic() - killed < 10:
                    time.sleep(0.01)
                self.assertLess(time.monotonic() - killed, 10)
                self.assertEqual([], sweeps.rank_pids(self.out), "no process stays behind")
                if was_running and ranks > 0 and victims != "launcher":
                    self.assertEqual(128 + signal.SIGKILL, process.returncode)
                    self.assertEqual(1, output.count("exited on signal 9"), output)
                done, units, counted = 0, UNITS, 0
                if os.path.exists(self.out):
                    done, units = self.assert_done_units_are_right(self.reference, self.out)
                    self.check_readers(done, units)
                    counted = self.units_counted()
                    partly += 0 < done < units
                self.finish(chance.choice([0, 1, 2, 4]))
                self.assertEqual(units - done, self.units_counted() - counted, "only what was not done is computed")
        self.assertGreater(partly, 0, "some kills came in the middle")

    def check_polite(self, ranks, number, to, expected=sweeps.STOPPED, slow=SLOW):
        if os.path.exists(self.out):
            os.remove(self.out)
        process = self.begin(ranks, "overwrite", *slow)
        self.wait_for_file(process)
        time.sleep(0.3)
        os.kill(process.pid if to == "launcher" else sweeps.rank_pids(self.out)[-1], number)
        asked = time.monotonic()
        output, _ = process.communicate(timeout=30)
        self.assertLess(time.monotonic() - asked, 10)
        self.assertEqual(expected, process.returncode, output)
        self.assertIn("--resume goes on", output)
        done, units = self.assert_done_units_are_right(self.reference, self.out)
        self.assertTrue(0 < done < units)
        with h5py.File(self.out) as file:
            self.assertEqual(0, file.attrs["complete"])
        self.finish(2)

    def test_each_signal_stops_a_lone_process(self):
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGUSR1):
            with self.subTest(number=number):
                self.check_polite(0, number, "launcher")

    def test_a_signal_to_mpirun_stops_all_ranks(self):
        self.check_polite(3, signal.SIGUSR1, "launcher")
        # The ranks end with 75, but mpirun itself returns 1 after a SIGTERM, whatever they say.
        self.check_polite(3, signal.SIGTERM, "launcher", expected=1, slow=SLOWER)

    def test_a_signal_to_one_rank_stops_all_ranks(self):
        self.check_polite(3, signal.SIGTERM, "rank")

    def test_a_second_signal_ends_at_once_without_damage(self):
        # One search of this takes many seconds, so the first signal cannot be obeyed yet.
        process = self.begin(0, "--rounds", 20000000000)
        self.wait_for_file(process)
        time.sleep(0.2)
        process.send_signal(signal.SIGTERM)
        time.sleep(0.4)
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=2)
        self.assertEqual(128 + signal.SIGTERM, process.returncode)
        self.finish(0)

    def test_a_second_run_is_refused_and_a_stale_lock_is_not_in_the_way(self):
        process = self.begin(0, *SLOW)
        self.wait_for_file(process)
        second = sweeps.run(0, "slots", self.out, "resume")
        self.assertEqual(2, second.returncode)
        self.assertRegex(second.stderr, rf"another run is writing `.*out.h5`: host \S+, pid {process.pid}, since \S+Z")
        process.kill()
        process.communicate()
        self.assertTrue(os.path.exists(self.out + ".lock"))
        self.finish(0)
        self.assertFalse(os.path.exists(self.out + ".lock"))


if __name__ == "__main__":
    sweeps.main()
