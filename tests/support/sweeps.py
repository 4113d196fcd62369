"""Runs the toy sweep program, with and without mpirun, and compares result files."""
import os
import signal
import subprocess
import sys
import tempfile
import unittest

import h5py
import numpy as np

ROOT = os.path.abspath(os.path.join(os.path.dirname(__file__), "../.."))
PROGRAM = os.environ.get("TOY_SWEEP_PROGRAM", ROOT + "/build/ci/tests/toy_sweep_program")
MPIRUN = os.environ.get("MPIRUN", "mpirun")
ENVIRONMENT = dict(
    os.environ,
    OMPI_ALLOW_RUN_AS_ROOT="1",
    OMPI_ALLOW_RUN_AS_ROOT_CONFIRM="1",
    OMPI_MCA_rmaps_base_oversubscribe="1",
    OMPI_MCA_pml="ob1",
    OMPI_MCA_btl="self,vader,tcp",
    OMPI_MCA_mpi_yield_when_idle="1",
    OMPI_MCA_hwloc_base_binding_policy="none",
)
# Open MPI keeps memory until a process ends, in modules that are unloaded by then: where
# the tests run under a sanitizer, leaks are looked for in runs without ranks alone.
WITHOUT_LEAKS = ["env", "ASAN_OPTIONS=detect_leaks=0"]
STOPPED = 75


def command(ranks, *arguments):
    """The toy sweep on that many ranks; 0: without mpirun."""
    launcher = [MPIRUN, "-n", str(ranks), *WITHOUT_LEAKS] if ranks else []
    return launcher + [PROGRAM, *map(str, arguments)]


def run(ranks, *arguments, timeout=60, environment=None):
    return subprocess.run(command(ranks, *arguments), env=ENVIRONMENT | (environment or {}), capture_output=True,
                          text=True, timeout=timeout, check=False)


def start(ranks, *arguments, environment=None):
    """In a process group of its own, so that all of it can be killed."""
    return subprocess.Popen(command(ranks, *arguments), env=ENVIRONMENT | (environment or {}), stdout=subprocess.PIPE,
                            stderr=subprocess.STDOUT, text=True, start_new_session=True)


def rank_pids(path):
    """Processes of the toy sweep that write this output."""
    return pids_of(PROGRAM, path)


def pids_of(program, path):
    found = []
    for pid in filter(str.isdigit, os.listdir("/proc")):
        try:
            with open(f"/proc/{pid}/cmdline", "rb") as file:
                words = file.read().split(b"\0")
        except OSError:
            continue
        if words[0].decode() == program and path.encode() in words:
            found.append(int(pid))
    return found


def kill_all(process, path):
    for pid in rank_pids(path):
        try:
            os.kill(pid, signal.SIGKILL)
        except ProcessLookupError:
            pass
    process.wait(30)


class SweepTest(unittest.TestCase):
    def setUp(self):
        self._folder = tempfile.TemporaryDirectory()
        self.addCleanup(self._folder.cleanup)
        self.folder = self._folder.name
        self.out = self.path("out.h5")

    def path(self, name):
        return os.path.join(self.folder, name)

    def done(self, ranks, *arguments):
        """Runs to the end and expects success."""
        result = run(ranks, *arguments)
        self.assertEqual(0, result.returncode, result.stderr)
        return result

    def data(self, path):
        """All columns, the status and the ledger, as bytes."""
        with h5py.File(path) as file:
            names = [name for name in file if name != "run" and "_FillValue" in file[name].attrs] + ["status"]
            found = {name: file[name][()].tobytes() for name in names}
            found["ledger"] = file["run/ledger"][()].tobytes()
            return found

    def assert_same(self, reference, path):
        with h5py.File(path) as file:
            self.assertEqual(1, file.attrs["complete"])
        self.assertEqual(reference, self.data(path))

    def assert_done_units_are_right(self, reference, path):
        """Units in the ledger have the checksum and the data of the undisturbed run, where all
        units have as many points. Returns how many there are, and of how many."""
        with h5py.File(path) as file:
            done = file["run/ledger"][()] != 0
        found = self.data(path)
        for name, expected in reference.items():
            by_unit = [np.frombuffer(data, np.uint8).reshape(len(done), -1)[done] for data in (found[name], expected)]
            np.testing.assert_array_equal(*by_unit, err_msg=name)
        return int(done.sum()), len(done)


def main():
    unittest.main(argv=[*sys.argv, "-v"])
