"""A robust fit in the logarithm of time, and how its errors are told."""

from __future__ import annotations

import pathlib
import tomllib
from collections.abc import Callable

import numpy as np
from scipy.optimize import least_squares

# Chips of the measurements -> record of configs/catalog/chips, and the system that
# the collectives were measured in.
RECORDS = {
    "A100-80GB": ("a100-80gb", "dgx-a100"),
    "H100-SXM": ("h100-sxm", "dgx-h100"),
    "H200": ("h200", "dgx-h200"),
    "B200": ("b200", "dgx-b200"),
    "B300": ("b300", "hgx-b300"),
    "GB200-NVL72": ("gb200", "gb200-nvl72"),
    "GB300-NVL72": ("gb300", "gb300-nvl72"),
}
PRECISIONS = {"bfloat16": "bf16", "fp8": "fp8", "nvfp4": "fp4"}
# Streaming kernels' share of the memory's datasheet bandwidth. Not fitted: products
# of training size are seldom bound by memory, and the fit does not determine it.
STREAM_SHARE = 0.85


def catalog_numbers(catalog: pathlib.Path, kind: str) -> dict[str, dict[str, float]]:
    """The numeric fields of every record of a kind: name -> field -> value."""
    records: dict[str, dict[str, float]] = {}
    for path in sorted((catalog / kind).glob("*.toml")):
        with path.open("rb") as file:
            for name, fields in tomllib.load(file)["catalog"][kind].items():
                values = {key: v["value"] if isinstance(v, dict) else v for key, v in fields.items()}
                records[name] = {key: v for key, v in values.items() if isinstance(v, (int, float))}
    return records


def fit(
    law: Callable[[np.ndarray], np.ndarray],
    measured: np.ndarray,
    bounds: list[tuple[float, float, float]],
    weight: np.ndarray,
    spread: float = 0.05,
) -> np.ndarray:
    """The positive numbers that bring `law` nearest to the measured times.

    Least squares of the log ratio, with a soft L1 loss beyond `spread` so that a few
    badly chosen kernels do not bend the law. `bounds` lists (least, first guess, most).
    """
    low, first, high = (np.log(column) for column in zip(*bounds))

    def residual(logs: np.ndarray) -> np.ndarray:
        return np.log(law(np.exp(logs)) / measured) * weight

    return np.exp(least_squares(residual, first, bounds=(low, high), loss="soft_l1", f_scale=spread).x)


def errors(predicted: np.ndarray, measured: np.ndarray) -> str:
    """Mean, median and 90th percentile of the absolute relative error, in percent."""
    if len(measured) == 0:
        return "-"
    e = 100 * np.abs(predicted / measured - 1)
    return f"{e.mean():.1f} / {np.median(e):.1f} / {np.quantile(e, 0.9):.1f}"


def print_table(header: list[str], rows: list[list[object]]) -> None:
    """A Markdown table, numbers to three digits."""

    def cell(value: object) -> str:
        if isinstance(value, float):
            return f"{value:.0f}" if abs(value) >= 1000 else f"{value:.3g}"
        return str(value)

    print("| " + " | ".join(header) + " |")
    print("|" + "---|" * len(header))
    for row in rows:
        print("| " + " | ".join(cell(value) for value in row) + " |")
