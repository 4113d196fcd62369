"""The documents: commands and code of the README work, links lead somewhere, the reference is up to date."""
import os
import pathlib
import re
import shlex
import subprocess
import sys
import tempfile
import unittest

from program import MPI_SETTINGS, PROGRAM, ROOT, SHOWING_OUTPUT, WITHOUT_LEAKS, ProgramTest

README = (ROOT / "README.md").read_text()


def blocks(language, text=README):
    """The fenced blocks of a document in this language, which may be none."""
    parts = re.split(r"^```(.*)$\n", text, flags=re.MULTILINE)
    # Text, then opening word, block, closing word (empty), text, and so on.
    return [block for word, block in zip(parts[1::4], parts[2::4]) if word == language]


class Readme(ProgramTest):
    def test_its_commands_work(self):
        """Those of its list of commands, in order, with the sweep that it shows as my.toml."""
        self.write("my.toml", blocks("toml")[0])
        listed = next(block for block in blocks("") if block.startswith("trainsweep run"))
        (self.folder / "configs").symlink_to(ROOT / "configs")
        for line in listed.splitlines():
            command = shlex.split(re.split(r" {3,}", re.sub(r"^trainsweep +(\w+) +", r"\1 ", line))[0])
            with self.subTest(line=line):
                self.succeed(*command)

    def test_its_records_of_one_s_own_are_accepted(self):
        self.write("my.toml", blocks("toml")[0].replace('"aws-trn2"', '"my-contract"') + blocks("toml")[1])
        self.assertIn("searches", self.succeed("check", "my.toml"))

    def test_its_python_reads_a_result(self):
        self.succeed("run", ROOT / "configs" / "sweeps" / "quickstart.toml")
        done = subprocess.run([sys.executable, "-c", blocks("python")[0]], cwd=self.folder, capture_output=True, text=True,
                              timeout=120, check=False)
        self.assertEqual(0, done.returncode, done.stderr)
        self.assertIn("aws-trn2", done.stdout)
        self.assertTrue(done.stdout.strip().endswith(" d"), done.stdout)

    def test_the_output_that_documents_show_is_the_program_s(self):
        self.succeed("run", ROOT / "configs" / "sweeps" / "quickstart.toml")
        (self.folder / "configs").symlink_to(ROOT / "configs")
        for document in SHOWING_OUTPUT:
            shown = [block[2:].split("\n", 1) for block in blocks("", document.read_text()) if block.startswith("$ trainsweep ")]
            self.assertTrue(shown)
            for command, output in shown:
                with self.subTest(command=command):
                    self.assertEqual(output, self.succeed(*shlex.split(command)[1:]), "run tests/commands/update_documents.py")


class Links(unittest.TestCase):
    def test_files_that_documents_link_to_exist(self):
        documents = [ROOT / name for name in ("README.md", "CONTRIBUTING.md", "CHANGELOG.md", "slurm/README.md")]
        missing = []
        for document in documents:
            for target in re.findall(r"\]\(([^)#:]+)\)", document.read_text()):
                if not (document.parent / target).exists():
                    missing.append(f"{document.name}: {target}")
        self.assertEqual([], missing)

    def test_paths_that_documents_name_exist(self):
        missing = []
        for name in ("README.md", "CONTRIBUTING.md"):
            text = (ROOT / name).read_text()
            for path in re.findall(r"`((?:engine|runner|configs|tests|setup|analysis|slurm)/[\w./-]*)`", text):
                if not (ROOT / path).exists():
                    missing.append(f"{name}: {path}")
        self.assertEqual([], missing)


class Reference(ProgramTest):
    def test_it_is_up_to_date(self):
        written = (ROOT / "configs" / "REFERENCE.md").read_text()
        self.assertEqual(written, self.succeed("catalog", "reference"), "run tests/commands/update_documents.py")


class Scripts(unittest.TestCase):
    def test_run_shows_the_answer_and_the_next_commands_again_and_again(self):
        """run.sh itself, in a folder of its own, with the program that is built already."""
        with tempfile.TemporaryDirectory(prefix="run test ") as folder:
            environment = {**os.environ, **MPI_SETTINGS, **WITHOUT_LEAKS, "TRAINSWEEP_PROGRAM": PROGRAM, "RANKS": "2"}
            for _ in range(2):
                done = subprocess.run([ROOT / "run.sh", ROOT / "configs" / "sweeps" / "smoke.toml"], cwd=folder,
                                      env=environment, capture_output=True, text=True, timeout=300, check=False)
                self.assertEqual(0, done.returncode, done.stderr)
                self.assertIn("h100-sxm", done.stdout)
                self.assertIn("smoke.h5", done.stdout)
            self.assertTrue((pathlib.Path(folder) / "smoke.h5").exists())
            for line in done.stdout.splitlines():
                if line.startswith("  /") or line.startswith("  trainsweep"):
                    again = subprocess.run(line.strip(), shell=True, cwd=folder, capture_output=True, text=True,
                                           timeout=120, check=False)
                    self.assertEqual(0, again.returncode, line + again.stderr)


if __name__ == "__main__":
    unittest.main()
