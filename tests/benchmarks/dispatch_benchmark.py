"""A million points of some 50 operations into a durable file of three columns, beside what
people use instead where Debian has it: numpy, mpi4py.futures, joblib and GNU parallel.
Also a million of next to no operations, and the memory at a thousand times as many.

POLYNOMIAL_SWEEP names our program (polynomial_sweep.cpp): the runner as it is, with an
engine of three polynomials. All others compute the same and write it with h5py; their
values must be ours. Start-up (imports, pools, mpirun) is left out for everybody, apart
from GNU parallel, which is nothing else. What handles point by point is given as many as
take it about a second, and its time is extrapolated.
"""
import math
import os
import subprocess
import sys
import textwrap
import time

import h5py
import numpy as np

import measure

OURS = os.environ["POLYNOMIAL_SWEEP"]
DEGREE, COLUMNS = 8, 3
CHUNK = 1000

# What every rival has: the task for one point, and how its file becomes durable.
TASK = textwrap.dedent("""
    import os, time
    import h5py
    import numpy as np

    DEGREE, COLUMNS, CHUNK = {degree}, {columns}, {chunk}
    SIDE, OUT = int(os.environ["SIDE"]), os.environ["OUT"]

    def point(i):
        x = (i // SIDE) / SIDE + (i % SIDE) / SIDE
        return tuple(column(x, k) for k in range(COLUMNS))

    def column(x, k):
        y = 1 / (1 + DEGREE + k)
        for j in reversed(range(DEGREE)):
            y = y * x + 1 / (1 + j + k)
        return y

    def chunk(first):
        i = np.arange(first, first + CHUNK)
        x = (i // SIDE) / SIDE + (i % SIDE) / SIDE
        return [np.float32(column(x, k)) for k in range(COLUMNS)]

    def write(columns):
        with h5py.File(OUT, "w") as file:
            for k, values in enumerate(columns):
                file[f"p{{k}}"] = np.asarray(values, np.float32)
        with open(OUT, "rb") as file:
            os.fsync(file.fileno())
""").format(degree=DEGREE, columns=COLUMNS, chunk=CHUNK)

NUMPY = TASK + textwrap.dedent("""
    def run():
        side = np.arange(SIDE) / SIDE
        x = side[:, None] + side[None, :]
        write([column(x, k) for k in range(COLUMNS)])
    for _ in range(2):  # the first run finds the libraries' pages
        start = time.perf_counter()
        run()
    print(time.perf_counter() - start, SIDE * SIDE)
""")
POOL = TASK + textwrap.dedent("""
    def by_points(pool_map, points):
        start = time.perf_counter()
        write(list(zip(*pool_map(point, range(points)))))
        print(time.perf_counter() - start, points)

    def by_chunks(pool_map):
        start = time.perf_counter()
        write([np.concatenate(c) for c in zip(*pool_map(chunk, range(0, SIDE * SIDE, CHUNK)))])
        print(time.perf_counter() - start, SIDE * SIDE)

    def both(pool_map, points):
        list(pool_map(point, range(100)))  # starts the pool
        by_points(pool_map, points)
        by_chunks(pool_map)
""")
MPI4PY = POOL + textwrap.dedent("""
    from mpi4py.futures import MPIPoolExecutor
    if __name__ == "__main__":
        with MPIPoolExecutor() as pool:
            both(pool.map, 5000)
""")
JOBLIB = POOL + textwrap.dedent("""
    from joblib import Parallel, delayed
    if __name__ == "__main__":
        with Parallel(n_jobs=2) as pool:
            both(lambda f, items: pool(delayed(f)(i) for i in items), 5000)
""")
# A task a chunk: the program for it is awk, which starts at once.
AWK = textwrap.dedent("""
    BEGIN { for (i = first; i < first + %d; ++i) { x = int(i / side) / side + (i %% side) / side
      for (k = 0; k < %d; ++k) { y = 1 / (1 + %d + k); for (j = %d; j >= 0; --j) y = y * x + 1 / (1 + j + k); printf "%%.9g ", y }
      print "" } }""") % (CHUNK, COLUMNS, DEGREE, DEGREE - 1)
GNU_PARALLEL = TASK + textwrap.dedent("""
    import io, subprocess
    start = time.perf_counter()
    firsts = "\\n".join(str(i) for i in range(0, SIDE * SIDE, CHUNK))
    done = subprocess.run(["parallel", "-q", "-k", "-j2", "awk", "-v", f"side={SIDE}", "-v", "first={}", "-f", os.environ["AWK"]],
                          input=firsts, capture_output=True, text=True, check=True)
    write(np.loadtxt(io.StringIO(done.stdout), dtype=np.float32).T)
    print(time.perf_counter() - start, SIDE * SIDE)
""")


