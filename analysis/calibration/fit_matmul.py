"""Fit the law of matrix products to measured ones.

    python3 analysis/calibration/fit_matmul.py GEMM.csv [--catalog configs/catalog]

GEMM.csv has the columns chip, dtype, m, n, k, latency_ms. Prints the numbers of the
catalogue per chip and number format, with errors over all rows and over the sizes of
training (m >= 1024, n and k >= 512; these weigh three times as much), the rival law's
errors, and the share of the rate that products longer than 8 ms keep.
"""

from __future__ import annotations

import argparse
import pathlib

import numpy as np
import pandas as pd

import laws
from fitting import PRECISIONS, RECORDS, STREAM_SHARE, catalog_numbers, errors, fit, print_table

LONG_SECONDS = 8e-3  # long enough for the clock to settle under the power limit


def fit_one(rows: pd.DataFrame, precision: str, stream_rate: float) -> list[object]:
    m, n, k = (rows[side].to_numpy(float) for side in "mnk")
    measured = rows.latency_ms.to_numpy() * 1e-3
    large = ((m >= 1024) & (n >= 512) & (k >= 512)).astype(bool)
    weight = np.where(large, 1, 0.3)
    best_rate = np.quantile(2 * m * n * k / measured, 0.9) / 1e12
    scaled = precision != "bf16"
    cast = (0.5, 5, 30) if scaled else (1e-9, 1.1e-9, 1.2e-9)
    rate, tile, half_k, kernel = (best_rate / 3, best_rate, best_rate * 2), (1, 400, 5e3), (1, 100, 5e3), (0.5, 5, 40)

    def law(p: np.ndarray) -> np.ndarray:
        return laws.matmul_seconds(m, n, k, precision, p[0] * 1e12, p[1], p[2], p[3] * 1e-6, p[4], stream_rate)

    def rival(p: np.ndarray) -> np.ndarray:
        return laws.half_lengths_seconds(
            m, n, k, precision, p[0] * 1e12, p[1], p[2], p[3], p[4] * 1e-6, p[5], stream_rate)

    numbers = fit(law, measured, [rate, tile, half_k, kernel, cast], weight)
    half = (1, 100, 5e3)
    rival_numbers = fit(rival, measured, [rate, half, half, half_k, kernel, cast], weight)
    predicted = law(numbers)
    long = (measured > LONG_SECONDS) & (k >= 2048)
    sustained = np.median(predicted[long] / measured[long]) if long.any() else np.nan
    return [
        *(float(x) for x in numbers[:4]), float(numbers[4]) if scaled else "-", len(rows),
        errors(predicted, measured), errors(predicted[large], measured[large]),
        errors(rival(rival_numbers)[large], measured[large]), f"{sustained:.3f} ({long.sum()})",
    ]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("csv", type=pathlib.Path)
    parser.add_argument("--catalog", type=pathlib.Path, default=pathlib.Path("configs/catalog"))
    arguments = parser.parse_args()
    chips = catalog_numbers(arguments.catalog, "chips")
    table = []
    for (chip, dtype), rows in pd.read_csv(arguments.csv).groupby(["chip", "dtype"]):
        if chip not in RECORDS:
            continue  # too few rows to fit
        record = RECORDS[chip][0]
        stream_rate = chips[record]["memory_gb_per_s"] * 1e9 * STREAM_SHARE
        table.append([record, PRECISIONS[dtype], *fit_one(rows, PRECISIONS[dtype], stream_rate)])
    print_table(["chip", "format", "matmul_tflops", "gemm_tile", "gemm_half_k", "kernel_us", "cast_bytes", "rows",
                 "error, all", "error, large", "half lengths, large", "long / law (rows)"], table)


if __name__ == "__main__":
    main()
