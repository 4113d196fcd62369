"""sensitivity: how far each dimension of the sweep moves a column."""
from __future__ import annotations

import numpy as np
import xarray as xr

from .best import best
from .errors import SweepError, unknown


def sensitivity(dataset: xr.Dataset, of: str = "cost_usd", *, at: dict | None = None, over=(), where=None,
                maximize: bool = False) -> xr.Dataset:
    """Move one dimension at a time through its values, all others held at a base point.

    Parameters
    ----------
    of : str
        The column to watch.
    at : dict
        Labels of the base point, by dimension. What it leaves open stays at the best
        point that has these labels.
    over : str or list of str
        Dimensions to choose anew each time (the best chip count for each price, say)
        instead of holding them.
    where : as in `best`
    maximize : bool
        Whether more of `of` is better.

    Returns
    -------
    xarray.Dataset
        On `dimension`, the widest span first: `low` and `high` (least and greatest value
        of the column, in its unit), `low_at` and `high_at` (the labels where), `base`
        and `base_at`, `feasible` (values at which there is a result) and `values` (all).
    """
    over = [over] if isinstance(over, str) else list(over)
    dims = [str(d) for d in dataset["status"].dims]
    for name in [*(at or {}), *over]:
        if name not in dims:
            raise unknown("dimension", name, dims)
    aim = {"maximize": of} if maximize else {"minimize": of}
    start = dataset.sel({k: [v] for k, v in (at or {}).items()})
    base = best(start, **aim, where=where)
    if base["status"].item() != 1:
        raise SweepError(f"no point with {at or 'these conditions'} has a `{of}` to start from")
    labels = {d: base[d].item() for d in dims}
    rows = [_row(dataset, d, labels, over, aim, of, where) for d in dims if d not in over and dataset.sizes[d] > 1]
    rows.sort(key=lambda row: row["low"] - row["high"])
    names = ["dimension", "low", "high", "low_at", "high_at", "base_at", "feasible", "values"]
    columns = {n: ("dimension", np.array([row[n] for row in rows], dtype=object if n.endswith("_at") or n == "dimension" else None))
               for n in names}
    result = xr.Dataset({n: c for n, c in columns.items() if n != "dimension"}, coords={"dimension": columns["dimension"]})
    result["base"] = base[of].item()
    for name in ("low", "high", "base"):
        result[name].attrs.update({k: v for k, v in dataset[of].attrs.items() if k in ("units", "long_name")})
    return result.assign_attrs(of=of, **{"point": ", ".join(f"{d}={v}" for d, v in labels.items() if d not in over)})


def _row(dataset, dim, labels, over, aim, of, where) -> dict:
    held = {d: [v] for d, v in labels.items() if d != dim and d not in over}
    line = best(dataset.sel(held), **aim, where=where, per=dim)
    values = line[of].values
    ok = np.nonzero(~np.isnan(values))[0]
    low, high = ok[np.argmin(values[ok])], ok[np.argmax(values[ok])]
    return {"dimension": dim, "low": values[low], "high": values[high], "low_at": line[dim].values[low],
            "high_at": line[dim].values[high], "base_at": labels[dim], "feasible": ok.size, "values": values.size}
