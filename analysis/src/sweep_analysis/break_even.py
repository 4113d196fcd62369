"""break_even: where one alternative becomes as good as another along a dimension."""
from __future__ import annotations

import numpy as np
import xarray as xr

from .best import best
from .errors import SweepError, unknown
from .roles import constant_along
from .uncertainty import COLUMN, of_ratio

CROSSES, FIRST, SECOND, NEITHER = "draws level", "first wins throughout", "second wins throughout", "not comparable"


def break_even(dataset: xr.Dataset, *, between: tuple, along: str, of: str = "cost_usd", held=None, over=(),
               where=None, error: float | None = None) -> xr.Dataset:
    """The value of `along` at which alternative a has the same `of` as alternative b.

    Parameters
    ----------
    between : (dimension, a, b)
        A dimension (or a coordinate along one, such as the vendor) and two of its values.
    along : str
        The numeric dimension to move a along: a price, a tariff, a number of chips. Or a
        column that moves with just one dimension, such as chip_hour_usd with
        price_factor: the break-even is then given in the column's unit, for a.
    of : str
        The column to compare; the less the better.
    held : None, "same" or a value of `along`
        Where b stands meanwhile. None: at each value in turn, which gives a curve over
        `along`; "same": it moves with a; a value: there.
    over : str or list of str
        Dimensions along which each alternative takes its own best point.
    where : as in `best`
    error : float
        Relative error of the ratio a/b: 0.1 gives the values at which a is 10 % better
        and 10 % worse than predicted as `least` and `most`. Default: that of the file's
        column `step_time_rel_error` at the points of a and b, taken as independent; 0
        where it has none.

    Returns
    -------
    xarray.Dataset
        On the remaining dimensions (and `along`, b's value, for held=None):
        `break_even`, `least`, `most` in the unit of `along`, NaN where there is none, and
        `outcome`: "draws level", "first wins throughout", "second wins throughout" or
        "not comparable". Linear between grid values; the first crossing counts.
        Nothing is extrapolated.

    Examples
    --------
    At which share of its price Trainium2 costs what the H100 costs at list price:

    >>> break_even(ds, between=("offer", "aws-trn2", "aws-p5-h100"), along="price_factor", held=1.0, over="chips")
    """
    name, a, b = between
    if along in dataset.data_vars:
        dim = _driver(dataset, along, name)
        found = break_even(dataset, between=between, along=dim, of=of, held=held, over=over, where=where, error=error)
        return _in_column(dataset, found, along, dim, name, a)
    if along not in dataset.indexes or along not in dataset["status"].dims:
        raise unknown("dimension", along, dataset["status"].dims)
    if dataset[along].dtype.kind not in "fiu":
        raise SweepError(f"`{along}` holds words: there is nothing between two of them")
    first, second = (_line(dataset, name, value, of, over, where, error) for value in (a, b))
    x = dataset[along].values.astype(float)
    order = np.argsort(x)
    first = first.isel({along: order}).transpose(..., along)
    rival, rest = _rival(second, along, held, order)
    first, rival = xr.broadcast(first, rival)
    lead = [d for d in first["of"].dims if d != along]
    y, z = (line["of"].transpose(*lead, along).values for line in (first, rival))
    off = of_ratio(*(line["error"].transpose(*lead, along).values for line in (first, rival))) if error is None else error
    found = {key: _crossing(x[order], y * factor, z)
             for key, factor in (("break_even", 1.0), ("least", 1 + off), ("most", 1 - off))}
    result = xr.Dataset({k: (lead, v[0], {"units": dataset[along].attrs.get("units", "1"),
                                          "long_name": f"{along} at which {a} has the {of} of {b}"})
                         for k, v in found.items()}, coords={d: first[d] for d in lead})
    # Which of the two lies lower depends on whether the axis hurts the first or the second.
    turned = (result["least"] > result["break_even"]) | (result["most"] < result["break_even"])
    least, most = (xr.where(turned, result[a], result[b], keep_attrs=True) for a, b in (("most", "least"), ("least", "most")))
    result["least"], result["most"] = least, most
    result["outcome"] = (lead, found["break_even"][1])
    return result.rename({rest: along} if rest else {}).assign_attrs(
        of=of, along=along, dimension=along, grid_least=x.min(), grid_most=x.max(), first=str(a), second=str(b),
        error=COLUMN if error is None and COLUMN in dataset else error or 0.0)


