"""best: the point that minimizes a column, overall or for each value of something."""
from __future__ import annotations

import math

import numpy as np
import xarray as xr

from .blocks import POINTS, blocks
from .conditions import holds
from .errors import SweepError, unknown


def best(dataset: xr.Dataset, *, minimize: str | None = None, maximize: str | None = None, where=None,
         over=None, per=None, block_points: int = POINTS) -> xr.Dataset:
    """The best feasible point, or one for each value of what is kept.

    Parameters
    ----------
    dataset : xarray.Dataset
        From open_sweep, or a selection of one.
    minimize, maximize : str
        The column to judge by; exactly one of the two.
    where : str, DataArray, callable, or list of them
        What a point must satisfy: "train_days <= 30".
    over : str or list of str
        Dimensions to choose along. Default: all that `per` does not keep.
    per : str or list of str
        Dimensions or coordinates to keep: per="offer", per=["model", "vendor"].

    Returns
    -------
    xarray.Dataset
        On the kept dimensions; every column at the best point, and the dimensions
        chosen along as coordinates of it. NaN and "" where no point qualifies. Equal
        points: the first in storage order.

    Examples
    --------
    >>> best(ds, minimize="cost_usd", where="train_days <= 30", per=["model", "vendor"])
    >>> best(ds, minimize="cost_usd", over="chips")
    """
    column, sign = _objective(dataset, minimize, maximize)
    names = [per] if isinstance(per, str) else list(per or [])
    labels = {name: _home(dataset, name) for name in names}
    dims = [str(d) for d in dataset["status"].dims]
    if over is not None:
        if per is not None:
            raise SweepError("give `over` or `per`, not both: `over` chooses along these, `per` keeps these")
        chosen = [over] if isinstance(over, str) else list(over)
        for name in chosen:
            if name not in dims:
                raise unknown("dimension", name, dims)
        labels = {d: d for d in dims if d not in chosen}
    flat = _arg_best(dataset, column, sign, where, labels, dims, block_points)
    return _gather(dataset, flat, labels, dims)


def _objective(dataset, minimize, maximize) -> tuple[str, int]:
    if (minimize is None) == (maximize is None):
        raise SweepError("give either `minimize` or `maximize`: the name of a column")
    column = minimize or maximize
    if column not in dataset.data_vars:
        raise unknown("column", column, dataset.data_vars)
    if dataset[column].dtype.kind not in "fiu":
        raise SweepError(f"`{column}` holds words, which have no best")
    return column, 1 if minimize else -1


def _home(dataset: xr.Dataset, name: str) -> str:
    """The dimension that a name is, or lies along."""
    if name not in dataset.coords or len(dataset[name].dims) != 1:
        raise unknown("dimension or coordinate", name, [n for n, c in dataset.coords.items() if len(c.dims) == 1])
    return str(dataset[name].dims[0])


def groups_of(dataset: xr.Dataset, name: str) -> tuple[np.ndarray, np.ndarray]:
    """Distinct values of a coordinate in order of appearance, and the number of each entry's."""
    values = dataset[name].values
    distinct = list(dict.fromkeys(values.tolist()))
    number = {v: i for i, v in enumerate(distinct)}
    labels = np.array(distinct, dtype=values.dtype)
    return labels, np.array([number[v] for v in values.tolist()], dtype=np.int64)


def _arg_best(dataset, column, sign, where, labels, dims, block_points) -> np.ndarray:
    """Flat index of the best point of each group, -1 for none; shape: groups of each label."""
    numbers = {name: groups_of(dataset, name)[1] for name in labels}
    shape = tuple(int(n.max()) + 1 if n.size else 0 for n in numbers.values())
    lowest, index = np.full(math.prod(shape), np.inf), np.full(math.prod(shape), -1, np.int64)
    sizes = dataset["status"].shape
    for block in blocks(dataset, block_points):
        piece = dataset.isel(block)
        value = sign * piece[column].transpose(*dims).values.astype(float)
        met = holds(piece, where)
        if met is not None:
            value = np.where(met.broadcast_like(piece["status"]).transpose(*dims).values, value, np.nan)
        ok = np.nonzero(~np.isnan(value.ravel()))[0]
        if ok.size == 0:
            continue
        inside = np.unravel_index(ok, value.shape)
        full = [i + block[d].start for i, d in zip(inside, dims)]
        group = np.zeros(ok.size, np.int64)
        for name, count in zip(labels, shape):
            group = group * count + numbers[name][full[dims.index(labels[name])]]
        flat = np.ravel_multi_index(full, sizes)
        _improve(lowest, index, group, value.ravel()[ok], flat)
    return index.reshape(shape)


def _improve(lowest, index, group, value, flat):
    """Keep the least value of each group, and the lowest index among equals."""
    order = np.lexsort((flat, value, group))
    first = order[np.unique(group[order], return_index=True)[1]]
    g, v, f = group[first], value[first], flat[first]
    better = (v < lowest[g]) | ((v == lowest[g]) & (f < index[g]))
    lowest[g[better]], index[g[better]] = v[better], f[better]


def _gather(dataset, flat, labels, dims) -> xr.Dataset:
    """Every column at the points `flat`, NaN or "" where that is -1."""
    keep = list(labels)
    found = xr.DataArray(flat, dims=keep)
    at = np.unravel_index(np.maximum(flat, 0), dataset["status"].shape) if dims else ()
    points = dataset.isel({d: xr.DataArray(i, dims=keep) for d, i in zip(dims, at)}).load()
    # Coordinates become plain data first: a kept dimension has its own labels below.
    points = points.reset_coords().drop_vars(keep, errors="ignore")
    for name, variable in points.data_vars.items():
        if name != "status" and variable.dims:
            points[name] = _masked(variable, found >= 0)
    points["status"] = points["status"].where(found >= 0, 0).astype(np.uint8).assign_attrs(dataset["status"].attrs)
    points = points.set_coords([n for n in points.data_vars if n in dataset.coords])
    points = points.assign_coords({n: (n, groups_of(dataset, n)[0], dataset[n].attrs) for n in keep})
    return points.assign_attrs(dataset.attrs)


def _masked(variable: xr.DataArray, found: xr.DataArray) -> xr.DataArray:
    words = variable.dtype.kind in "OU"
    return variable.where(found, "" if words else np.nan).assign_attrs(variable.attrs)
