"""fleet: a year's training work split over several vendors for the least money.

The work is cut into equal slices (24 by default: half a month's worth each), and each vendor
takes a whole number n of them. What it is paid for u = n / slices of the year's work W (what
the work would cost there in a year, at its price in the sweep):

    bill = u W - discount x max(u W - tier, 0)          the part beyond a tier is cheaper
    paid = max(bill, commitment) + entry                 both only where it is used

The split minimizes the sum of what is paid, subject to

    u x (chip-hours of the work) <= capacity             in a year
    sum of u x availability >= least_availability
    u <= 1 - least_left                                  what must go on when any one fails

It is an integer linear program, solved to optimality by HiGHS (Huangfu and Hall 2018, through
scipy.optimize.milp); of equal splits any may come out. Why here, and not in the engine: a
split compares points of one sweep with each other, which the engine, where a point knows
nothing of the next, cannot, and should not pay a second search for.
"""
from __future__ import annotations

import numpy as np
import xarray as xr

from .errors import SweepError, unknown

TERMS = {  # of a vendor: name, default
    "capacity": np.inf, "commitment": 0.0, "tier": np.inf, "discount": 0.0, "entry": 0.0, "availability": 1.0,
}


def fleet(dataset: xr.Dataset, *, of: str = "cost_usd", effort: str = "chip_hours", along: str = "offer", runs=1.0,
          slices: int = 24, least_left=0.0, least_availability=0.0, **terms) -> xr.Dataset:
    """The cheapest split of a year's work over the values of a dimension, at each point of all others.

    Parameters
    ----------
    dataset : xarray.Dataset
        From open_sweep or `best`, with the dimension `along` and one point for each of the others.
    of, effort : str
        Columns of one run: what it costs, and what a capacity is counted in.
    along : str
        The dimension of those who share the work.
    runs : float or DataArray
        Such runs in a year.
    slices : int
        Parts into which the work is cut.
    least_left : float or DataArray
        Share of the work that must go on when any one of them fails.
    least_availability : float or DataArray
        What the mean availability must reach.
    capacity, commitment, tier, discount, entry, availability : float, dict or DataArray
        Terms of each vendor: a number for all, or {"aws-trn2": 5e6} with the default for
        the others: no limit, 0, no tier, 0, 0 and 1. `entry` is what it costs to move there.
        capacity in the unit of `effort`, commitment, tier and entry in that of `of`.

    Any of them may be a DataArray with dimensions of its own: the result has these too, so
    that a limit, a commitment or a price factor is swept like any axis.

    Returns
    -------
    xarray.Dataset
        `share` of each vendor and what it is `paid`, `total`, and `feasible`; NaN where no
        split meets the constraints.

    Examples
    --------
    >>> cheapest = best(ds, minimize="cost_usd", over="chips")
    >>> fleet(cheapest, runs=12, capacity={"aws-trn2": 2e6}, least_left=0.4)
    """
    for name in (of, effort) if "capacity" in terms else (of,):
        if name not in dataset.data_vars:
            raise unknown("column", name, dataset.data_vars)
    if along not in dataset[of].dims:
        raise unknown("dimension", along, dataset[of].dims)
    for name in terms:
        if name not in TERMS:
            raise unknown("term of a fleet", name, TERMS)
    if slices < 1:
        raise SweepError("a fleet's work has at least one slice")
    vendors = dataset[along]
    given = {n: _by_vendor(terms.get(n, default), default, vendors, along) for n, default in TERMS.items()}
    scale = xr.DataArray(runs)
    work = dataset[of] * scale
    hours = dataset[effort] * scale if "capacity" in terms else work * 0
    inputs = [work, hours, *given.values(), xr.DataArray(least_left), xr.DataArray(least_availability)]
    core = [[along]] * (2 + len(TERMS)) + [[], []]
    inputs[:-2] = [x if along in x.dims else x.expand_dims({along: vendors.values}) for x in inputs[:-2]]
    share, paid, total = xr.apply_ufunc(
        lambda *x: _split(slices, *x), *[x.compute() for x in inputs], input_core_dims=core,
        output_core_dims=[[along], [along], []], vectorize=True, join="exact")
    found = xr.Dataset({"share": share, "paid": paid, "total": total, "feasible": total.notnull()})
    units = dataset[of].attrs.get("units", "1")
    found["share"].attrs = {"units": "1", "long_name": "share of the year's work"}
    found["paid"].attrs = {"units": units, "long_name": "what it is paid in a year"}
    found["total"].attrs = {"units": units, "long_name": "what the year's work costs"}
    return found


def _by_vendor(value, default: float, vendors: xr.DataArray, along: str) -> xr.DataArray:
    if not isinstance(value, dict):
        return xr.DataArray(value)
    for name in value:
        if name not in vendors.values:
            raise unknown(along, name, vendors.values.tolist())
    pieces = [xr.DataArray(value.get(name, default)) for name in vendors.values.tolist()]
    return xr.concat(xr.broadcast(*pieces), dim=xr.DataArray(vendors.values, dims=along, name=along))


def _split(slices, work, hours, capacity, commitment, tier, discount, entry, availability, left, least):
    """One split: shares, what each is paid, the sum; NaN where there is none.

    A variable, 0 or 1, for each vendor v and number n of slices: v takes n. What v is then paid
    is a constant, so that tiers and commitments need no variables of their own.
    """
    from scipy.optimize import Bounds, LinearConstraint, milp

    n = np.arange(slices + 1)
    share = n / slices
    bill = np.outer(work, share)
    bill = bill - discount[:, None] * np.maximum(bill - tier[:, None], 0)
    paid = np.where(n == 0, 0.0, np.maximum(bill, commitment[:, None]) + entry[:, None])
    allowed = np.outer(hours, share) <= capacity[:, None] * (1 + 1e-12)
    allowed = (n == 0) | (allowed & np.isfinite(paid) & (share <= (1 - left) * (1 + 1e-12)))
    nothing = np.full(len(work), np.nan), np.full(len(work), np.nan), np.nan
    scale = np.where(allowed, paid, 0).max() or 1.0  # solvers like numbers around one

    each_takes_one = np.kron(np.eye(len(work)), np.ones(slices + 1))
    found = milp(np.where(allowed, paid, 0).ravel() / scale, integrality=np.ones(paid.size),
                 bounds=Bounds(0, allowed.ravel().astype(float)),
                 constraints=[LinearConstraint(each_takes_one, 1, 1),
                              LinearConstraint(np.tile(n, len(work))[None], slices, slices),
                              LinearConstraint(np.outer(availability, share).ravel()[None], least - 1e-12, np.inf)],
                 # The presolve of HiGHS 1.2 calls some of these infeasible that are not.
                 options={"mip_rel_gap": 0, "presolve": False})
    if found.x is None:
        return nothing
    taken = found.x.reshape(paid.shape).argmax(axis=1)
    cost = paid[np.arange(len(work)), taken]
    return share[taken], cost, cost.sum()
