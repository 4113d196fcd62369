"""Step times from logs of MLPerf: configs/cases/mlperf_step_time.py."""
import json
import pathlib
import subprocess
import sys
import tempfile
import unittest

SCRIPT = pathlib.Path(__file__).resolve().parents[2] / "configs" / "cases" / "mlperf_step_time.py"


def event(time_s, key, value=None, **metadata):
    fields = {"time_ms": 1000 * time_s, "key": key, "value": value, "metadata": metadata}
    return f"0: :::MLLOG {json.dumps(fields)}\n"


def start(length=8):
    return event(0, "global_batch_size", 100) + event(0, "max_sequence_length", length) + event(10, "run_start")


def steps(*times):
    return "".join(event(20, "tracked_stats", {"train_step_time": time}) for time in times)


def evaluations(unit):
    """Steps of 3 s, then of 2 s: 10 before each evaluation, which lasts 100 s."""
    return (event(40, "eval_start", samples_count=1000 * unit) + event(140, "eval_stop", samples_count=1000 * unit)
            + event(160, "eval_start", samples_count=2000 * unit) + event(260, "eval_stop", samples_count=2000 * unit))


class StepTimes(unittest.TestCase):
    def run_script(self, *logs):
        with tempfile.TemporaryDirectory() as folder:
            for number, log in enumerate(logs):
                (pathlib.Path(folder) / f"result_{number}.txt").write_text(log)
            result = subprocess.run([sys.executable, SCRIPT, folder], capture_output=True, text=True, check=False)
        return result.returncode, result.stdout + result.stderr

    def row(self, *logs):
        status, text = self.run_script(*logs)
        self.assertEqual(status, 0, text)
        return text.splitlines()[1].split("\t")[1:]

    def test_the_median_of_the_logged_steps_and_of_the_runs(self):
        logs = [start() + steps(9, 2, 2.2), start() + steps(2), start() + steps(4)]
        self.assertEqual(self.row(*logs), ["2.2", "100.0%", "100", "8", "3"])

    def test_a_mean_that_comes_with_throughput_is_no_step(self):
        block = event(20, "tracked_stats", {"train_step_time": 50, "throughput": 2})
        self.assertEqual(self.row(start() + steps(2) + block)[0], "2")

    def test_the_time_between_evaluations_without_the_first(self):
        self.assertEqual(self.row(start() + evaluations(1))[0], "2")

    def test_progress_in_tokens(self):
        self.assertEqual(self.row(start(length=8000) + evaluations(8000))[0], "2")

    def test_lines_out_of_order(self):
        lines = (start() + evaluations(1)).splitlines(keepends=True)
        self.assertEqual(self.row("".join(reversed(lines)))[0], "2")

    def test_logs_without_a_step_time_are_named(self):
        status, text = self.run_script(start())
        self.assertEqual(status, 1)
        self.assertIn("result_0.txt: neither step times nor ends of evaluations", text)

    def test_a_folder_without_logs_is_named(self):
        status, text = self.run_script()
        self.assertEqual(status, 1)
        self.assertIn("no result_*.txt", text)


if __name__ == "__main__":
    unittest.main()