def has(*command):
    try:
        return subprocess.run(command, capture_output=True, check=False).returncode == 0
    except FileNotFoundError:
        return False


def rival(folder, name, text, side, launcher, **more):
    """[(seconds, points)] that the rival printed. Its values must be ours."""
    out = folder.path / f"{name}.h5"
    script = folder.write(f"{name}_task.py", text)
    done = subprocess.run([*launcher, script], capture_output=True, text=True, check=False,
                          env={**os.environ, **measure.MPI_SETTINGS, "SIDE": str(side), "OUT": str(out), **more})
    if done.returncode != 0:
        sys.exit(f"{name} failed\n{done.stdout}{done.stderr}")
    with h5py.File(out) as theirs, h5py.File(folder.path / "ours.h5") as ours:
        for k in range(COLUMNS):
            mine, other = ours[f"p{k}"][()].ravel(), theirs[f"p{k}"][()].ravel()
            if not np.allclose(mine, other, rtol=1e-6, atol=0):
                sys.exit(f"{name} has other values of p{k}")
    return [(float(seconds), int(points)) for seconds, points in map(str.split, done.stdout.splitlines())]


def ours(folder, degree, columns, a, b, ranks=1):
    """(wall seconds of the sweep, most MiB), start-up left out."""
    out = folder.path / "ours.h5"
    launcher = ["mpirun", "--oversubscribe", "-n", str(ranks)] if ranks > 1 else []
    with subprocess.Popen([*launcher, OURS, out, str(degree), str(columns), str(a), str(b)],
                          env={**os.environ, **measure.MPI_SETTINGS}) as process:
        peak = 0.0
        while process.poll() is None:
            peak = max(peak, measure.peak_mib(out, OURS))
            time.sleep(2e-3)
    if process.returncode != 0:
        sys.exit("polynomial_sweep failed")
    with h5py.File(out) as file:
        return float(file["run/wall_seconds"][()]), peak


def median_of_ours(folder, rounds, *arguments):
    return measure.spread([ours(folder, *arguments)[0] for _ in range(rounds)])


def main():
    options = measure.arguments(__doc__, side=1000, rounds=7, many=1_000_000_000)
    side, points = options.side, options.side**2
    print(measure.describe_machine())
    rows = [("", "s", "least", "most", "us a point")]

    def add(name, values, count=points):
        rows.append((name, *(v * points / count for v in values), 1e6 * values[0] / count))

    with measure.Folder(options.folder) as folder:
        add("trainsweep, no operations, 1 column", median_of_ours(folder, options.rounds, 0, 1, side, side))
        for ranks in (1, 2):
            add(f"trainsweep, {ranks} rank{'s' if ranks > 1 else ''}",
                median_of_ours(folder, options.rounds, DEGREE, COLUMNS, side, side, ranks))
        python = [sys.executable]
        numpy = [rival(folder, "numpy", NUMPY, side, python)[0][0] for _ in range(options.rounds)]
        add("numpy", measure.spread(numpy))
        pools = []
        if has(sys.executable, "-c", "import mpi4py.futures"):
            pools.append(("mpi4py.futures", MPI4PY, ["mpirun", "--oversubscribe", "-n", "3", *python, "-m", "mpi4py.futures"]))
        if has(sys.executable, "-c", "import joblib"):
            pools.append(("joblib", JOBLIB, python))
        for name, text, launcher in pools:
            (slow, few), (fast, _) = rival(folder, name.replace(".", "_"), text, side, launcher)
            add(f"{name}, point by point", (slow,) * 3, few)
            add(f"{name}, chunks of {CHUNK}", (fast,) * 3)
        if has("parallel", "--version"):
            awk = folder.write("points.awk", AWK)
            add(f"GNU parallel, chunks of {CHUNK}", (rival(folder, "parallel", GNU_PARALLEL, side, python, AWK=str(awk))[0][0],) * 3)
        measure.print_table(rows)
        memory(folder, (1, side, math.isqrt(options.many)))


def memory(folder, sides):
    """Of rank 0, which is the master too."""
    rows = [("points", "MiB")]
    for side in sides:
        rows.append((f"{side**2:,}", ours(folder, 0, 1, side, side)[1]))
        folder.empty()
    measure.print_table(rows)


if __name__ == "__main__":
    main()
