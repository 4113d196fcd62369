"""What the benchmarks of whole commands share: run the program, read what it counted, write
plainly to the same disk, print a table. TRAINSWEEP_PROGRAM names the program."""
import argparse
import multiprocessing
import os
import pathlib
import platform
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

import h5py

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "commands"))
from program import MPI_SETTINGS, PROGRAM

BLOCK = 4 << 20  # bytes of one plain write


def arguments(doc, **defaults):
    """The command line: --folder, and an option for each default."""
    parser = argparse.ArgumentParser(description=doc)
    parser.add_argument("--folder", default=tempfile.gettempdir(), help="where the files go; on the disk to measure")
    for name, value in defaults.items():
        parser.add_argument("--" + name, type=type(value), default=value)
    return parser.parse_args()


def describe_machine():
    with open("/proc/cpuinfo", encoding="utf-8") as file:
        model = next((line.split(":")[1].strip() for line in file if line.startswith("model name")), "unknown")
    return f"{model}, {os.cpu_count()} cores, Linux {platform.release()}, load {os.getloadavg()[0]:.1f}"


class Folder:
    """A folder of its own under `parent`, removed at the end."""

    def __init__(self, parent):
        self.path = pathlib.Path(tempfile.mkdtemp(prefix="trainsweep benchmark ", dir=parent))

    def __enter__(self):
        return self

    def __exit__(self, *_):
        shutil.rmtree(self.path)

    def write(self, name, text):
        path = self.path / name
        path.write_text(text)
        return path

    def empty(self):
        """Makes room and quiet for the next measurement."""
        for path in self.path.iterdir():
            if path.suffix != ".toml":
                path.unlink()
        os.sync()


def peak_mib(out, program=PROGRAM):
    """Most memory that any process of `program` which writes `out` has held until now."""
    peak = 0.0
    for process in pathlib.Path("/proc").glob("[0-9]*"):
        try:
            words = (process / "cmdline").read_bytes().split(b"\0")
            if words[0] == program.encode() and str(out).encode() in words:
                status = (process / "status").read_text()
                peak = max(peak, int(re.search(r"VmHWM:\s+(\d+)", status)[1]) / 1024)
        except (OSError, TypeError):  # it has just ended
            pass
    return peak


def sweep(folder, config, ranks=1, environment=None, look_seconds=None):
    """Seconds of a whole `run`, and the sums of its file's statistics; where it shall look
    so often, with the `peak_mib` of the largest rank."""
    out, peak = folder.path / "out.h5", 0.0
    launcher = ["mpirun", "--oversubscribe", "-n", str(ranks)] if ranks > 1 else []
    start = time.perf_counter()
    with subprocess.Popen([*launcher, PROGRAM, "run", str(config), "-o", str(out)], stdout=subprocess.DEVNULL,
                          stderr=subprocess.PIPE, text=True, env={**os.environ, **MPI_SETTINGS, **(environment or {})}) as process:
        while look_seconds is not None and process.poll() is None:
            time.sleep(look_seconds)
            peak = max(peak, peak_mib(out))
        _, errors = process.communicate()
    seconds = time.perf_counter() - start
    if process.returncode != 0:
        sys.exit(f"the sweep failed with status {process.returncode}\n{errors}")
    with h5py.File(out, "r") as file:
        counted = {name: data[()].sum() for name, data in file["run"].items() if data.dtype.kind == "f"}
        counted["points"] = int(file.attrs["points_total"])
    counted["bytes"] = out.stat().st_size
    counted["peak_mib"] = peak
    return seconds, counted


def sample(path, blocks=32):
    """Blocks spread over a file: its bytes, in memory."""
    step = max(BLOCK, path.stat().st_size // blocks)
    with open(path, "rb") as file:
        return [os.pread(file.fileno(), BLOCK, start) for start in range(0, path.stat().st_size - BLOCK, step)]


def write_one(path, size, blocks):
    with open(path, "wb", buffering=0) as file:
        for i in range(size // BLOCK):
            file.write(blocks[i % len(blocks)])
        file.write(blocks[0][: size % BLOCK])
        os.fsync(file.fileno())


def plain_write(folder, size, blocks, processes):
    """Seconds for `size` bytes to reach the disk by write and fsync, a file each process."""
    writers = [multiprocessing.Process(target=write_one, args=(folder.path / f"plain{i}", size // processes, blocks))
               for i in range(processes)]
    start = time.perf_counter()
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    return time.perf_counter() - start


def spread(values):
    """Median, least and most."""
    return statistics.median(values), min(values), max(values)


def print_table(rows):
    """Rows of equal length, the first the header; text to the left, all else to the right."""
    cells = [[cell if isinstance(cell, str) else f"{cell:,.4g}" for cell in row] for row in rows]
    widths = [max(map(len, column)) for column in zip(*cells)]
    for row in cells:
        print("  ".join([row[0].ljust(widths[0])] + [c.rjust(w) for c, w in zip(row[1:], widths[1:])]).rstrip())
