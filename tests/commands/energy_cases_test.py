"""Cases from a table of energy: configs/cases/make_energy_cases.py."""
import csv
import pathlib
import subprocess
import sys
import tempfile
import tomllib
import unittest

SCRIPT = pathlib.Path(__file__).resolve().parents[2] / "configs" / "cases" / "make_energy_cases.py"

FIELDS = ("id", "source_key", "source", "table", "subject", "kind", "chip", "chips", "hours", "chip_hours", "tokens_b",
          "energy_mwh", "energy_scope", "pue", "grid_kg_per_kwh", "tco2e", "circular")
SUPPOSED = {"source_key": "llama1", "source": "A paper", "table": "Table 15", "subject": "LLaMA1-7B",
            "kind": "training_run", "chip": "A100-80GB", "chip_hours": "82432", "circular": "yes"}
MEASURED = {"source_key": "bloom", "source": "A meter", "subject": "StarCoder-15.5B", "kind": "training_run",
            "chip": "A100-80GB", "chips": "512", "hours": "625.5", "energy_mwh": "120", "pue": "1.15", "circular": "no"}


class EnergyCases(unittest.TestCase):
    def write(self, *rows):
        """The files that the script writes, parsed, by name; and what it says."""
        with tempfile.TemporaryDirectory() as name:
            folder = pathlib.Path(name)
            with (folder / "energy.csv").open("w", newline="") as table:
                writer = csv.DictWriter(table, FIELDS)
                writer.writeheader()
                writer.writerows({field: row.get(field, "") for field in FIELDS} for row in rows)
            result = subprocess.run([sys.executable, SCRIPT, folder / "energy.csv", "--out", folder],
                                    capture_output=True, text=True, check=False)
            self.assertEqual(result.returncode, 0, result.stderr)
            return {f.stem: tomllib.loads(f.read_text()) for f in folder.glob("*.toml")}, result.stderr

    def case(self, files, name):
        self.assertEqual(list(files), [name])
        self.assertEqual(len(files[name]["case"]), 1)
        return files[name]["case"][0]

    def test_supposed_energy_makes_a_case_of_hours_alone(self):
        files, said = self.write(SUPPOSED | {"id": "a-1", "energy_mwh": "36"})
        case = self.case(files, "whole_runs_hours")
        self.assertEqual(case["stated"], {"chip_hours": 82432})
        self.assertEqual((case["id"], case["source"], case["kind"]), ("a-1", "A paper, Table 15", "measured"))
        self.assertEqual(case["scenario"]["tokens"], 1e12)
        self.assertIn("llama1-7b", files["whole_runs_hours"]["catalog"]["models"])
        self.assertEqual(said, "whole_runs_hours: 1 cases\n")

    def test_measured_energy_comes_with_its_mean_power_hours_and_site(self):
        case = self.case(self.write(MEASURED)[0], "energy")
        self.assertEqual(case["stated"], {"energy_mwh": 120, "power_mw": 0.1918, "chip_hours": 320256})
        self.assertEqual((case["scenario"]["pue"], case["scenario"]["system"]), (1.15, "jean-zay-a100"))

    def test_measured_energy_without_hours_is_energy_alone(self):
        case = self.case(self.write(MEASURED | {"hours": ""})[0], "energy")
        self.assertEqual(case["stated"], {"energy_mwh": 120})

    def test_a_stated_grid_makes_a_case_of_carbon_of_what_was_counted(self):
        grid = {"id": "a-1", "energy_mwh": "36", "grid_kg_per_kwh": "0.385", "tco2e": "14", "pue": "1.1"}
        for scope, pue in (("GPU TDP x PUE 1.1", 1.1), ("GPU only", 1)):
            files, _ = self.write(SUPPOSED | grid | {"energy_scope": scope})
            self.assertEqual(sorted(files), ["carbon_stated", "whole_runs_hours"])
            case = files["carbon_stated"]["case"][0]
            self.assertEqual((case["stated"], case["kind"], case["id"]), ({"carbon_t": 14}, "stated", "a-1-carbon"))
            self.assertEqual((case["scenario"]["pue"], case["scenario"]["grid_carbon_g_per_kwh"]), (pue, 385))
            self.assertEqual(files["carbon_stated"]["catalog"]["systems"]["dgx-a100-chips"]["host_w"], 0)

    def test_a_grid_that_was_calculated_from_the_carbon_makes_none(self):
        derived = {"grid_kg_per_kwh": "0.42", "tco2e": "14", "energy_scope": "GPU TDP (derived)"}
        files, _ = self.write(SUPPOSED | derived)
        self.assertEqual(list(files), ["whole_runs_hours"])

    def test_runs_that_set_a_number_of_the_model_say_so(self):
        case = self.case(self.write(SUPPOSED | {"source_key": "bloom", "subject": "BLOOM-176B", "chips": "384"})[0],
                         "whole_runs_hours")
        self.assertTrue(case["calibration"])

    def test_rows_that_make_no_case_are_named_with_the_reason(self):
        rows = {"a rating, not a measurement": {"kind": "rated_power"},
                "a machine's power without a known training run": {"kind": "node_power"},
                "fine-tuning of adapters": {"subject": "Llama2-70B LoRA"},
                "no run is known for Someone's model": {"subject": "Someone's model"},
                "neither energy nor hours of a known run": {"chip_hours": ""}}
        for reason, change in rows.items():
            files, said = self.write(SUPPOSED | change)
            self.assertEqual(files, {})
            self.assertIn(f"left out of llama1: 1 row, {reason}", said)

    def test_rows_of_one_reason_are_counted(self):
        self.assertIn("llama1: 2 rows, a rating", self.write(*[SUPPOSED | {"kind": "rated_power"}] * 2)[1])


if __name__ == "__main__":
    unittest.main()
