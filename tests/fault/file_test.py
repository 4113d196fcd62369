"""Damaged files, wrong outputs, failing evaluations."""
import os
import sys

import h5py
import numpy as np

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "../support"))
import sweeps

NOT_EVALUATED, OK, FAILED = 0, 1, 8


class Outputs(sweeps.SweepTest):
    def refused(self, status, message, *arguments):
        result = sweeps.run(0, *arguments)
        self.assertEqual(status, result.returncode, result.stderr)
        self.assertIn(message, result.stderr)

    def test_an_output_that_exists_is_not_overwritten(self):
        self.done(0, "tiny", self.out)
        self.refused(2, f"the output `{self.out}` exists; --resume goes on with it, --overwrite starts anew", "tiny", self.out)

    def test_places_where_no_file_can_be(self):
        self.refused(2, "is a folder", "tiny", self.folder)
        self.refused(2, "the folder of the output", "tiny", self.path("none/out.h5"))
        os.symlink("nowhere", self.path("link.h5"))
        self.refused(2, "is a link that leads nowhere (nowhere)", "tiny", self.path("link.h5"))

    def test_something_else_is_not_resumed(self):
        with open(self.out, "w", encoding="utf-8") as file:
            file.write("hello")
        self.refused(2, "is not a trainsweep result file", "tiny", self.out, "resume")

    def test_a_changed_request_is_not_resumed(self):
        self.done(0, "tiny", self.out)
        self.refused(2, "--overwrite starts anew\n  - [grid] offer = 2\n  + [grid] batch = 7", "whole", self.out, "resume")

    def test_a_file_cut_short_is_completed_by_a_resume(self):
        self.done(0, "tiles", self.out)
        reference = self.data(self.out)
        with h5py.File(self.out) as file:
            end_of_metadata = min(file[name].id.get_offset() for name in file if name != "run" and file[name].ndim > 1)
        length = os.path.getsize(self.out)
        for kept in (length - 1, length // 2, end_of_metadata + 4096):
            with self.subTest(kept=kept):
                os.truncate(self.out, kept)
                self.done(0, "tiles", self.out, "resume")
                self.assert_same(reference, self.out)


    def test_a_file_whose_parts_do_not_fit_is_refused(self):
        """Another program may change a file, which takes its seal away."""
        damages = {
            "a cut of no units": lambda file: file["run"].attrs.modify("tile", 0),
            "more points": lambda file: file.attrs.modify("points_total", 2**62),
            "a short ledger": lambda file: self.replace(file, "run/ledger", np.zeros(3, np.uint64)),
            "a column of another type": lambda file: self.replace(file, "time_s", np.zeros(file["status"].shape)),
            "a column of another size": lambda file: self.replace(file, "time_s", np.zeros(4, np.float32)),
            "a place beyond the end": lambda file: file["run/complete_offset"].write_direct(np.array(2**60, np.uint64)),
            "no rank": lambda file: self.replace(file, "run/busy_seconds", np.zeros(0)),
        }
        for name, damage in damages.items():
            with self.subTest(name):
                self.done(0, "tiles", self.out, "overwrite")
                with h5py.File(self.out, "r+") as file:
                    damage(file)
                self.refused(3, "is damaged: ", "tiles", self.out, "resume")

    @staticmethod
    def replace(file, name, values):
        attributes = dict(file[name].attrs)
        del file[name]
        file[name] = values
        if "_FillValue" in attributes:
            file[name].attrs["_FillValue"] = attributes["_FillValue"]

    def test_a_file_cut_within_its_description_is_refused_soon(self):
        self.done(0, "tiny", self.out)
        length = os.path.getsize(self.out)
        for kept in range(100, length, length // 12):
            with self.subTest(kept=kept):
                self.done(0, "tiny", self.out, "overwrite")
                os.truncate(self.out, kept)
                result = sweeps.run(0, "tiny", self.out, "resume", timeout=40)
                self.assertIn(result.returncode, (0, 2, 3), result.stderr)
                if result.returncode == 0:
                    self.assertEqual(1, h5py.File(self.out).attrs["complete"])

    def test_a_damaged_description_is_noticed_by_its_seal(self):
        self.done(0, "tiny", self.out)
        with open(self.out, "r+b") as file:
            at = file.read().index(b"trainsweep_format")
            file.seek(at)
            file.write(b"T")
        self.refused(3, "is damaged where it describes its data, which cannot be repaired; run with --overwrite makes it anew",
                     "tiny", self.out, "resume")


class Failures(sweeps.SweepTest):
    def test_one_bad_point_does_not_end_a_sweep(self):
        for ranks in (0, 3):
            self.done(ranks, "tiles", self.out, "overwrite", "--throw")
            with h5py.File(self.out) as file:
                status = file["status"][()]
                bad = np.zeros(status.shape, bool)
                bad[list(file["size"]).index(5)] = True
                bad[:, :, list(file["batch"]).index(13)] = True
                self.assertTrue(((status == FAILED) == bad).all())
                self.assertTrue(np.isnan(file["time_s"][()][bad]).all())
                self.assertFalse(np.isnan(file["time_s"][()][status == OK]).any())
                self.assertEqual(1, file.attrs["complete"])
                # 3 searches of size 5, and batch 13 for the 3 other sizes, 4 offers, 300 factors
                self.assertEqual(3 + 3 * 4 * 300, file["run/failures"][()])
                texts = {bytes(row).rstrip(b"\0").decode() for row in file["run/failure_message"]}
                self.assertLessEqual(texts, {"no plan for five arms", "thirteen"})

    def test_fail_fast_ends_all_ranks_with_one_message(self):
        for ranks in (0, 3):
            result = sweeps.run(ranks, "tiles", self.out, "overwrite", "--throw", "--fail-fast")
            self.assertEqual(1, result.returncode, result.stderr)
            self.assertEqual(1, result.stderr.count("no plan for five arms") + result.stderr.count("thirteen"), result.stderr)


if __name__ == "__main__":
    sweeps.main()
