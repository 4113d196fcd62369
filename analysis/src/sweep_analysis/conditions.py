"""Conditions on points, as `trainsweep top --where` takes them.

A condition is "NAME op VALUE", a boolean DataArray, or a function from a dataset to
one. Several must hold together. NaN satisfies nothing.
"""
from __future__ import annotations

import operator
import re

import numpy as np
import xarray as xr

from .errors import SweepError, unknown

_COMPARE = {"<=": operator.le, ">=": operator.ge, "==": operator.eq, "!=": operator.ne, "<": operator.lt,
            ">": operator.gt, "=": operator.eq}


def as_list(where) -> list:
    """No condition, one, or several, as a list."""
    if where is None:
        return []
    return list(where) if isinstance(where, (list, tuple)) else [where]


def parse(text: str) -> tuple[str, str, str]:
    """Name, comparison and value: "train_days <= 30" -> ("train_days", "<=", "30")."""
    found = re.fullmatch(r"\s*(\w+)\s*(<=|>=|==|!=|<|>|=)\s*(.+?)\s*", text)
    if not found:
        raise SweepError(f"`{text}` is no condition; write NAME, one of < <= > >= == !=, and a value, as in \"train_days <= 30\"")
    name, compare, value = found.groups()
    return name, compare, value[1:-1] if value[0] == value[-1] and value[0] in "\"'" and len(value) > 1 else value


def holds(dataset: xr.Dataset, where) -> xr.DataArray | None:
    """Where all conditions hold, on the dimensions that they name; None for no condition."""
    met = None
    for condition in as_list(where):
        one = _one(dataset, condition)
        met = one if met is None else met & one
    return met


def _one(dataset: xr.Dataset, condition) -> xr.DataArray:
    if callable(condition):
        return condition(dataset)
    if isinstance(condition, xr.DataArray):
        # A block of the dataset holds a part of the labels.
        return condition.reindex_like(dataset, fill_value=False) if condition.sizes else condition
    name, compare, value = parse(condition)
    if name not in dataset.variables:
        raise unknown("column or coordinate", name, dataset.variables)
    values = dataset[name]
    if values.dtype.kind in "OU":
        if compare not in ("==", "=", "!="):
            raise SweepError(f"`{condition}`: `{name}` holds words, which are equal (==) or not (!=)")
        return _COMPARE[compare](values, value) & (values != "")
    try:
        limit = float(value)
    except ValueError:
        raise SweepError(f"`{condition}`: `{name}` holds numbers, and `{value}` is none") from None
    return _COMPARE[compare](values, limit) & ~np.isnan(values.astype(float))
