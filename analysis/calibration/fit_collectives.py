"""Fit the law of collectives, inside a domain and between nodes, to measured ones.

    python3 analysis/calibration/fit_collectives.py COLLECTIVES.csv
    python3 analysis/calibration/fit_collectives.py --nodes analysis/calibration/data/all_reduce_nodes.csv

COLLECTIVES.csv has the columns chip, collective, gpus, bytes (of the whole buffer),
latency_ms; rows of 64 KiB and more are fitted, those of 4 MiB and more count as large
and weigh twice. The second form fits the fabric to all-reduces over whole nodes.
"""

from __future__ import annotations

import argparse
import pathlib

import numpy as np
import pandas as pd

import laws
from fitting import RECORDS, catalog_numbers, errors, fit, print_table

GATHERS = ("all_gather", "reduce_scatter")


def fit_domain(rows: pd.DataFrame, link_rate: float) -> list[object]:
    rows = rows[rows.bytes >= 65536]
    gpus, size, measured = rows.gpus.to_numpy(float), rows.bytes.to_numpy(float), rows.latency_ms.to_numpy() * 1e-3
    kind, large = rows.collective.to_numpy(), rows.bytes.to_numpy() >= 2**22
    gather = np.isin(kind, GATHERS)

    def law(p: np.ndarray) -> np.ndarray:
        return laws.gather_seconds(gpus, size, p[0] * link_rate, p[1] * 1e-6)

    def linear(p: np.ndarray) -> np.ndarray:
        return p[1] * 1e-6 * np.log2(gpus) + size * (gpus - 1) / gpus / (p[0] * link_rate)

    weight = np.where(gather, np.where(large, 1, 0.5), 0)
    bounds = [(0.1, 0.8, 1), (0.1, 3, 100)]
    numbers = fit(law, measured, bounds, weight, 0.1)
    rival = linear(fit(linear, measured, bounds, weight, 0.1))
    predicted = law(numbers) * np.where(kind == "all_reduce", laws.ALL_REDUCE, 1)
    picks = [gather, gather & large, (kind == "all_reduce") & large, (kind == "alltoall") & large]
    return [*(float(x) for x in numbers), *(errors(predicted[p], measured[p]) for p in picks),
            errors(rival[gather & large], measured[gather & large])]


def fit_nodes(rows: pd.DataFrame, domain: dict[str, float]) -> list[object]:
    size, measured = rows.bytes.to_numpy(float), rows.time_us.to_numpy() * 1e-6
    nodes, gpus = float(rows.nodes.iloc[0]), float(rows.gpus_per_node.iloc[0])
    fabric = rows.fabric_gb_per_s_per_gpu.iloc[0] * 1e9
    rate, hop = domain["scaleup_gb_per_s"] * domain["scaleup_share"] * 1e9, domain["scaleup_us"] * 1e-6
    large = size >= 2**26

    def law(p: np.ndarray) -> np.ndarray:
        return laws.nodes_all_reduce_seconds(nodes, gpus, size, rate, hop, p[0] * fabric, p[1] * 1e-6)

    numbers = fit(law, measured, [(0.1, 0.8, 1), (0.1, 10, 100)], np.where(large, 1, 0.5), 0.1)
    return [*(float(x) for x in numbers), errors(law(numbers), measured), errors(law(numbers)[large], measured[large])]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("csv", type=pathlib.Path, nargs="?")
    parser.add_argument("--nodes", type=pathlib.Path, metavar="CSV")
    parser.add_argument("--catalog", type=pathlib.Path, default=pathlib.Path("configs/catalog"))
    arguments = parser.parse_args()
    systems = catalog_numbers(arguments.catalog, "systems")
    if arguments.csv:
        table = [[RECORDS[chip][1], *fit_domain(rows, systems[RECORDS[chip][1]]["scaleup_gb_per_s"] * 1e9)]
                 for chip, rows in pd.read_csv(arguments.csv).groupby("chip")]
        print_table(["system", "scaleup_share", "scaleup_us", "gathers", "gathers, large", "all-reduce, large",
                     "all-to-all, large", "linear law, gathers, large"], table)
    if arguments.nodes:
        table = [[name, *fit_nodes(rows, systems[rows.system.iloc[0]])]
                 for name, rows in pd.read_csv(arguments.nodes, comment="#").groupby("name")]
        print_table(["machine", "fabric_share", "fabric_us", "error, all", "error, 64 MiB and more"], table)


if __name__ == "__main__":
    main()
