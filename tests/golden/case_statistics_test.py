"""How well predictions agree with what others measured, so that no change of the model goes unseen.

The statistics over configs/cases stand in case_statistics.txt; TRAINSWEEP_UPDATE=1 writes them
anew. The errors that software records state (dense_model_error, expert_model_error) are those
of the cases.
"""
import collections
import csv
import io
import json
import os
import pathlib
import subprocess
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
PINNED = pathlib.Path(__file__).with_name("case_statistics.txt")
GROUPINGS = ["group", "vendor", "chip", "software", "precision", "model_class", "recompute"]
FIELDS = {"dense": "dense_model_error", "experts": "expert_model_error"}
ENOUGH_UNSEEN, ENOUGH = 3, 10  # samples from which an error is measured


def run(*arguments):
    command = [os.environ["TRAINSWEEP_PROGRAM"], *arguments]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout


def mape(samples):
    return sum(sum(errors) / len(errors) for errors in samples.values()) / len(samples)


def errors_of_software():
    """{(software, class): mean relative error of times}, of unseen cases, or of all where those are few."""
    found = collections.defaultdict(lambda: collections.defaultdict(list))
    for row in csv.DictReader(io.StringIO(run("cases", "configs/cases", "--csv"))):
        pace = {"step_time_s": 1, "tokens_per_s": -1, "tokens_per_s_per_chip": -1}.get(row["figure"])
        if pace is None or not row["error"] or row["kind"] != "measured":
            continue
        error = (1 + float(row["error"])) ** pace - 1
        sample = row["config_key"] or row["file"] + row["id"]
        found[row["software"], row["model_class"], row["calibration"]][sample].append(abs(error))
    out = {}
    for software, model_class, _ in list(found):
        unseen, calibration = (found[software, model_class, kind] for kind in ("no", "yes"))
        samples = unseen if len(unseen) >= ENOUGH_UNSEEN else unseen | calibration
        if len(unseen) >= ENOUGH_UNSEEN or len(samples) >= ENOUGH:
            out[software, model_class] = mape(samples)
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
