"""A sweep from config to result: check, run, status, verify."""
import csv
import io
import unittest

from program import SMOKE, ProgramTest


class Sweep(ProgramTest):
    def test_check_runs_nothing(self):
        text = self.succeed("check", SMOKE)
        self.assertIn("36", text)
        self.assertEqual([], list(self.folder.iterdir()))

    def test_run_writes_the_config_s_name_into_this_folder(self):
        self.succeed("run", SMOKE)
        self.assertTrue((self.folder / "smoke.h5").exists())
        self.assertIn("36", self.succeed("status", "smoke.h5"))
        self.succeed("verify", "smoke.h5")

    def test_ranks_give_the_same_answer_as_one_process(self):
        self.succeed("run", SMOKE, "-o", "one.h5")
        self.succeed("run", SMOKE, "-o", "three.h5", ranks=3)
        one, three = (
            self.succeed("top", name, "--by", "cost_usd", "-n", "100", "--csv") for name in ("one.h5", "three.h5"))
        self.assertEqual(one, three)
        self.assertGreater(len(one.splitlines()), 10)

    def answer(self):
        return self.succeed("top", "a.h5", "--by", "cost_usd", "-n", "100", "--csv")

    def test_an_output_that_is_there_is_not_lost(self):
        self.succeed("run", SMOKE, "-o", "a.h5")
        before = self.answer()
        errors = self.fail(2, "run", SMOKE, "-o", "a.h5")
        self.assertIn("--resume", errors)
        self.assertIn("--overwrite", errors)
        self.assertIn("complete already", self.run_program("run", SMOKE, "-o", "a.h5", "--resume").stderr)
        errors = self.fail(2, "run", SMOKE, "-o", "a.h5", "--resume", "--set", "fixed.tokens_per_param=100")
        self.assertIn("tokens_per_param = 100", errors)
        self.assertEqual(before, self.answer())
        self.succeed("run", SMOKE, "-o", "a.h5", "--overwrite", "--set", "fixed.tokens_per_param=100")
        self.assertNotEqual(before, self.answer())

    def test_resume_begins_where_there_is_nothing(self):
        self.succeed("run", SMOKE, "-o", "a.h5", "--resume")
        self.succeed("verify", "a.h5")

    def test_a_folder_that_is_missing_is_named(self):
        self.assertIn("nowhere", self.run_program("run", SMOKE, "-o", "nowhere/a.h5").stderr)

    TP_GRID = '[fixed]\nmodel = "llama3-8b"\noffer = "aws-trn1"\nchips = 64\n[grid]\ntp = [1, 2, 4]\n'

    def test_an_axis_of_the_grid_that_is_also_a_column_stands_once(self):
        self.succeed("run", self.write("tp.toml", self.TP_GRID))
        shown = self.succeed("top", "tp.h5", "--by", "step_time_s", "--columns", "tp,pp", "--csv")
        rows = list(csv.reader(io.StringIO(shown)))
        self.assertEqual(["tp", "pp"], rows[0])
        self.assertEqual({"1", "2", "4"}, {row[0] for row in rows[1:]})
        asked = self.write("asked.toml", self.TP_GRID + '[output]\ncolumns = ["pp", "tp"]\n')
        errors = self.fail(2, "run", asked)
        self.assertIn("8:18: error: `tp` is an axis of this grid, so it cannot be a column", errors)
        self.assertIn("= help: leave it out: the axis's values stand in the result anyway", errors)

    def test_every_mistake_of_a_config_is_reported_at_once(self):
        config = self.write("wrong.toml", '[grid]\nmodell = ["llama3-8b"]\nchips = [-1]\noffer = "aws-trn9"\n')
        errors = self.run_program("check", config)
        self.assertEqual(2, errors.returncode)
        for message in ("unknown axis `modell`", "use `model`", "-1", "aws-trn9"):
            self.assertIn(message, errors.stderr)


if __name__ == "__main__":
    unittest.main()
