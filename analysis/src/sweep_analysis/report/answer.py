"""The answer in sentences: the best point of each case, and how far the next rival is."""
from __future__ import annotations

import numpy as np
import xarray as xr

from .. import roles
from ..best import best
from ..words import amount, number

MOST = 8  # sentences
ERROR = 0.1  # of the ratio of two alternatives: assumed, as in the break-even curves
LONG = 365  # days: nobody waits longer for one training


def answer(dataset: xr.Dataset) -> tuple[str, list[str]]:
    """What was asked of the numbers, and a sentence for each value of the first circumstance."""
    of, rivals = roles.measure(dataset), roles.rivals(dataset)
    asked = roles.asked(dataset, free=[_home(dataset, rivals)])
    held = roles.held(dataset, free=[asked, _home(dataset, rivals)])
    shown = dataset.sel({d: [v] for d, v in held.items()})
    keep = [k for k in (asked, rivals) if k]
    cube = best(shown, minimize=of, per=keep)
    rows = [cube.sel({asked: v}) for v in cube[asked].values[:MOST]] if asked else [cube]
    sentences = [_sentence(row, of, rivals, asked) for row in rows]
    if asked and cube.sizes[asked] > MOST:
        sentences.append(f"... and {cube.sizes[asked] - MOST} more: see the map.")
    time = roles.measure(dataset, "d")
    if dataset[time].attrs.get("units") == "d" and any(float(row[time].max()) > LONG for row in rows):
        sentences.append(f"Nothing in this sweep limits {time}: set a limit below, or deadline_days in the sweep.")
    at = ", ".join(f"{d} {number(v, 4)}" for d, v in held.items())
    choice = ", ".join(d for d in roles.dimensions(dataset) if d not in held and d != asked)
    return f"Least {of}" + (f" over {choice}" if choice else "") + (f", at {at}" if at else ""), sentences


def _home(dataset, name):
    return str(dataset[name].dims[0]) if name in dataset.coords and dataset[name].dims else name


def _sentence(row: xr.Dataset, of: str, rivals: str, asked: str | None) -> str:
    values = np.atleast_1d(row[of].values)
    lead = f"{_named(row[asked])}: " if asked else ""
    order = np.argsort(np.where(np.isnan(values), np.inf, values))
    if np.isnan(values[order[0]]):
        return f"{lead}no point has a result."
    first = row.isel({rivals: int(order[0])}) if rivals in row.dims else row
    text = f"{lead}{amount(first[of].item(), first[of].attrs.get('units', ''))} with {_point(first, rivals, asked)}"
    extra = [amount(first[c].item(), first[c].attrs.get("units", "")) for c in _beside(row, of)]
    text += f" ({', '.join(extra)})" if extra else ""
    if len(order) > 1 and not np.isnan(values[order[1]]):
        second = row.isel({rivals: int(order[1])})
        more = values[order[1]] / values[order[0]] - 1
        doubt = ", closer than the model can tell" if more < ERROR else ""
        return f"{text}; next is {second[rivals].item()}, {more:.0%} above{doubt}."
    return f"{text}; no other {rivals} has a result." if rivals in row.dims else f"{text}."


def _named(label: xr.DataArray) -> str:
    """A value of the dimension that was asked about: "llama3-70b", "params 70B"."""
    return label.item() if label.dtype.kind in "OU" else f"{label.name} {number(label.item(), 4)}"


def _beside(row: xr.Dataset, of: str) -> list[str]:
    """Columns to name with the answer: time, energy and carbon, where there are some."""
    found = {u: roles.measure(row, u) for u in ("d", "MWh", "t")}
    return [c for u, c in found.items() if c != of and row[c].attrs.get("units") == u]


def _point(first: xr.Dataset, rivals: str, asked: str | None) -> str:
    """Where it is: "aws-trn2, 1024 chips"."""
    words, numbers = [], []
    for name in ("offer", "chips"):
        if name in first.coords and name != asked:
            value = first[name].item()
            (words if isinstance(value, str) else numbers).append(f"{number(value)} {name}" if not isinstance(value, str) else value)
    return ", ".join(words + numbers) or str(first[rivals].item())
