"""Runs the real program in folders of their own. TRAINSWEEP_PROGRAM names it."""
import os
import pathlib
import subprocess
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
PROGRAM = os.environ["TRAINSWEEP_PROGRAM"]
# Documents that show the output of commands: see update_documents.py.
SHOWING_OUTPUT = (ROOT / "README.md", ROOT / "analysis" / "README.md")
SMOKE = ROOT / "configs" / "sweeps" / "smoke.toml"

# As root, with more ranks than cores, and with a start of 0.2 s.
# Open MPI keeps memory until the end, which a sanitizer takes for leaks.
WITHOUT_LEAKS = {"ASAN_OPTIONS": "detect_leaks=0"}
MPI_SETTINGS = {
    "OMPI_ALLOW_RUN_AS_ROOT": "1",
    "OMPI_ALLOW_RUN_AS_ROOT_CONFIRM": "1",
    "OMPI_MCA_rmaps_base_oversubscribe": "1",
    "OMPI_MCA_pml": "ob1",
    "OMPI_MCA_btl": "self,vader,tcp",
    "OMPI_MCA_mpi_yield_when_idle": "1",
    "OMPI_MCA_hwloc_base_binding_policy": "none",
}


class ProgramTest(unittest.TestCase):
    """A test with a folder of its own, in which the program runs."""

    maxDiff = None

    def setUp(self):
        self._folder = tempfile.TemporaryDirectory(prefix="trainsweep test ")  # a path with blanks
        self.addCleanup(self._folder.cleanup)
        self.folder = pathlib.Path(self._folder.name)

    def run_program(self, *arguments, ranks=0):
        """Runs to the end, alone or under mpirun; returns status, stdout and stderr as the process has them."""
        start = ["mpirun", "-n", str(ranks)] if ranks else []
        settings = {**MPI_SETTINGS, **(WITHOUT_LEAKS if ranks else {})}
        return subprocess.run(
            [*start, PROGRAM, *map(str, arguments)], cwd=self.folder, env={**os.environ, **settings},
            capture_output=True, text=True, timeout=120, check=False)

    def succeed(self, *arguments, ranks=0):
        """Output of a run that must end with status 0."""
        done = self.run_program(*arguments, ranks=ranks)
        self.assertEqual(0, done.returncode, done.stdout + done.stderr)
        return done.stdout

    def refused(self, status, *arguments, ranks=0):
        """Messages of a run that must end with this status, and say why once."""
        done = self.run_program(*arguments, ranks=ranks)
        self.assertEqual(status, done.returncode, done.stdout + done.stderr)
        self.assertEqual("", done.stdout)
        self.assertIn("error: ", done.stderr)
        return done.stderr

    def write(self, name, text):
        path = self.folder / name
        path.write_text(text)
        return path
