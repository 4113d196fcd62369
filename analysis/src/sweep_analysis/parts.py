"""parts: the columns that a column is the sum of.

The file states no sums, and this package holds no list of them. A column's parts are a
run of neighbours in the file with its unit that add up to it, and that is checked on
the numbers: what does not add up is no breakdown. Lines that are nothing anywhere are
left out.
"""
from __future__ import annotations

import numpy as np
import xarray as xr

from .blocks import blocks

TOLERANCE = 1e-4  # float32 sums of some ten parts


def parts(dataset: xr.Dataset, of: str) -> list[str]:
    """Names of the columns that add up to `of` at every point that is looked at; may be empty."""
    return _parts(dataset, of, _sample(dataset))


def _parts(dataset: xr.Dataset, of: str, sample: xr.Dataset | None) -> list[str]:
    unit = dataset[of].attrs.get("units")
    if unit is None or sample is None:
        return []
    total = sample[of].values
    if not total.any():
        return []
    runs, run = [], []
    for name, variable in dataset.data_vars.items():
        if variable.attrs.get("units") == unit and name != of and variable.dtype.kind == "f":
            run.append(name)
        else:
            runs, run = [*runs, run], []
    for run in [*runs, run]:
        for first in range(len(run) - 1):
            for last in range(len(run), first + 1, -1):
                names = run[first:last]
                if np.allclose(sum(sample[n].values.astype(float) for n in names), total, rtol=TOLERANCE, atol=0):
                    some = [n for n in names if sample[n].values.any()]
                    return some if len(some) > 1 else []
    return []


def totals(dataset: xr.Dataset) -> dict[str, list[str]]:
    """Every column that has parts, with them."""
    sample = _sample(dataset)
    found = {str(n): _parts(dataset, n, sample) for n, v in dataset.data_vars.items() if v.attrs.get("units") not in (None, "1")}
    return {name: names for name, names in found.items() if names}


def _sample(dataset: xr.Dataset, points: int = 64) -> xr.Dataset | None:
    """Up to `points` feasible points, spread over the first block that has any."""
    if not dataset["status"].dims:
        return dataset.expand_dims("point").load() if dataset["status"].item() == 1 else None
    for block in blocks(dataset, 1 << 16):
        piece = dataset.isel(block)
        at = np.nonzero(piece["status"].values == 1)
        if at[0].size:
            pick = np.unique(np.linspace(0, at[0].size - 1, points).astype(int))
            return piece.isel({d: xr.DataArray(i[pick], dims="point") for d, i in zip(piece["status"].dims, at)}).load()
    return None
