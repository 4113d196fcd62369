"""frontier: the points that no other point beats in every respect."""
from __future__ import annotations

import numpy as np
import xarray as xr

from .best import _home, groups_of
from .blocks import POINTS, blocks
from .conditions import holds
from .errors import SweepError, unknown


def frontier(dataset: xr.Dataset, columns, *, maximize=(), per: str | None = None, where=None,
             block_points: int = POINTS) -> xr.Dataset:
    """The Pareto set: points where no column can be bettered without worsening another.

    Parameters
    ----------
    columns : list of str
        At least two; the less the better, but for those named in `maximize`.
    per : str
        A dimension or coordinate: one frontier for each of its values.
    where
        As in `best`.

    Returns
    -------
    xarray.Dataset
        On the dimension `point`, sorted by `per` and then by the first column; every
        column, dimension and coordinate at these points. Of equal points the first.

    Examples
    --------
    >>> frontier(ds.sel(model="llama3-70b"), ["cost_usd", "train_days"], per="vendor")
    """
    columns = list(columns)
    if len(columns) < 2:
        raise SweepError("a frontier needs at least two columns")
    for name in [*columns, *maximize]:
        if name not in dataset.data_vars:
            raise unknown("column", name, dataset.data_vars)
    signs = np.array([-1.0 if name in maximize else 1.0 for name in columns])
    dims = [str(d) for d in dataset["status"].dims]
    number, home = (None, None) if per is None else (groups_of(dataset, per)[1], _home(dataset, per))

    kept = (np.empty((0, len(columns))), np.empty(0, np.int64), np.empty(0, np.int64))
    for block in blocks(dataset, block_points):
        fresh = _feasible(dataset.isel(block), block, columns, signs, where, dims, dataset["status"].shape)
        group = np.zeros(fresh[1].size, np.int64)
        if per is not None and fresh[1].size:
            group = number[np.unravel_index(fresh[1], dataset["status"].shape)[dims.index(home)]]
        kept = _undominated(*(np.concatenate(pair) for pair in zip(kept, (*fresh, group))))
    flat = kept[1]
    at = np.unravel_index(flat, dataset["status"].shape) if dims else ()
    points = dataset.isel({d: xr.DataArray(i, dims="point") for d, i in zip(dims, at)}).load()
    return points.reset_coords().set_coords([n for n in dataset.coords if n in points.variables])


def _feasible(piece, block, columns, signs, where, dims, sizes):
    """Objectives (n x k, to minimize) and flat indices of a block's points that qualify."""
    values = np.stack([piece[c].transpose(*dims).values.astype(float).ravel() for c in columns], 1) * signs
    good = ~np.isnan(values).any(1)
    met = holds(piece, where)
    if met is not None:
        good &= met.broadcast_like(piece["status"]).transpose(*dims).values.ravel()
    ok = np.nonzero(good)[0]
    inside = np.unravel_index(ok, piece["status"].transpose(*dims).shape) if dims else ()
    full = [i + block[d].start for i, d in zip(inside, dims)]
    return values[ok], np.ravel_multi_index(full, sizes) if dims else ok


def _undominated(values, flat, group):
    """The points that none of their group is at least as good as in all and better in one."""
    order = np.lexsort((flat, *values.T[::-1], group))
    values, flat, group = values[order], flat[order], group[order]
    if values.shape[1] == 2:
        keep = _by_sweep(values[:, 1], group)
    else:
        keep = _by_pairs(values, group)
    return values[keep], flat[keep], group[keep]


def _by_sweep(second: np.ndarray, group: np.ndarray) -> np.ndarray:
    """Two columns, sorted by group and the first: the second must fall below all before."""
    keep = np.zeros(second.size, bool)
    for g in np.unique(group):
        here = np.nonzero(group == g)[0]
        before = np.concatenate([[np.inf], np.minimum.accumulate(second[here])[:-1]])
        keep[here] = second[here] < before
    return keep


def _by_pairs(values: np.ndarray, group: np.ndarray) -> np.ndarray:
    """Any number of columns: only points that come earlier in the order can dominate."""
    kept: list[int] = []
    for i in range(len(values)):
        rivals = [k for k in kept if group[k] == group[i]]
        if not rivals or not (values[rivals] <= values[i]).all(1).any():
            kept.append(i)
    return np.array(kept, np.int64)
