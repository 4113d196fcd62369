"""A sweep from config to result: check, run, status, verify."""
import csv
import io
import re
import shutil
import unittest

import h5py

from program import ROOT, SMOKE, ProgramTest


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
        errors = self.refused(2, "run", SMOKE, "-o", "a.h5")
        self.assertIn("--resume", errors)
        self.assertIn("--overwrite", errors)
        self.assertIn("complete already", self.run_program("run", SMOKE, "-o", "a.h5", "--resume").stderr)
        errors = self.refused(2, "run", SMOKE, "-o", "a.h5", "--resume", "--set", "fixed.tokens_per_param=100")
        self.assertIn("tokens_per_param = 100", errors)
        self.assertEqual(before, self.answer())
        self.succeed("run", SMOKE, "-o", "a.h5", "--overwrite", "--set", "fixed.tokens_per_param=100")
        self.assertNotEqual(before, self.answer())

    def test_overwrite_replaces_whatever_is_there_and_only_when_it_can(self):
        for ranks in (0, 2):
            self.write("a.h5", "notes of somebody")
            self.assertIn("is not a trainsweep result file", self.refused(2, "run", SMOKE, "-o", "a.h5", "--resume"))
            errors = self.refused(2, "run", SMOKE, "-o", "a.h5", "--overwrite", "--set", "fixed.tokens_per_param=-1")
            self.assertIn("`tokens_per_param` is -1", errors)
            self.assertEqual("notes of somebody", (self.folder / "a.h5").read_text())
            self.succeed("run", SMOKE, "-o", "a.h5", "--overwrite", ranks=ranks)
            self.succeed("verify", "a.h5")
            with h5py.File(self.folder / "a.h5") as file:
                self.assertEqual((1, 1), (file.attrs["complete"], file["run/starts"][()]))

    def test_a_changed_catalogue_is_refused_key_by_key(self):
        shutil.copytree(ROOT / "configs" / "catalog", self.folder / "catalog")
        given = ("run", SMOKE, "--catalog", "catalog", "-o", "a.h5")
        self.succeed(*given)
        before = (self.folder / "a.h5").read_bytes()
        aws = self.folder / "catalog" / "offers" / "aws.toml"
        head, record = aws.read_text().split("[catalog.offers.aws-p5-h100]\n")
        price = 'chip_hour_usd = { value = 6.88, source = "AWS us-east-1'
        self.assertIn(price, record)
        aws.write_text(head + "[catalog.offers.aws-p5-h100]\n" + record.replace(price, price.replace("6.88", "7.5"))
                       .replace("pue = { value = 1.15", "pue = { value = 1.25", 1))
        for ranks in (0, 2):
            errors = self.refused(2, *given, "--resume", ranks=ranks)
            lines = [re.sub(r", source = .*", "", line) for line in errors.splitlines() if line[:4] in ("  - ", "  + ")]
            self.assertIn("was made from another request, so it cannot be resumed; --overwrite starts anew", errors)
            self.assertEqual(['  - [catalog.offers."aws-p5-h100"] chip_hour_usd = { value = 6.88, unit = "USD/h"',
                              '  - [catalog.offers."aws-p5-h100"] pue = { value = 1.15, unit = "1"',
                              '  + [catalog.offers."aws-p5-h100"] chip_hour_usd = { value = 7.5, unit = "USD/h"',
                              '  + [catalog.offers."aws-p5-h100"] pue = { value = 1.25, unit = "1"'], lines)
        self.assertEqual(before, (self.folder / "a.h5").read_bytes())
        cost = self.answer()
        self.succeed(*given, "--overwrite")
        self.assertNotEqual(cost, self.answer())

    def test_a_change_of_a_record_that_is_not_used_is_no_hindrance(self):
        shutil.copytree(ROOT / "configs" / "catalog", self.folder / "catalog")
        given = ("run", SMOKE, "--catalog", "catalog", "-o", "a.h5")
        self.succeed(*given)
        gcp = self.folder / "catalog" / "offers" / "google.toml"
        gcp.write_text(gcp.read_text().replace("pue = { value = 1", "pue = { value = 2"))
        self.assertIn("complete already", self.run_program(*given, "--resume").stderr)

    def test_resume_begins_where_there_is_nothing(self):
        self.succeed("run", SMOKE, "-o", "a.h5", "--resume")
        self.succeed("verify", "a.h5")

    def test_a_folder_that_is_missing_is_named(self):
        self.assertIn("nowhere", self.run_program("run", SMOKE, "-o", "nowhere/a.h5").stderr)

    TP_GRID = '[fixed]\nmodel = "llama3-8b"\noffer = "aws-trn1"\nchips = 64\n[grid]\ntp = [1, 2, 4]\n'

    def test_how_much_is_trained_is_said_once(self):
        self.write("both.toml", '[fixed]\nmodel = "llama3-8b"\noffer = "aws-trn1"\nchips = 64\ntokens = 1e12\n'
                                '[grid]\ntrain_days = [10, 20]\n')
        self.assertEqual("""both.toml:7:1: error: `train_days` is given as well as `tokens`
    7 | train_days = [10, 20]
      | ^^^^^^^^^^
      = help: give one of `tokens`, `tokens_per_param` or `train_days`
1 error; nothing was run
""", self.refused(2, "run", "both.toml"))
        answers = [self.succeed("explain", SMOKE, "--at", how) for how in ("tokens=1e12", "train_days=10")]
        self.assertIn("1,000  10^9", answers[0])
        self.assertRegex(answers[1], r"training time +10  d")

    def test_an_axis_of_the_grid_that_is_also_a_column_stands_once(self):
        self.succeed("run", self.write("tp.toml", self.TP_GRID))
        shown = self.succeed("top", "tp.h5", "--by", "step_time_s", "--columns", "tp,pp", "--csv")
        rows = list(csv.reader(io.StringIO(shown)))
        self.assertEqual(["tp", "pp"], rows[0])
        self.assertEqual({"1", "2", "4"}, {row[0] for row in rows[1:]})
        asked = self.write("asked.toml", self.TP_GRID + '[output]\ncolumns = ["pp", "tp"]\n')
        errors = self.refused(2, "run", asked)
        self.assertIn("8:18: error: `tp` is an axis of this grid, so it cannot be a column", errors)
        self.assertIn("= help: leave it out: the axis's values stand in the result anyway", errors)

    # Two regions of one machine, each a system of its own and with two prices.
    REGIONS = """
[catalog.systems.east]
like = "aws-p5"
[catalog.systems.west]
like = "aws-p5"
[catalog.offers]
cheap-east = { like = "aws-p5-h100", system = "east", chip_hour_usd = 2 }
dear-east = { like = "aws-p5-h100", system = "east", chip_hour_usd = 3 }
cheap-west = { like = "aws-p5-h100", system = "west", chip_hour_usd = 4 }
dear-west = { like = "aws-p5-h100", system = "west", chip_hour_usd = 5 }
[fixed]
model = "llama3-8b"
[grid]
chips = [8, 16, 32]
price_factor = [0.5, 1, 2]
"""

    def searches(self, config, ranks):
        self.succeed("run", self.write("regions.toml", self.REGIONS + config), "--overwrite", ranks=ranks)
        with h5py.File(self.folder / "regions.h5") as file:
            return file["run/searches"][()].sum(), file["cost_usd"][()]

    def test_equal_machines_of_two_regions_are_searched_once(self):
        offers = 'offer = ["cheap-east", "cheap-west", "dear-east", "dear-west"]'
        for ranks in (0, 2):
            searches, cost = self.searches(offers, ranks)
            self.assertEqual(3, searches)
            self.assertEqual((3, 4, 3), cost.shape)
        searches, _ = self.searches('system = ["east", "west"]', 0)
        self.assertEqual(3, searches)

    def test_steps_of_a_zip_that_differ_by_price_alone_share_a_search(self):
        pairs = """offer = ["cheap-east"]
[[zip]]
name = "deal"
values = { global_batch = [256, 256, 512, 256], electricity_usd_per_kwh = [0.05, 0.10, 0.05, 0.20] }
"""
        self.assertEqual(6, self.searches(pairs, 0)[0])

    def test_every_mistake_of_a_config_is_reported_at_once(self):
        config = self.write("wrong.toml", '[grid]\nmodell = ["llama3-8b"]\nchips = [-1]\noffer = "aws-trn9"\n')
        errors = self.run_program("check", config)
        self.assertEqual(2, errors.returncode)
        for message in ("unknown axis `modell`", "use `model`", "-1", "aws-trn9"):
            self.assertIn(message, errors.stderr)


if __name__ == "__main__":
    unittest.main()
