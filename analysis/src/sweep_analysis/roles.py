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


def is_time(dataset: xr.Dataset, name: str) -> bool:
    """Whether a column is a time that more chips shorten: the step's or the training's."""
    return name in (_PROMISED["s"], _PROMISED["d"]) and name in dataset


def rivals(dataset: xr.Dataset) -> str:
    """What competes: the vendors where there are several, else the first dimension of names."""
    if "vendor" in dataset.coords and np.unique(dataset["vendor"].values).size > 1:
        return "vendor"
    words = [d for d in dimensions(dataset) if dataset[d].dtype.kind in "OU"]
    if "offer" in words:
        return "offer"
    return (words or dimensions(dataset) or [str(d) for d in dataset["status"].dims])[0]


def dimensions(dataset: xr.Dataset) -> list[str]:
    """Dimensions with more than one value, in file order."""
    return [str(d) for d in dataset["status"].dims if dataset.sizes[d] > 1]


def middle(dataset: xr.Dataset, dim: str):
    """The label to hold a dimension at: 1 for a factor that has it, else the middle one."""
    values = dataset[dim].values
    if values.dtype.kind == "f" and str(dim).endswith("_factor") and (values == 1).any():
        return 1.0
    return values[len(values) // 2]

# What is asked about, not chosen: the best model is never the smallest one.
_ASKED = {"model", "params", "sequence_length", "tokens", "tokens_per_param"}


def is_choice(dataset: xr.Dataset, dim: str) -> bool:
    """Whether whoever trains can choose along a dimension (chips, offer, precision).

    The others are circumstances (model, price, tariff, region): the best of all prices
    is no answer, so they are held. So is what a what-if scales, what is a price, and
    every dimension that the step time (else the training time) does not see.
    """
    if dim in _ASKED or dim.endswith("_factor") or "USD" in dataset[dim].attrs.get("units", ""):
        return False
    for unit in ("s", "d"):
        time = measure(dataset, unit)
        if dataset[time].attrs.get("units") == unit:
            return not constant_along(dataset, time, dim)
    return True


def asked(dataset: xr.Dataset, free=()) -> str | None:
    """The dimension whose every value wants its own answer: the model, a number format, a region."""
    able = [d for d in dimensions(dataset) if d not in free]
    return next((d for d in able if d in _ASKED or (dataset[d].dtype.kind in "OU" and not is_choice(dataset, d))), None)


def constant_along(dataset: xr.Dataset, name: str, dim: str) -> bool:
    """Whether a column has the same value for all labels of a dimension, as far as it has values."""
    ends = dataset[name].isel({dim: sorted({0, dataset.sizes[dim] // 2, dataset.sizes[dim] - 1})})
    thin = {d: slice(None, None, max(1, dataset.sizes[d] // 16)) for d in ends.dims if d != dim}
    values = ends.isel(thin)
    return bool((values.max(dim) <= values.min(dim)).where(values.notnull().any(dim), True).all())


def follower(dataset: xr.Dataset, dim: str, home: str) -> str | None:
    """A price that moves with `dim` and, but for the alternatives along `home`, with nothing else: chip_hour_usd with price_factor."""
    if "USD" in dataset[dim].attrs.get("units", ""):
        return None
    others = [d for d in dimensions(dataset) if d not in (dim, home)]
    prices = [n for n in numeric(dataset) if dataset[n].attrs.get("units", "").startswith("USD/")]
    return next((n for n in prices if not constant_along(dataset, n, dim) and all(constant_along(dataset, n, d) for d in others)), None)


def held(dataset: xr.Dataset, free=()) -> dict:
    """Labels at which to hold the circumstances, but for those in `free`."""
    return {d: middle(dataset, d) for d in dimensions(dataset) if d not in free and not is_choice(dataset, d)}
