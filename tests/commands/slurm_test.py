"""`trainsweep slurm`: the scripts that it prints and submits, with a false sinfo and sbatch in front."""
import os
import re
import subprocess
import unittest

from program import MPI_SETTINGS, PROGRAM, ROOT, SMOKE, WITHOUT_LEAKS, ProgramTest

SITES = sorted(path.stem for path in (ROOT / "slurm" / "sites").glob("*.sh"))


class Slurm(ProgramTest):
    def tool(self, name, script):
        path = self.folder / name
        path.write_text("#!/bin/sh\n" + script + "\n")
        path.chmod(0o755)

    def run_slurm(self, *arguments):
        environment = {**os.environ, "PATH": f"{self.folder}:{os.environ['PATH']}"}
        return subprocess.run([PROGRAM, "slurm", *map(str, arguments)], cwd=self.folder, env=environment,
                              capture_output=True, text=True, timeout=60, check=False)

    def script(self, *arguments):
        done = self.run_slurm(SMOKE, *arguments)
        self.assertEqual(0, done.returncode, done.stderr)
        return done.stdout

    def test_every_site_makes_a_sound_script(self):
        self.assertGreaterEqual(len(SITES), 4)
        for site in SITES:
            with self.subTest(site=site):
                text = self.script("--site", site)
                subprocess.run(["bash", "-n"], input=text, text=True, check=True)
                head, body = text.split("\n\n", 1)
                names = re.findall(r"^#SBATCH --([\w-]+)", head, re.MULTILINE)
                self.assertEqual(sorted(set(names)), sorted(names), "each directive once")
                self.assertNotIn("\n#SBATCH", body, "Slurm reads none after the first command")
                self.assertRegex(body, r"Not\s+(# )?tested there", "a site file says that it is untested")

    def test_ranks_and_time_come_from_the_partition(self):
        self.tool("sinfo", 'echo "main* 2:12:2 1:00:00"; echo "tiny 1:3:1 5:00"')
        text = self.script()
        self.assertIn("#SBATCH --ntasks-per-node=24\n", text)
        self.assertIn("#SBATCH --time=00:10:00\n", text)
        text = self.script("--partition", "tiny")
        self.assertIn("#SBATCH --ntasks-per-node=3\n", text)
        self.assertIn("#SBATCH --time=00:05:00\n", text)

    def test_submit_hands_the_same_script_to_sbatch(self):
        self.tool("sinfo", "exit 1")
        self.tool("sbatch", f'cat > "{self.folder}/got"; echo "Submitted batch job 7"')
        done = self.run_slurm(SMOKE, "--nodes", "2", "--submit")
        self.assertEqual(0, done.returncode, done.stderr)
        self.assertIn("Submitted batch job 7", done.stdout)
        estimate = re.compile(r"^# Estimated.*\n|--mem=\d+M", re.MULTILINE)
        self.assertEqual(estimate.sub("", self.script("--nodes", "2")), estimate.sub("", (self.folder / "got").read_text()))

    def test_an_sbatch_that_refuses_is_the_machine_s_failure(self):
        self.tool("sbatch", "cat > /dev/null; echo 'sbatch: error: invalid account' >&2; exit 1")
        done = self.run_slurm(SMOKE, "--submit")
        self.assertEqual(3, done.returncode)
        self.assertIn("sbatch: error: invalid account\nerror: sbatch took no job; without --submit the script is printed", done.stderr)

    def test_a_launcher_of_another_mpi_is_noticed(self):
        """Rank 0 of two says it, and its status is the job's; MPI sees one process alone."""
        for rank, status, message in (("0", 2, "error: the launcher started 2 processes, but to MPI each of them is alone\n"
                                          "  = help: the launcher must be that of the MPI library that trainsweep was built with: its own "
                                          "mpirun, or srun with one of the kinds that `srun --mpi=list` names\n"), ("1", 0, "")):
            environment = {**os.environ, **MPI_SETTINGS, **WITHOUT_LEAKS, "SLURM_STEP_NUM_TASKS": "2", "SLURM_PROCID": rank}
            done = subprocess.run([PROGRAM, "run", SMOKE], cwd=self.folder, env=environment, capture_output=True, text=True,
                                  timeout=60, check=False)
            self.assertEqual((status, message), (done.returncode, done.stderr))
        self.assertEqual([], list(self.folder.iterdir()))

    def test_mistakes_are_told(self):
        for arguments, message in [
            ([SMOKE, "--site", "lumy"], "unknown site `lumy`\n  = help: use `lumi`; a file of your own is given by its path"),
            ([SMOKE, "--site", "no/where.sh"], "cannot read `no/where.sh`"),
            ([SMOKE, "--nodes", "0"], "not in range"),
            ([SMOKE, "--nodes", "many"], "--nodes"),
            ([SMOKE, "--time", "soon"], "`soon` is no time of a minute or more"),
            ([SMOKE, "--sbatch", "-N 4"], "`-N 4` is no option of sbatch in its long form"),
            ([SMOKE, "-o", "no/where.h5"], "the folder of the output `no/where.h5` does not exist"),
            (["none.toml"], "none.toml"),
        ]:
            with self.subTest(arguments=arguments):
                errors = self.refused(2, "slurm", *arguments)
                self.assertIn(message, errors)
                self.assertEqual(1, errors.count("error: "), errors)


if __name__ == "__main__":
    unittest.main()
