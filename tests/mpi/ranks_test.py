"""The values in the file do not depend on the number of ranks, and all ranks work."""
import os
import sys

import h5py

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "../support"))
import sweeps


class Ranks(sweeps.SweepTest):
    def check(self, scenario):
        self.done(0, scenario, self.path("alone.h5"))
        reference = self.data(self.path("alone.h5"))
        for ranks in (1, 2, 3, 4, 8):
            with self.subTest(ranks=ranks):
                self.done(ranks, scenario, self.out, "overwrite")
                self.assert_same(reference, self.out)

    def test_whole_blocks(self):
        self.check("whole")

    def test_slots_that_share_searches(self):
        self.check("slots")

    def test_tiles_of_large_blocks(self):
        self.check("tiles")

    def test_fewer_units_than_ranks(self):
        self.check("tiny")

    def test_one_point(self):
        self.check("point")

    def test_no_search_is_made_twice_on_any_number_of_ranks(self):
        for ranks in (0, 2, 5):
            self.done(ranks, "slots", self.out, "overwrite")
            with h5py.File(self.out) as file:
                self.assertEqual(180, file["run/searches"][()].sum())  # 60 blocks of 3 classes
                self.assertEqual(21600, file["run/points"][()].sum())

    def test_rank_0_works_as_well(self):
        self.done(2, "slots", self.out, "--rounds", 20000)
        with h5py.File(self.out) as file:
            busy = file["run/busy_seconds"][:2] / file["run/wall_seconds"][()]
            master = file["run/master_seconds"][()] / file["run/wall_seconds"][()]
        self.assertGreater(busy.min(), 0.7, "both ranks work nearly all the time")
        self.assertLess(master, 0.05, "handing out takes next to nothing")

    def test_ranks_are_counted(self):
        self.done(3, "slots", self.out)
        with h5py.File(self.out) as file:
            self.assertEqual(3, file["run/ranks"][()])
            self.assertEqual(1, file["run/starts"][()])
            self.assertGreater(file["run/messages"][()].sum(), 6)


if __name__ == "__main__":
    sweeps.main()
