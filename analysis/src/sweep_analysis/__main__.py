"""python3 -m sweep_analysis: a result file's report and figures, without code."""
from __future__ import annotations

import argparse
import os
import sys

from .errors import DamagedFile, SweepError

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


if __name__ == "__main__":
    sys.exit(main())