def _line(dataset, name, value, of, over, where, error) -> xr.Dataset:
    """`of`, and how far it may be off, of one alternative at its best along `over` and its own dimension."""
    if name not in dataset.coords or len(dataset[name].dims) != 1:
        raise unknown("dimension or coordinate", name, dataset.coords)
    home = dataset[name].dims[0]
    at = np.nonzero(dataset[name].values == value)[0]
    if at.size == 0:
        raise unknown(name, value, dict.fromkeys(map(str, dataset[name].values)))
    over = [over] if isinstance(over, str) else list(over)
    chosen = best(dataset.isel({home: at}), minimize=of, where=where, over=[*over, home])
    line = chosen[of].reset_coords(drop=True)
    known = error is None and COLUMN in chosen
    return xr.Dataset({"of": line, "error": chosen[COLUMN].reset_coords(drop=True) if known else xr.zeros_like(line)})


def _rival(second: xr.Dataset, along: str, held, order):
    """b's values on a's axis, and the dimension that stands for b's own value, if any."""
    if isinstance(held, str) and held == "same":
        return second.isel({along: order}), None
    if held is None:
        return second.rename({along: "_held"}), "_held"
    try:
        return second.sel({along: held}, method="nearest", tolerance=1e-9 * max(1.0, abs(held))).drop_vars(along), None
    except KeyError:
        raise SweepError(f"`{along}` has no value {held}; it has {', '.join(f'{v:g}' for v in second[along].values)}") from None


def _crossing(x: np.ndarray, y: np.ndarray, z: np.ndarray):
    """First x where y - z changes sign (last axis), NaN for none; and the outcome in words."""
    gap = y - z
    sign = np.sign(gap)
    left, right = gap[..., :-1], gap[..., 1:]
    change = (sign[..., :-1] * sign[..., 1:] <= 0) & np.isfinite(left) & np.isfinite(right) & ((left != 0) | (right != 0))
    some = change.any(-1)
    i = change.argmax(-1)
    l, r = (np.take_along_axis(side, i[..., None], -1)[..., 0] for side in (left, right))
    with np.errstate(all="ignore"):
        at = x[i] + (x[i + 1] - x[i]) * (l / (l - r))
    outcome = np.full(some.shape, NEITHER, object)
    outcome[(np.nan_to_num(gap, nan=-1) < 0).all(-1) & np.isfinite(gap).any(-1)] = FIRST
    outcome[(np.nan_to_num(gap, nan=1) > 0).all(-1) & np.isfinite(gap).any(-1)] = SECOND
    outcome[some] = CROSSES
    return np.where(some, at, np.nan), outcome


def _driver(dataset, column, name) -> str:
    """The one numeric dimension that moves a column, apart from the alternatives' own."""
    home = dataset[name].dims[0] if name in dataset.coords and dataset[name].dims else name
    dims = [str(d) for d in dataset["status"].dims if d != home and dataset[d].dtype.kind in "fiu" and dataset.sizes[d] > 1]
    moving = [d for d in dims if not constant_along(dataset, column, d)]
    if len(moving) != 1:
        raise SweepError(f"`{column}` moves with {' and '.join(f'`{d}`' for d in moving) or 'no dimension'}, not with just one: name a dimension")
    return moving[0]


def _in_column(dataset, found, column, dim, name, a) -> xr.Dataset:
    """A break-even along `dim`, in the unit of a column that follows it."""
    mine = dataset[column].isel({dataset[name].dims[0]: np.nonzero(dataset[name].values == a)[0]})
    rest = [d for d in mine.dims if d != dim]
    low, high = mine.min(rest), mine.max(rest)
    if not bool((high <= low * (1 + 1e-6)).where(low.notnull(), True).all()):
        raise SweepError(f"`{column}` differs between the points of `{a}`: name one of its offers, or a dimension")
    known = low.dropna(dim).sortby(dim)
    attrs = {"units": dataset[column].attrs.get("units", "1"), "long_name": f"{column} of {a} {found['break_even'].attrs['long_name'].split(' ', 1)[1]}"}
    for key in ("break_even", "least", "most"):
        values = np.interp(found[key], known[dim], known, left=np.nan, right=np.nan)
        found[key] = (found[key].dims, values, attrs)
    return found.assign_attrs(along=column, grid_least=known.min().item(), grid_most=known.max().item())
