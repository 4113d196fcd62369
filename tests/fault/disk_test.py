"""Disks that are full, cannot be written, cannot reserve, or fail in the middle."""
import errno
import os
import subprocess
import sys

import h5py

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "../support"))
import sweeps


class Disk(sweeps.SweepTest):
    def refused(self, message, *arguments):
        result = sweeps.run(0, *arguments)
        self.assertEqual(3, result.returncode, result.stderr)
        self.assertIn(message, result.stderr)

    def small_disk(self):
        """A file system of 16 MB, where this may mount one."""
        disk = self.path("disk")
        os.mkdir(disk)
        if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=16m", "tmpfs", disk], capture_output=True).returncode != 0:
            self.skipTest("cannot mount a small file system")
        self.addCleanup(subprocess.run, ["umount", disk], check=True)
        return disk

    def test_a_full_disk_is_met_at_the_start(self):
        disk = self.small_disk()
        self.refused("it needs 20.2 MB, and 16.8 MB are free", "tiles", disk + "/out.h5")
        self.assertEqual([], os.listdir(disk))
        self.done(0, "slots", disk + "/out.h5")

    def test_a_disk_that_cannot_be_written(self):
        disk = self.small_disk()
        subprocess.run(["mount", "-o", "remount,ro", disk], check=True)
        self.refused("out.h5.lock`: Read-only file system", "tiny", disk + "/out.h5")

    def test_a_sweep_larger_than_the_disk_is_refused_with_need_and_room(self):
        result = sweeps.run(0, "impossible", self.out)
        self.assertEqual(3, result.returncode, result.stderr)
        self.assertRegex(result.stderr, r"no room for `.*`: it needs 21\.\d EB, and .* are free|needs more than an exabyte")
        self.assertEqual([], os.listdir(self.folder))


class Failing(sweeps.SweepTest):
    """With a library that makes calls of the disk fail (tests/support/failing_disk.cpp)."""

    def setUp(self):
        super().setUp()
        self.done(0, "slots", self.path("alone.h5"))
        self.reference = self.data(self.path("alone.h5"))

    def run_failing(self, ranks, *rules):
        text = ", ".join(f"{call} {number} {successes}" for call, number, successes in rules)
        disk = {"LD_PRELOAD": os.environ["FAILING_DISK_LIBRARY"], "FAILING_DISK": text}
        return sweeps.run(ranks, "slots", self.out, "overwrite", environment=disk)

    def check_stops_resumable(self, ranks, message, *rules):
        """Returns how many units were done when the disk failed."""
        result = self.run_failing(ranks, *rules)
        self.assertEqual(3, result.returncode, result.stderr)
        self.assertEqual(1, result.stderr.count(message), result.stderr)
        self.assertEqual(1, result.stderr.count("and the same command with --resume goes on"), result.stderr)
        done, _ = self.assert_done_units_are_right(self.reference, self.out)
        self.done(2, "slots", self.out, "resume")
        self.assert_same(self.reference, self.out)
        return done

    def test_a_file_system_that_cannot_reserve_will_do(self):
        self.assertEqual(0, self.run_failing(0, ("fallocate", errno.EOPNOTSUPP, 0)).returncode)
        self.assert_same(self.reference, self.out)

    def test_a_disk_that_fills_while_the_sweep_runs_ends_it_resumable(self):
        for ranks in (0, 3):
            with self.subTest(ranks=ranks):
                self.check_stops_resumable(ranks, "out.h5`: No space left on device",
                                           ("fallocate", errno.EOPNOTSUPP, 0), ("pwrite", errno.ENOSPC, 30))

    def test_no_unit_is_marked_done_before_its_data_reached_the_disk(self):
        for ranks in (0, 3):
            with self.subTest(ranks=ranks):
                message = "cannot bring to the disk"
                self.assertEqual(0, self.check_stops_resumable(ranks, message, ("fdatasync", errno.EIO, 0)))

    def test_a_quota_is_named(self):
        result = self.run_failing(0, ("fallocate", errno.EDQUOT, 0))
        self.assertEqual(3, result.returncode, result.stderr)
        self.assertRegex(result.stderr, r"no room for `.*`: it needs \S+ \S+, which is over your quota")
        self.assertFalse(os.path.exists(self.out))

    def test_the_library_lets_other_calls_pass(self):
        self.assertEqual(0, self.run_failing(0, ("pwrite", errno.ENOSPC, 10**6)).returncode)
        with h5py.File(self.out) as file:
            self.assertEqual(1, file.attrs["complete"])


if __name__ == "__main__":
    sweeps.main()
