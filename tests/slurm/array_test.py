"""Jobs of an array, each with a part of a sweep, that write one output together."""
import unittest

import h5py

from jobs import JobTest, run, wait_until


class Arrays(JobTest):
    def submit_parts(self, config, *options):
        return self.submit(config, "--parts", 5, "--nodes", 1, "--ranks-per-node", 1, *options)

    def wait_for_all(self, job):
        """Until no element is left."""
        def ended():
            self.start_requeued()
            return not run("squeue", "-h", "-j", job)
        wait_until(ended, 100)

    def assert_whole(self, config, starts):
        self.assertIn("is done, and with it the sweep", self.log())
        self.assert_same_as_one_process(config)
        with h5py.File(self.out) as file:
            self.assertEqual(starts, file["run/starts"][()])

    def test_an_array_writes_one_output_that_is_the_same_as_the_whole(self):
        config = self.sweep(9)
        self.wait_for_all(self.submit_parts(config))
        self.assertEqual(5, len(list(self.folder.glob("*.log"))))
        self.assert_whole(config, 5)

    def test_some_elements_first_and_the_others_later(self):
        config = self.sweep(9)
        self.wait_for_all(self.submit_parts(config, "--sbatch", "array=2,4"))
        self.assertFalse(self.done()[1])
        self.wait_for_all(self.submit_parts(config, "--sbatch", "array=1,3,5%2"))
        self.assert_whole(config, 5)

    def test_an_element_that_is_requeued_goes_on_with_its_part(self):
        config = self.sweep(65)
        job = self.submit_parts(config)
        log = self.out.with_suffix(".3.log")
        wait_until(lambda: self.out.exists() and log.exists() and "start 1" in log.read_text())
        self.wait_for_work()
        run("scontrol", "requeue", f"{job}_3")
        self.wait_for_all(job)
        self.assertIn("start 2", log.read_text())
        self.assertEqual(1, self.log().count("start 2"), "the others are left alone")
        self.assert_whole(config, 6)


if __name__ == "__main__":
    unittest.main()
