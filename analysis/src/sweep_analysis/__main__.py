"""python3 -m sweep_analysis: a result file's report, figures and splits, without code."""
from __future__ import annotations

import argparse
import itertools
import os
import sys

from .errors import DamagedFile, SweepError
from .fleet import TERMS
from .words import amount, number

USER, MACHINE = 2, 3  # exit statuses, as the program's


def main(arguments=None) -> int:
    options = _parser().parse_args(arguments)
    try:
        options.act(options)
        sys.stdout.flush()
    except SweepError as error:
        print(f"error: {error}", file=sys.stderr)
        return USER
    except BrokenPipeError:  # the reader of our output has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except (DamagedFile, OSError) as error:
        print(f"error: {error}", file=sys.stderr)
        return MACHINE
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="sweep_analysis", description=__doc__)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    report = commands.add_parser("report", help="write one HTML file with the answer, interactive figures and sources")
    report.add_argument("file", metavar="OUT.h5")
    report.add_argument("-o", "--output", metavar="PAGE.html", help="default: beside the file")
    report.set_defaults(act=_report)
    figures = commands.add_parser("figures", help="write the figures that fit the sweep as PNG files")
    figures.add_argument("file", metavar="OUT.h5")
    figures.add_argument("-o", "--output", metavar="FOLDER", help="default: the file's name without its ending")
    figures.set_defaults(act=_figures)
    split = commands.add_parser("fleet", help="split a year's work over the offers for the least money")
    split.add_argument("file", metavar="OUT.h5")
    split.add_argument("--runs", type=float, default=1, help="such runs in a year")
    split.add_argument("--per", action="append", default=[], metavar="DIMENSION", help="one split for each of its values")
    split.add_argument("--where", action="append", default=[], metavar="CONDITION", help='"train_days <= 30"')
    split.add_argument("--slices", type=int, default=24, help="parts into which the work is cut")
    split.add_argument("--least-left", type=float, default=0, metavar="SHARE", help="what must go on when any one fails")
    split.add_argument("--least-availability", type=float, default=0, metavar="SHARE")
    for name in TERMS:
        split.add_argument(f"--{name}", action="append", default=[], metavar="[OFFER=]NUMBER")
    split.set_defaults(act=_fleet)
    return parser


def _open(options):
    from .result import open_sweep
    return open_sweep(options.file)


def _report(options) -> None:
    from .report import write_report
    output = options.output or os.path.splitext(options.file)[0] + ".html"
    size = write_report(_open(options), output)
    print(f"{output}: {size / 1e6:.1f} MB")


def _figures(options) -> None:
    from .gallery import write_figures
    folder = options.output or os.path.splitext(options.file)[0]
    for path in write_figures(_open(options), folder):
        print(path)


def _fleet(options) -> None:
    from .best import best
    from .fleet import fleet
    per = [*options.per, "offer"]
    cheapest = best(_open(options), minimize="cost_usd", where=options.where, per=per)
    terms = {n: _term(n, getattr(options, n)) for n in TERMS if getattr(options, n)}
    found = fleet(cheapest, runs=options.runs, slices=options.slices, least_left=options.least_left,
                  least_availability=options.least_availability, **terms)
    for values in itertools.product(*(found[d].values for d in options.per)):
        row = found.sel(dict(zip(options.per, values)))
        shares = row["share"].to_series().sort_values(ascending=False, kind="stable")
        split = ", ".join(f"{share:.1%} {offer}" for offer, share in shares.items() if share > 0)
        cost = f"{amount(row['total'], row['total'].attrs['units'])} a year: {split}" if split else "no split is possible"
        print("".join(f"{d} {number(v)}: " for d, v in zip(options.per, values)) + cost, flush=True)


def _term(name: str, given: list[str]):
    """["a=1", "b=2"] -> {"a": 1.0, "b": 2.0}; ["3"] -> 3.0."""
    try:
        pairs = [(text.rpartition("=")[0], float(text.rpartition("=")[2])) for text in given]
    except ValueError:
        raise SweepError(f"--{name} takes NUMBER or OFFER=NUMBER, not `{' '.join(given)}`") from None
    if [offer for offer, _ in pairs] == [""]:
        return pairs[0][1]
    if any(not offer for offer, _ in pairs):
        raise SweepError(f"--{name} is one number for all, or one for each OFFER=NUMBER")
    return dict(pairs)


if __name__ == "__main__":
    sys.exit(main())
