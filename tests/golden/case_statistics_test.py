"""How well predictions agree with what others measured, so that no change of the model goes unseen.

The statistics over configs/cases stand in case_statistics.txt; TRAINSWEEP_UPDATE=1 writes them
anew. The errors that software records state (dense_model_error, expert_model_error) are those
of the cases.
"""
import json
import os
import pathlib
import subprocess
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
PINNED = pathlib.Path(__file__).with_name("case_statistics.txt")
GROUPINGS = ["group", "vendor", "chip", "software", "precision", "model_class", "vendor+model_class", "recompute"]
FIELDS = {"dense": "dense_model_error", "experts": "expert_model_error"}
ENOUGH_UNSEEN, ENOUGH_CALIBRATION = 3, 10  # samples from which an error is measured


def run(*arguments):
    command = [os.environ["TRAINSWEEP_PROGRAM"], *arguments]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout


def errors_of_software():
    """{(software, class): mean relative error of times}, of unseen cases, or of calibration where many set it."""
    shown = json.loads(run("cases", "configs/cases", "--by", "software+model_class", "--json"))
    groups = [g for g in shown["statistics"] if g["quantity"] == "speed" and g["by"] != "all"]
    out = {}
    for group in sorted(groups, key=lambda g: g["calibration"]):  # unseen first
        if group["samples"] >= (ENOUGH_CALIBRATION if group["calibration"] else ENOUGH_UNSEEN):
            out.setdefault(tuple(group["of"].split()), group["mape"])
    return out


class CaseStatistics(unittest.TestCase):
    maxDiff = None

    def test_statistics_are_those_that_are_pinned(self):
        shown = run("cases", "configs/cases", "--statistics", "--by", ",".join(GROUPINGS))
        if os.environ.get("TRAINSWEEP_UPDATE") == "1":
            PINNED.write_text(shown)
        self.assertEqual(PINNED.read_text(), shown)

    def test_software_states_the_error_that_its_cases_have(self):
        records = {r["name"]: r for r in json.loads(run("catalog", "software", "--json"))}
        checked = 0
        for (software, model_class), error in errors_of_software().items():
            if software in records:  # not one of a case file
                stated = float(records[software][FIELDS[model_class]])
                self.assertAlmostEqual(stated, error, delta=0.0051, msg=f"{software}, {model_class}")
                checked += 1
        self.assertGreater(checked, 20)


if __name__ == "__main__":
    unittest.main()
