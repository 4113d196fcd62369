#!/usr/bin/env python3
"""Step times from the logs of MLPerf Training runs.

    mlperf_step_time.py RESULTS/SYSTEM/BENCHMARK...

Each folder holds the logs of one system's runs, as in the repositories
github.com/mlcommons/training_results_vX.Y: result_0.txt and on, with events of MLPerf's
logger, one JSON object a line. The step times of the mlperf_*.toml files here are the
second column of what this prints.

Most logs time each step (or the mean step since the last line); the step time of a run is
the median of these. Others mark only where evaluation starts and stops, and where training had
got to, in sequences or tokens; there it is the median over the stretches between two
evaluations, the first left out where there are others, for it warms up. The step time of a
system is the median of its runs. Logs that mark no end of an evaluation (Google's) hold no
step time.
"""
import argparse
import json
import sys
from pathlib import Path
from statistics import median

STEP_TIMES = ("train_step_time", "train_step_timing", "train_step_timing in s")


def events(log: Path) -> list[dict]:
    """The logger's events in order; ranks and workers repeat some."""
    lines = (line.partition(":::MLLOG ")[2] for line in log.read_text(errors="replace").splitlines())
    return sorted((json.loads(line) for line in lines if line), key=lambda event: event["time_ms"])


def logged_steps(log: list[dict]) -> list[float]:
    """What the log itself calls the time of a step; a block's own mean, which comes with its
    throughput, is another figure of the same name."""
    stats = (e["value"] for e in log if e["key"] == "tracked_stats" and isinstance(e["value"], dict))
    return [s[name] for s in stats for name in STEP_TIMES if name in s and "throughput" not in s]


def position(event: dict) -> float:
    """How far training had got: sequences, or tokens in older logs."""
    metadata = event["metadata"]
    return next((metadata[k] for k in ("samples_count", "epoch_num") if k in metadata), 0)


def steps_between_evaluations(log: list[dict], batch: float, length: float) -> list[float]:
    """The mean step of each stretch of training."""
    found, start, done = [], None, 0.0
    for event in log:
        at = position(event)
        if event["key"] in ("run_start", "eval_stop"):
            start = event["time_ms"]
        elif event["key"] == "eval_start" and start is not None and at > done:
            sequences = (at - done) / (length if at > 1e6 else 1)
            found.append((event["time_ms"] - start) / 1e3 / (sequences / batch))
            start, done = None, at
    return found


def value(log: list[dict], *keys: str) -> float:
    return next(float(e["value"]) for k in keys for e in log if e["key"] == k)


def step_time(log: list[dict], name: Path) -> float:
    steps = logged_steps(log)
    if not steps:
        steps = steps_between_evaluations(log, value(log, "global_batch_size"), value(log, "max_sequence_length"))
        steps = steps[1:] or steps
    if not steps:
        sys.exit(f"{name}: neither step times nor ends of evaluations")
    return median(steps)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", type=Path, nargs="+", help="folders of result_*.txt")
    print("folder\tstep_time_s\tspread\tglobal_batch\tsequence_length\truns")
    for folder in parser.parse_args().folders:
        logs = {name: events(name) for name in sorted(folder.glob("result_*.txt"))}
        if not logs:
            sys.exit(f"{folder}: no result_*.txt")
        times = [step_time(log, name) for name, log in logs.items()]
        first = next(iter(logs.values()))
        print(f"{folder}\t{median(times):.5g}\t{max(times) / min(times) - 1:.1%}\t{value(first, 'global_batch_size'):.0f}"
              f"\t{value(first, 'max_sequence_length'):.0f}\t{len(times)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
