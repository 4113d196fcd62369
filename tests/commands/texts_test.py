"""What is told about one point, the catalogue and published figures."""
import csv
import io
import json
import unittest

from program import ROOT, SMOKE, ProgramTest


class Explain(ProgramTest):
    def test_one_point_in_full(self):
        text = self.succeed("explain", SMOKE, "--at", "offer=aws-trn1", "--at", "chips=64")
        for word in ("Time", "Memory", "rent"):
            self.assertIn(word, text)
        self.assertLess(max(map(len, text.splitlines())), 140)
        self.assertEqual(text, self.succeed("explain", SMOKE, "--at", "offer=aws-trn1,chips=64"))

    def test_json_has_the_same_tables(self):
        tables = json.loads(self.succeed("explain", SMOKE, "--json"))
        titles = [table["title"] for table in tables]
        text = self.succeed("explain", SMOKE)
        for title in titles:
            self.assertIn(title, text)

    def test_an_unknown_axis_or_value_is_refused(self):
        self.assertIn("use `chips`", self.refused(2, "explain", SMOKE, "--at", "chip=64"))
        self.assertIn("use `aws-trn1`", self.refused(2, "explain", SMOKE, "--at", "offer=aws-trn11"))


class Catalog(ProgramTest):
    def test_each_kind_and_record_is_shown(self):
        for kind in ("chips", "systems", "offers", "models"):
            self.assertIn(kind, self.succeed("catalog"))
            self.assertGreater(len(self.succeed("catalog", kind).splitlines()), 10)
        text = self.succeed("catalog", "chips", "h100-sxm")
        for word in ("memory_gb", "GB", "published", "tdp_w"):
            self.assertIn(word, text)


CASES = """
[[case]]
id = "a"
source = "nobody, 2024"
kind = "stated"
group = "made-up"
scenario = { model = "llama3-8b", system = "SYSTEM", chips = 64, global_batch = 512 }
stated = { step_time_s = 10.0, mfu = 0.4 }

[[case]]
id = "b"
source = "nobody, 2024"
kind = "measured"
group = "made-up"
calibration = true
scenario = { model = "llama3-70b", system = "SYSTEM", chips = 1, global_batch = 512 }
stated = { status = "out_of_memory" }
"""


class Cases(ProgramTest):
    def setUp(self):
        super().setUp()
        self.system = next((ROOT / "configs" / "catalog" / "systems").glob("*.toml")).read_text()
        self.system = self.system.split("[catalog.systems.")[1].split("]")[0]

    def test_predicted_stated_and_error_of_each_figure(self):
        path = self.write("made.toml", CASES.replace("SYSTEM", self.system))
        rows = list(csv.DictReader(io.StringIO(self.succeed("cases", path, "--csv"))))
        self.assertEqual(["step_time_s", "mfu", "status"], [row["figure"] for row in rows])
        first = rows[0]
        self.assertAlmostEqual(float(first["error"]), float(first["predicted"]) / 10 - 1, places=5)
        self.assertEqual("out_of_memory", rows[2]["predicted"])

    def test_json_has_figures_and_statistics(self):
        path = self.write("made.toml", CASES.replace("SYSTEM", self.system))
        both = json.loads(self.succeed("cases", path, "--json"))
        self.assertEqual(3, len(both["figures"]))
        self.assertEqual("speed", both["statistics"][0]["quantity"])
        self.assertEqual(1, both["statistics"][0]["samples"])

    def test_a_folder_of_cases(self):
        text = self.succeed("cases", ROOT / "configs" / "cases")
        for word in ("predicted", "stated", "MAPE", "korthikanti22"):
            self.assertIn(word, text)

    def test_mistakes_are_reported_with_their_place(self):
        path = self.write("wrong.toml", CASES.replace("SYSTEM", self.system).replace("step_time_s", "step_tim_s"))
        errors = self.refused(2, "cases", path)
        self.assertIn("wrong.toml:8:12", errors)
        self.assertIn("use `step_time_s`", errors)


if __name__ == "__main__":
    unittest.main()
