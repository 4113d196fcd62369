"""Fit the law of fused causal attention, forward, to measured kernels.

    python3 analysis/calibration/fit_attention.py ATTENTION.csv --rates h100-sxm=807 b200=1541 ...

ATTENTION.csv has the columns chip, dtype, batch, seq_len, heads, kv_heads, head_dim,
latency_ms. `--rates` are the BF16 matmul_tflops that fit_matmul.py prints: shares are
of them. Large: sequences of 2048 and more, 16 or more heads times batch (these weigh
three times as much).
"""

from __future__ import annotations

import argparse
import pathlib

import numpy as np
import pandas as pd

import laws
from fitting import PRECISIONS, RECORDS, STREAM_SHARE, catalog_numbers, errors, fit, print_table

HALF_HEAD_UNKNOWN = 50.0  # where only heads of 128 were measured: as on the H100


def fit_one(rows: pd.DataFrame, matmul_rate: float, stream_rate: float) -> list[object]:
    batch, length, heads, kv_heads, head_dim = (
        rows[c].to_numpy(float) for c in ("batch", "seq_len", "heads", "kv_heads", "head_dim"))
    measured = rows.latency_ms.to_numpy() * 1e-3
    copies = laws.attention_bytes(batch, length, heads, kv_heads, head_dim) / stream_rate
    large = (length >= 2048) & (batch * heads >= 16)
    one_width = len(np.unique(head_dim)) == 1
    half_head = (HALF_HEAD_UNKNOWN * 0.999, HALF_HEAD_UNKNOWN, HALF_HEAD_UNKNOWN * 1.001) if one_width else (1, 50, 2e3)

    def law(p: np.ndarray) -> np.ndarray:
        return copies + laws.attention_seconds(
            batch, length, heads, head_dim, p[0] * matmul_rate, p[1], p[2], p[3], p[4] * 1e-6)

    bounds = [(0.1, 0.6, 1), (1, 500, 1e4), (1, 2e4, 1e6), half_head, (0.5, 10, 60)]
    numbers = fit(law, measured, bounds, np.where(large, 1, 0.3))
    predicted = law(numbers)
    return [*(float(x) for x in numbers), len(rows), errors(predicted, measured),
            errors(predicted[large], measured[large])]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("csv", type=pathlib.Path)
    parser.add_argument("--rates", nargs="+", required=True, metavar="CHIP=TFLOPS")
    parser.add_argument("--catalog", type=pathlib.Path, default=pathlib.Path("configs/catalog"))
    arguments = parser.parse_args()
    rates = {name: float(rate) for name, rate in (pair.split("=") for pair in arguments.rates)}
    chips = catalog_numbers(arguments.catalog, "chips")
    table = []
    for (chip, dtype), rows in pd.read_csv(arguments.csv).groupby(["chip", "dtype"]):
        record = RECORDS[chip][0]
        if PRECISIONS[dtype] != "bf16" or record not in rates:
            continue  # training keeps attention in BF16
        stream_rate = chips[record]["memory_gb_per_s"] * 1e9 * STREAM_SHARE
        table.append([record, *fit_one(rows, rates[record] * 1e12, stream_rate)])
    print_table(["chip", "attention_forward_share", "attention_half_length", "attention_half_rows",
                 "attention_half_head", "kernels, us", "rows", "error, all", "error, large"], table)


if __name__ == "__main__":
    main()
