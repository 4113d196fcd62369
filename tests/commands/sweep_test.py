"""A sweep from config to answer: check, run, status, verify, top."""
import csv
import io
import json
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

    def test_every_mistake_of_a_config_is_reported_at_once(self):
        config = self.write("wrong.toml", '[grid]\nmodell = ["llama3-8b"]\nchips = [-1]\noffer = "aws-trn9"\n')
        errors = self.run_program("check", config)
        self.assertEqual(2, errors.returncode)
        for message in ("unknown axis `modell`", "use `model`", "-1", "aws-trn9"):
            self.assertIn(message, errors.stderr)


class Top(ProgramTest):
    def setUp(self):
        super().setUp()
        self.succeed("run", SMOKE, "-o", "a.h5")

    def rows(self, *arguments):
        return list(csv.DictReader(io.StringIO(self.succeed("top", "a.h5", "--csv", *arguments))))

    def test_costs_ascend_and_conditions_hold(self):
        rows = self.rows("--by", "cost_usd", "--where", "train_days <= 300", "--where", "vendor == aws", "-n", "7")
        costs = [float(row["cost_usd [USD]"]) for row in rows]
        self.assertEqual(sorted(costs), costs)
        self.assertTrue(costs)
        self.assertTrue(all(float(row["train_days [d]"]) <= 300 for row in rows))

    def test_one_row_for_each_combination(self):
        rows = self.rows("--by", "cost_usd", "--per", "offer,chips", "--columns", "cost_usd,tp,recompute")
        self.assertEqual(len(rows), len({(row["offer"], row["chips"]) for row in rows}))
        self.assertEqual({"offer", "chips", "cost_usd [USD]", "tp", "recompute"}, set(rows[0]))
        self.assertTrue(all(row["recompute"] in ("none", "selective", "full") for row in rows))

    def test_json_parses(self):
        rows = json.loads(self.succeed("top", "a.h5", "--by", "mfu", "--descending", "--json"))
        self.assertEqual(10, len(rows))
        self.assertGreaterEqual(rows[0]["mfu"], rows[-1]["mfu"])

    def test_names_are_listed_and_unknown_ones_refused(self):
        names = {row["name"] for row in self.rows("--names")}
        self.assertLessEqual({"offer", "chips", "vendor", "cost_usd", "recompute"}, names)
        self.assertIn("use `cost_usd`", self.fail(2, "top", "a.h5", "--by", "cost_us"))


if __name__ == "__main__":
    unittest.main()
