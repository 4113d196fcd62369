"""write_figures: all figures that fit a sweep, as files."""
from __future__ import annotations

import os
from collections.abc import Iterator

import numpy as np
import xarray as xr
from matplotlib.figure import Figure

from . import plots, roles
from .best import best
from .errors import SweepError


def write_figures(dataset: xr.Dataset, folder: str, where=None, ending: str = "png") -> list[str]:
    """Draw every figure that the sweep's dimensions allow; returns the files written."""
    os.makedirs(folder, exist_ok=True)
    written = []
    for name, draw in _fitting(dataset, where):
        try:
            made: Figure = draw()
        except SweepError as error:  # no point meets the conditions
            print(f"no {name}: {error}")
            continue
        written.append(os.path.join(folder, f"{name}.{ending}"))
        made.savefig(written[-1])
    return written


def _fitting(dataset: xr.Dataset, where) -> Iterator[tuple]:
    """Name and drawing function of each figure."""
    rivals = roles.rivals(dataset)
    home = str(dataset[rivals].dims[0])
    dims = [d for d in roles.dimensions(dataset) if d != home]
    numeric = [d for d in dims if dataset[d].dtype.kind in "fiu"]
    x = next((d for d in numeric if roles.is_choice(dataset, d)), next(iter(numeric or dims), None))
    y = roles.asked(dataset, free=[home, x])
    y = y or next((d for d in dims if d != x and not roles.is_choice(dataset, d)), next((d for d in dims if d != x), None))
    prices = [d for d in numeric if not roles.is_choice(dataset, d)]
    at = roles.held(dataset)
    one = dataset.sel({d: [v] for d, v in at.items()})
    if x and y:
        held = {d: [v] for d, v in at.items() if d not in (x, y)}
        yield "winners", lambda: plots.winner_map(dataset.sel(held), x, y, between=rivals, where=where)
    yield "frontier", lambda: plots.cost_time_frontier(one, per=rivals, mark=x, where=where)
    if x:
        free = dataset.sel({d: [v] for d, v in at.items() if d != x})
        yield "scaling", lambda: plots.scaling(free, x, per=rivals, where=where)
    pairs = closest(one, home, where)
    if prices and pairs:
        line = dataset.sel({d: [v] for d, v in at.items() if d != prices[0]})
        over = [d for d in dims if roles.is_choice(dataset, d)]
        along = roles.follower(line, prices[0], home) or prices[0]
        yield "break-even", lambda: plots.break_even_curves(line, pairs, along=along, over=over, where=where)
    point = best(one, minimize=roles.measure(dataset), where=where)
    if point["status"].item() == 1:
        yield "breakdown", lambda: plots.breakdown(dataset, point)
    yield "tornado", lambda: plots.tornado(dataset, at=at, over=[d for d in dims if roles.is_choice(dataset, d)], where=where)
    if "region" in dataset.coords and dataset["region"].dims and np.unique(dataset["region"].values).size > 1:
        there = dataset["region"].dims[0]
        yield "regions", lambda: plots.by_place(dataset.sel({d: [v] for d, v in at.items() if d != there}), "region", where=where)


def closest(dataset: xr.Dataset, rivals: str, where=None, most: int = 3) -> list[tuple]:
    """The cheapest alternative against each of the next ones."""
    of = roles.measure(dataset)
    line = best(dataset, minimize=of, where=where, per=rivals)
    line = line.isel({rivals: line[of].notnull().values}).sortby(of)
    names = [str(v) for v in line[rivals].values]
    return [(rivals, name, names[0]) for name in names[1:most + 1]]
