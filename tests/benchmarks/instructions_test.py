"""Instructions of a search and of an account, counted by valgrind: a number that no busy
machine disturbs. instructions_test.py PROBE

The counts are of release builds with g++ 12. A failure says that the code grew; if the
growth is wanted, raise the limit in the same commit and say why.

Valgrind knows registers up to AVX2, so what comes out there must also have the bits that
the machine itself makes of it in the widest registers that it has.
"""
import re
import subprocess
import sys

# What one item may take: a third above what was counted when the limit was set.
LIMITS = {
    "search": 6_800_000,  # one search of GPT-3 175B on 512 chips
    "account": 440,  # a point, all columns, of moving tokens, prices and failure rates
    "account_by_price": 36,  # a point, rent and cost
}
TIMES = {"search": (1, 4), "account": (1, 9), "account_by_price": (1, 9)}


def counted(probe, work, times):
    """(instructions, items of one time, digest) of a run."""
    command = ["valgrind", "--tool=cachegrind", "--cache-sim=no", "--cachegrind-out-file=/dev/null"]
    done = subprocess.run(command + [probe, work, str(times)], capture_output=True, text=True, check=True)
    total = re.search(r"I\s+refs:\s+([\d,]+)", done.stderr)
    items, digest = done.stdout.split()
    return int(total[1].replace(",", "")), float(items), digest


def for_one(probe, work):
    """Instructions for one item: the difference of two runs leaves out the start."""
    few, many = TIMES[work]
    (least, items, digest), (most, _, _) = counted(probe, work, few), counted(probe, work, many)
    if items == 0:
        sys.exit(f"{work}: the probe did no work")
    native = subprocess.run([probe, work, str(few)], capture_output=True, text=True, check=True).stdout.split()[1]
    if native != digest:
        sys.exit(f"{work}: other bits in other registers, {digest} under valgrind and {native} without")
    return (most - least) / (many - few) / items


def main():
    probe, failed = sys.argv[1], False
    for work, limit in LIMITS.items():
        n = for_one(probe, work)
        verdict = "ok" if n <= limit else f"more than {limit}"
        print(f"{work}: {n:.1f} instructions for one item, {verdict}")
        failed |= n > limit
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
