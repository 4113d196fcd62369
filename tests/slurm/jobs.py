"""Jobs of a sweep on the cluster that cluster.sh has brought up, for the tests here."""
import os
import pathlib
import re
import shlex
import subprocess
import tempfile
import time
import unittest

import h5py
import xarray

ROOT = pathlib.Path(__file__).resolve().parents[2]
PROGRAM = os.environ["TRAINSWEEP_PROGRAM"]
CLUSTER = pathlib.Path(os.environ["TRAINSWEEP_CLUSTER"])
SRUN_MPI = os.environ["SRUN_MPI"]  # what ties srun to the MPI of the program
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


def chips(count):
    return [1024 + 16 * i for i in range(count)]


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

    def submit(self, config, *options, shell=()):
        """Through `trainsweep slurm`, with names relative to another folder; the number of the job."""
        answer = run(*shell, PROGRAM, "slurm", os.path.relpath(config, self.elsewhere), "-o", os.path.relpath(self.out, self.elsewhere),
                     *options, "--submit", cwd=self.elsewhere)
        job = int(re.search(r"Submitted batch job (\d+)", answer)[1])
        self.assertIn(f"status {shlex.quote(str(self.out))}", answer)
        return job

    TWO_NODES = ("--nodes", 2, "--ranks-per-node", 1)

    def begin(self):
        """A job on two nodes that is at work for some seconds yet: its config and its number."""
        config = self.sweep(65)
        job = self.submit(config, *self.TWO_NODES)
        self.wait_for_work()
        return config, job

    def state(self, job):
        return re.search(r"JobState=(\w+)", run("scontrol", "show", "job", job))[1]

    @staticmethod
    def start_requeued():
        """Jobs that were requeued need not wait two minutes, but slurmd takes none again within about a second of its end."""
        requeued = run("squeue", "-h", "-t", "pending", "-o", "%A %r")
        if "BeginTime" not in requeued:
            return
        time.sleep(3)
        for job in re.findall(r"(\d+) BeginTime", requeued):
            subprocess.run(["scontrol", "update", f"jobid={job}", "starttime=now"], capture_output=True, check=False)

    def wait(self, job, state="COMPLETED", seconds=100):
        """Until the job is in that state."""
        end = time.monotonic() + seconds
        while (now := self.state(job)) != state:
            if now in ("FAILED", "CANCELLED", "TIMEOUT", "COMPLETED") or time.monotonic() > end:
                self.fail(f"job {job} is {now}\n{self.log()}")
            self.start_requeued()
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
