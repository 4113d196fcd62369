"""Which columns and dimensions to show where the caller names none.

The file format promises a few names (cost_usd, train_days, ...). Where a sweep left
one out, the first column with the same unit stands in, else the first column.
"""
from __future__ import annotations

import numpy as np
import xarray as xr

from .errors import SweepError

_PROMISED = {"USD": "cost_usd", "d": "train_days", "s": "step_time_s", "MWh": "energy_mwh", "t": "carbon_t"}


def numeric(dataset: xr.Dataset) -> list[str]:
    """Columns that hold numbers, in file order."""
    return [str(n) for n, v in dataset.data_vars.items() if n != "status" and v.dtype.kind == "f"]


def measure(dataset: xr.Dataset, unit: str = "USD") -> str:
    """The column to judge by: the promised one of a unit, or what comes nearest."""
    names = numeric(dataset)
    if not names:
        raise SweepError("the file holds no column of numbers")
    if _PROMISED.get(unit) in names:
        return _PROMISED[unit]
    return next((n for n in names if dataset[n].attrs.get("units") == unit), names[0])


def rivals(dataset: xr.Dataset) -> str:
    """What competes: the vendors where there are several, else the first dimension of names."""
    if "vendor" in dataset.coords and np.unique(dataset["vendor"].values).size > 1:
        return "vendor"
    words = [d for d in dimensions(dataset) if dataset[d].dtype.kind in "OU"]
    if "offer" in words:
        return "offer"
    return (words or dimensions(dataset) or [""])[0]


def dimensions(dataset: xr.Dataset) -> list[str]:
    """Dimensions with more than one value, in file order."""
    return [str(d) for d in dataset["status"].dims if dataset.sizes[d] > 1]


def middle(dataset: xr.Dataset, dim: str):
    """The label to hold a dimension at: 1 for a factor that has it, else the middle one."""
    values = dataset[dim].values
    if values.dtype.kind == "f" and str(dim).endswith("_factor") and (values == 1).any():
        return 1.0
    return values[len(values) // 2]
