"""Every reader opens a result as a labelled dataset: while it grows, stopped half-way, and finished."""
import pathlib
import signal
import subprocess
import sys
import time
import unittest

import h5py
import numpy
import xarray

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "commands"))
from program import MPI_SETTINGS, PROGRAM, SMOKE, ProgramTest, os  # noqa: E402

# Thousands of searches: long enough to be watched.
LONG = """
[sweep]
question = "Which is the fastest?"
[fixed]
precision = "bf16"
[grid]
model = ["llama3-8b", "llama3-70b", "gpt3-175b", "mixtral-8x7b"]
offer = ["aws-p5-h100", "aws-trn1", "aws-trn2", "gcp-v5p"]
chips = { from = 256, to = 8192, count = 120, scale = "log" }
matmul_factor = { from = 0.5, to = 2, count = 40 }
price_factor = [0.8, 1.0, 1.2]
[output]
columns = ["cost_usd", "train_days", "recompute"]
"""


def xarray_names(path, engine):
    with xarray.open_dataset(path, engine=engine) as dataset:
        assert dataset["cost_usd"].dims == dataset["status"].dims
        assert [str(name) for name in dataset["offer"].values] == list(dataset.indexes["offer"])
        assert "vendor" in dataset.coords and dataset["vendor"].dims == ("offer",)
        assert dataset["cost_usd"].attrs["units"] == "USD" and dataset["cost_usd"].attrs["long_name"]
        at_one = dataset["cost_usd"].sel(offer="aws-trn1", price_factor=1.0, method=None)
        assert at_one.ndim == dataset["cost_usd"].ndim - 2
        return dataset["cost_usd"].dims


def h5py_names(path):
    with h5py.File(path, "r") as file:
        assert file["offer"].asstr()[0].startswith("aws")
        assert file["cost_usd"].dtype == numpy.float32 and file["status"].dtype == numpy.uint8
        return tuple(dimension[0].name.strip("/") for dimension in file["cost_usd"].dims)


def tool_text(*command):
    return subprocess.run(command, capture_output=True, text=True, check=True, timeout=120).stdout


def ncdump_names(path):
    line = next(line for line in tool_text("ncdump", "-h", path).splitlines() if "float cost_usd(" in line)
    return tuple(line.split("(")[1].split(")")[0].split(", "))


def h5dump_names(path):
    text = tool_text("h5dump", "-A", path)
    assert "flag_meanings" in text
    return tuple(tool_text("h5dump", "-d", "/offer", path).split('"')[1:2])


class Readers(ProgramTest):
    def check_all(self, path):
        names = h5py_names(path)
        self.assertIn("offer", names)
        self.assertEqual(names, xarray_names(path, "h5netcdf"))
        self.assertEqual(names, xarray_names(path, "netcdf4"))
        self.assertEqual(names, ncdump_names(path))
        self.assertTrue(h5dump_names(path))

    def test_a_finished_file(self):
        self.succeed("run", SMOKE)
        path = self.folder / "smoke.h5"
        self.check_all(path)
        with xarray.open_dataset(path, engine="h5netcdf") as dataset:
            self.assertEqual(1, dataset.attrs["complete"])
            self.assertEqual("1.0", dataset.attrs["trainsweep_format"])
            self.assertIn("llama3-8b", dataset.attrs["config"])
            self.assertTrue((dataset["status"] > 0).all())
            ok = dataset["status"] == 1
            self.assertTrue(bool(ok.any()))
            for name, column in dataset.data_vars.items():
                if name != "status":
                    self.assertTrue(bool((column.notnull() == ok).all()), name)

    def test_a_file_that_grows_and_one_that_was_stopped(self):
        config = self.write("long.toml", LONG)
        path = self.folder / "long.h5"
        run = subprocess.Popen([PROGRAM, "run", str(config)], cwd=self.folder, env={**os.environ, **MPI_SETTINGS},
                               stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        self.addCleanup(run.kill)
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline and run.poll() is None and not self.evaluated(path):
            time.sleep(0.05)
        self.check_all(path)
        self.assertIsNone(run.poll(), "the sweep ended before it was read: make it longer")
        run.send_signal(signal.SIGUSR1)
        self.assertEqual(75, run.wait(timeout=30))

        self.check_all(path)
        with h5py.File(path, "r") as file:
            self.assertEqual(0, file.attrs["complete"])
            status = file["status"][...]
            self.assertTrue((status == 0).any())
            self.assertTrue(numpy.isfinite(file["cost_usd"][...][status == 1]).all())
        self.succeed("pack", path)
        for name in (path, "long.packed.h5"):
            self.check_all(self.folder / name)
            for asked in (["top", name, "--by", "cost_usd", "-n", "1"], ["export", name, "--csv", "--columns", "cost_usd"],
                          ["show", name, "--by", "cost_usd", "--down", "offer", "--across", "model"]):
                told = self.run_program(*asked)
                self.assertEqual(0, told.returncode, told.stderr)
                self.assertIn("half done", told.stdout + told.stderr)

    @staticmethod
    def evaluated(path):
        """Whether some points but not all are in the file."""
        if not path.exists():
            return False
        with h5py.File(path, "r") as file:
            return bool((file["status"][...] > 0).any())


if __name__ == "__main__":
    unittest.main()
