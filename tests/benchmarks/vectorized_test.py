"""Whether the compiler turned every loop over points of the account into vector code, for
each width that it is built for. vectorized_test.py COMPILE_COMMANDS PROBE

Compiles engine/columns.cpp once more, as the build does, and counts the loops over lanes
that gcc says it vectorized: one for each part and for each column. Where some are missing,
the part or column that came last has what no vector code exists for: most likely a call
(of std::pow, say) or a branch.
"""
import json
import re
import shlex
import subprocess
import sys

SOURCE = "engine/columns.cpp"
LOOPS = {"make_part": 0, "fill_column": 1}  # which of the probe's two numbers counts them
WIDTHS = (16, 32, 64)  # bytes, of the three clones


def remarks(commands):
    """What gcc says while it compiles the file for nothing."""
    entry = next(e for e in json.load(open(commands)) if e["file"].endswith("/" + SOURCE))
    command = [word for word in shlex.split(entry["command"]) if not word.endswith("ccache")]
    command[command.index("-o") + 1] = "/dev/null"
    done = subprocess.run(command + ["-fopt-info-vec"], cwd=entry["directory"], capture_output=True, text=True, check=True)
    return done.stderr.splitlines(), entry["file"]


def loop_line(source, function):
    """Number of the line on which a function's loop over lanes begins."""
    lines = open(source).read().splitlines()
    start = next(i for i, line in enumerate(lines) if re.search(rf"\b{function}\(.*lanes", line))
    return next(i for i in range(start, len(lines)) if "i < lanes" in lines[i]) + 1


def main():
    said, source = remarks(sys.argv[1])
    loops = subprocess.run([sys.argv[2], "loops"], capture_output=True, text=True, check=True).stdout.split()
    failed = False
    for function, place in LOOPS.items():
        expected, line = int(loops[place]), loop_line(source, function)
        at = f"{SOURCE}:{line}:"
        for width in WIDTHS:
            n = sum(at in s and f"loop vectorized using {width} byte vectors" in s for s in said)
            print(f"{function}: {n} of {expected} loops in {width}-byte vectors")
            failed |= n != expected
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
