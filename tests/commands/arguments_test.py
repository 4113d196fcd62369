"""What people type: help, version, and wrong arguments."""
import unittest

from program import ROOT, ProgramTest

COMMANDS = ["run", "check", "explain", "top", "show", "export", "status", "verify", "pack", "cases", "catalog",
            "slurm"]


class Arguments(ProgramTest):
    def test_help_names_every_command_and_the_exit_statuses(self):
        text = self.succeed("--help")
        for command in COMMANDS:
            self.assertIn(f"\n  {command} ", text)
        self.assertIn("75 stopped early", text)
        self.assertEqual(text, self.succeed())

    def test_every_command_explains_itself(self):
        for command in COMMANDS:
            text = self.succeed(command, "--help")
            self.assertIn(f"Usage: trainsweep {command}", text)
            self.assertLess(max(map(len, text.splitlines())), 141, command)

    def test_files_that_the_help_names_exist(self):
        for word in self.succeed("--help").split():
            if word.startswith("configs/"):
                self.assertTrue((ROOT / word).exists(), word)

    def test_version(self):
        self.assertRegex(self.succeed("--version"), r"^trainsweep \d+\.\d+\.\d+")

    def test_wrong_arguments_end_with_status_2_and_one_message(self):
        for arguments, message in [
            (["rnu"], "unknown command `rnu`"),
            (["run"], "CONFIG is required"),
            (["run", "a.toml", "b.toml"], "not expected: b.toml"),
            (["run", "a.toml", "--resume", "--overwrite"], "--resume excludes --overwrite"),
            (["top", "a.h5", "--by", "x", "--csv", "--json"], "--csv and --json exclude each other"),
            (["top", "a.h5", "-n", "0"], "not in range"),
            (["top", "a.h5", "--by", "x"], "there is no file `a.h5`"),
            (["top", str(ROOT), "--by", "x"], "is a folder"),
            (["show", "a.h5", "--heat", "--csv"], "--heat excludes --csv"),
            (["show", "a.h5", "--by", "x"], "there is no file `a.h5`"),
            (["export", "a.h5"], "[--csv,--parquet] is required"),
            (["export", "a.h5", "--csv", "--parquet"], "2 were given"),
            (["export", "a.h5", "--csv"], "there is no file `a.h5`"),
            (["pack", "a.h5"], "there is no file `a.h5`"),
            (["status", "a.h5"], "a.h5"),
            (["check", "a.toml"], "a.toml"),
            (["run", "a.toml"], "a.toml"),
            (["cases", "a.toml"], "a.toml"),
            (["catalog", "chisp"], "chisp"),
            (["catalog", "chips", "h100-sxn"], "h100-sxm"),
        ]:
            with self.subTest(arguments=arguments):
                errors = self.refused(2, *arguments)
                self.assertIn(message, errors)
                self.assertEqual(1, errors.count("error: "), errors)

    def test_a_text_that_is_no_result_is_refused(self):
        path = self.write("a.h5", "hello")
        self.assertIn("is no HDF5 file", self.refused(2, "top", path, "--by", "x"))

    def test_under_mpirun_one_rank_speaks(self):
        errors = self.refused(2, "run", "a.toml", ranks=3)
        self.assertEqual(1, errors.count("error: "), errors)
        self.assertEqual(1, self.succeed("--version", ranks=3).count("trainsweep"))


if __name__ == "__main__":
    unittest.main()
