"""Runs of several parts write one file together: the same as that of one run."""
import os
import signal
import sys
import time

import h5py

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "../support"))
import sweeps

SLOW = ("--rounds", 20000)  # makes the sweep `slots` take about a second of one core


class Parts(sweeps.SweepTest):
    def setUp(self):
        super().setUp()
        self.done(0, "slots", self.path("alone.h5"))
        self.reference = self.data(self.path("alone.h5"))

    def begin(self, part, ranks=0, *arguments):
        # Open MPI makes one folder in /tmp for all jobs of a user, and fails where two make it at once.
        session = self.path("session-" + part.replace("/", "-"))
        os.makedirs(session, exist_ok=True)
        return sweeps.start(ranks, "slots", self.out, "resume", "--part", part, *arguments,
                            environment={"OMPI_MCA_orte_tmpdir_base": session})

    def end(self, process, expected=0):
        output, _ = process.communicate(timeout=60)
        self.assertEqual(expected, process.returncode, output)
        return output

    def test_all_at_once_make_one_file(self):
        for _ in range(5):
            runs = [self.begin(f"{number}/6", ranks) for number, ranks in zip(range(1, 7), [0, 2, 0, 0, 3, 0])]
            for process in runs:
                self.end(process)
            self.assert_same(self.reference, self.out)
            self.assertFalse(os.path.exists(self.out + ".lock"))
            with h5py.File(self.out) as file:
                self.assertEqual(6, file["run/starts"][()])
                self.assertEqual(21600, file["run/points"][()].sum())
                self.assertEqual(180, file["run/searches"][()].sum(), "parts of whole blocks share no search")
            os.remove(self.out)

    def test_more_parts_than_units(self):
        self.done(0, "tiny", self.path("tiny.h5"))
        for number in range(1, 6):
            self.done(0, "tiny", self.out, "resume", "--part", f"{number}/5")
        self.assert_same(self.data(self.path("tiny.h5")), self.out)

    def test_a_part_stopped_or_killed_is_resumed_while_others_run(self):
        for number, expected in ((signal.SIGUSR1, sweeps.STOPPED), (signal.SIGKILL, -signal.SIGKILL)):
            with self.subTest(number=number):
                first, second = (self.begin(part, 0, *SLOW) for part in ("1/2", "2/2"))
                while not os.path.exists(self.out):
                    time.sleep(0.002)
                time.sleep(0.1)
                first.send_signal(number)
                self.end(first, expected)
                self.end(self.begin("1/2"))
                self.end(second)
                self.assert_same(self.reference, self.out)
                os.remove(self.out)

    def test_the_same_part_and_the_whole_are_refused_meanwhile(self):
        process = self.begin("1/2", 0, *SLOW)
        while not os.path.exists(self.out):
            time.sleep(0.002)
        for arguments in (["--part", "1/2"], []):
            second = sweeps.run(0, "slots", self.out, "resume", *arguments)
            self.assertEqual(2, second.returncode)
            self.assertRegex(second.stderr, rf"another run is writing `.*out.h5`: host \S+, pid {process.pid}, since \S+, part 1/2")
        self.end(process)
        with h5py.File(self.out) as file:
            self.assertEqual(0, file.attrs["complete"])
        self.done(0, "slots", self.out, "resume")
        self.assert_same(self.reference, self.out)


if __name__ == "__main__":
    sweeps.main()
