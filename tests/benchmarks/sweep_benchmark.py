"""Whole sweeps, from the command's start to the complete file: one of a billion points
under 1,000 searches, one of as many searches as --searches says, and what one rank more
brings; with the memory of the largest rank and the time until the first unit is there.

--points and --searches make it shorter; with the defaults it takes minutes and 9 GB.
"""
import os
import subprocess
import time

import h5py

import measure

POINTS = """
[sweep]
question = "What does a sweep of mostly prices take?"
[fixed]
model = "llama3-70b"
offer = "aws-p5-h100"
[grid]
chips = {{ from = 16, to = {most}, count = {searches} }}
price_usd_per_chip_hour = {{ from = 0.5, to = 10, count = 100 }}
electricity_usd_per_kwh = {{ from = 0.03, to = 0.3, count = 100 }}
pue = {{ from = 1.05, to = 1.6, count = 100 }}
[output]
columns = ["cost_usd", "energy_mwh"]
"""
SEARCHES = """
[sweep]
question = "What does a sweep of nothing but searches take?"
[fixed]
offer = "aws-p5-h100"
[grid]
params = {{ from = 1e8, to = 1e11, count = {params}, scale = "log" }}
chips = {{ from = 1, to = 1000, count = 1000 }}
[output]
columns = ["step_time_s", "mfu"]
"""


def run_until(folder, config, is_enough):
    """Starts the sweep anew, and stops it as soon as that is true; returns the seconds until then."""
    folder.empty()
    started = time.perf_counter()
    command = [measure.PROGRAM, "run", str(config), "-o", str(folder.path / "out.h5"), "--quiet"]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        while process.poll() is None and not is_enough():
            time.sleep(1e-3)
        seconds = time.perf_counter() - started
        process.terminate()
    return seconds


def first_unit(folder, config):
    """Seconds from the command to the first status in the file."""
    out = folder.path / "out.h5"
    started = time.perf_counter()
    run_until(folder, config, lambda: out.exists() and time.perf_counter() - started > 2)
    with h5py.File(out, "r") as file:
        offset = file["status"].id.get_offset()

    def is_there():
        if not out.exists():
            return False
        with open(out, "rb") as file:
            return os.pread(file.fileno(), 1, offset) not in (b"", b"\0")

    return run_until(folder, config, is_there)


def show(title, folder, config, ranks, first):
    folder.empty()
    seconds, counted = measure.sweep(folder, config, ranks, look_seconds=0.1)
    searches, points = counted["searches"], counted["points"]
    return (title, points, searches, ranks, seconds, points / seconds / 1e6, searches / seconds,
            counted["peak_mib"], first)


def more_ranks(folder, config, rounds):
    times = {ranks: [] for ranks in (1, 2)}
    for _ in range(rounds):
        for ranks, seconds in times.items():
            folder.empty()
            seconds.append(measure.sweep(folder, config, ranks)[1]["wall_seconds"])
    rows = [("ranks at work", "s", "least", "most", "of 1 rank")]
    for ranks, seconds in times.items():
        rows.append((str(ranks), *measure.spread(seconds), measure.spread(seconds)[0] / measure.spread(times[1])[0]))
    measure.print_table(rows)


def main():
    options = measure.arguments(__doc__, points=1_000_000_000, searches=1_000_000, rounds=3)
    print(measure.describe_machine())
    with measure.Folder(options.folder) as folder:
        blocks = max(1, options.points // 1_000_000)
        points = folder.write("points.toml", POINTS.format(searches=blocks, most=16 * blocks))
        searches = folder.write("searches.toml", SEARCHES.format(params=max(2, options.searches // 1000)))
        few = folder.write("few.toml", SEARCHES.format(params=max(2, min(100, options.searches // 1000))))
        rows = [("sweep", "points", "searches", "ranks", "s", "M points/s", "searches/s", "MiB a rank", "first unit s")]
        for ranks in (1, 2):
            rows.append(show("prices", folder, points, ranks, ""))
        rows[1] = (*rows[1][:-1], first_unit(folder, points))
        rows.append(show("searches", folder, searches, 2, first_unit(folder, searches)))
        measure.print_table(rows)
        more_ranks(folder, few, options.rounds)


if __name__ == "__main__":
    main()
