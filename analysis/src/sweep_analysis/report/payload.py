"""The numbers of a sweep as the report's page reads them.

A column is stored on the dimensions along which it varies (a plan does not change with
the price), as float32, its bytes sorted by place (all first bytes, all second ones, ...),
deflated, in base64. What is too large is thinned: dimensions of numbers keep every
second value, the longest first, until it fits.
"""
from __future__ import annotations

import base64
import math
import zlib

import numpy as np
import xarray as xr

from .. import roles
from ..parts import totals
from ..result import status_meanings
from ..uncertainty import ASSUMED, COLUMN, has_errors

MAX_POINTS = 600_000  # a page reduces all points anew at each change of a control
MAX_BYTES = 6_500_000


def payload(dataset: xr.Dataset, max_points: int = MAX_POINTS, max_bytes: int = MAX_BYTES) -> dict:
    """Everything that the page shows, ready for JSON."""
    thin = {d: 1 for d in map(str, dataset["status"].dims)}
    while True:
        shown = dataset.isel({d: _kept(dataset.sizes[d], step, _keep(dataset, d)) for d, step in thin.items()})
        if math.prod(shown["status"].shape) <= max_points:
            packed = _pack(shown)
            if sum(len(c["data"]) for c in packed["columns"]) <= max_bytes or not _widest(shown):
                packed["thinned"] = {d: [shown.sizes[d], dataset.sizes[d]] for d, s in thin.items() if s > 1}
                return packed
        longest = _widest(shown)
        if longest is None:
            return _pack(shown) | {"thinned": {}}
        thin[longest] *= 2


def _keep(dataset, dim) -> int:
    """The index that thinning must not lose: where a circumstance is held."""
    return int(np.nonzero(dataset[dim].values == roles.middle(dataset, dim))[0][0])


def _kept(size: int, step: int, always: int) -> np.ndarray:
    """Every step-th index, both ends and one more."""
    return np.unique(np.concatenate([np.arange(0, size, step), [size - 1, always]])) if size else np.arange(0)


def _widest(dataset: xr.Dataset) -> str | None:
    """The longest dimension of numbers that can still be thinned."""
    able = [d for d in map(str, dataset["status"].dims) if dataset[d].dtype.kind in "fiu" and dataset.sizes[d] > 4]
    return max(able, key=lambda d: dataset.sizes[d], default=None)


def _pack(dataset: xr.Dataset) -> dict:
    dims = [str(d) for d in dataset["status"].dims]
    status = dataset["status"].values
    return {
        "dims": [_axis(dataset[d]) | {"choice": roles.is_choice(dataset, d), "middle": _keep(dataset, d)} for d in dims],
        "coords": [_axis(c) | {"dim": str(c.dims[0])} for n, c in dataset.coords.items() if len(c.dims) == 1 and n not in dims],
        "status": {"data": _deflate(status), "meanings": {str(k): v for k, v in status_meanings(dataset).items()}},
        "columns": [_column(dataset[n], dims) for n in dataset.data_vars if n != "status"],
        "totals": totals(dataset),
        "error_column": COLUMN if has_errors(dataset) else None, "assumed_error": ASSUMED,
        "measure": roles.measure(dataset), "time": roles.measure(dataset, "d"), "rivals": roles.rivals(dataset),
        "headline": list(dict.fromkeys(roles.measure(dataset, u) for u in ("USD", "d", "MWh", "t", "s"))),
    }


def _axis(variable: xr.DataArray) -> dict:
    values = variable.values
    plain = [v if isinstance(v, str) else None if v != v else float(v) for v in values.tolist()]
    return {"name": str(variable.name), "unit": variable.attrs.get("units", ""), "doc": variable.attrs.get("long_name", ""),
            "words": values.dtype.kind in "OU", "values": plain}


def _column(variable: xr.DataArray, dims: list[str]) -> dict:
    about = {"name": str(variable.name), "unit": variable.attrs.get("units", ""), "doc": variable.attrs.get("long_name", "")}
    values = variable.transpose(*dims).values
    if values.dtype.kind == "O":
        words = sorted(set(values.ravel().tolist()) - {""})
        codes = np.full(values.shape, np.nan, np.float32)
        for code, word in enumerate(words):
            codes[values == word] = code
        about["words"], values = words, codes
    values, varies = _without_constant(values.astype(np.float32))
    return about | {"varies": varies, "data": _deflate(values)}


def _without_constant(values: np.ndarray):
    """Drop the dimensions along which all values that there are agree."""
    varies = []
    for axis in range(values.ndim):
        filled = np.where(np.isnan(values), -np.inf, values).max(axis, keepdims=True)
        least = np.where(np.isnan(values), np.inf, values).min(axis, keepdims=True)
        constant = bool((filled <= least).all())
        varies.append(not constant)
        if constant:
            values = np.where(np.isinf(filled), np.float32(np.nan), filled)
    return np.ascontiguousarray(values, dtype=np.float32), varies


def _deflate(values: np.ndarray) -> str:
    """Bytes sorted by place, deflated, in base64."""
    raw = np.ascontiguousarray(values).reshape(-1)
    return base64.b64encode(zlib.compress(raw.view(np.uint8).reshape(raw.size, raw.itemsize).T.tobytes(), 9)).decode()
