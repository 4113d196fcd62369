"""The answer in sentences: the best point of each case, its price and method, how far the next rival is, and the border."""
from __future__ import annotations

import numpy as np
import xarray as xr

from .. import roles
from ..best import best
from ..uncertainty import ASSUMED, COLUMN, has_errors, of_ratio
from ..words import amount, number
from .border import border, power

MOST = 8  # sentences
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
    sentences = [_sentence(row, of, rivals, asked, _circle(dataset, held, asked, row), held) for row in rows]
    if asked and cube.sizes[asked] > MOST:
        sentences.append(f"... and {cube.sizes[asked] - MOST} more: see the map.")
    time = roles.measure(dataset, "d")
    if dataset[time].attrs.get("units") == "d" and any(float(row[time].max()) > LONG for row in rows):
        sentences.append(f"Nothing in this sweep limits {time}: set a limit below, or deadline_days in the sweep.")
    at = ", ".join(_explained(dataset[d], v) for d, v in held.items())
    choice = " and ".join(d for d in roles.dimensions(dataset) if d not in held and d != asked)
    return f"The least {of}" + (f" over {choice}" if choice else "") + (f", at {at}" if at else ""), sentences


def method(dataset: xr.Dataset) -> str:
    """What the measure counts, at which kinds and dates of price: the file's own words."""
    of = roles.measure(dataset)
    text = f"{of}: {dataset[of].attrs.get('long_name', 'not described')}."
    terms, dates = (sorted(set(dataset[name].values.tolist()) - {""}) if name in dataset.coords else [] for name in ("term", "price_date"))
    if terms and dates:
        text += f" Prices are {' and '.join(terms)}, of {dates[0]}" + (f" to {dates[-1]}." if len(dates) > 1 else ".")
    return text


def doubt(dataset: xr.Dataset) -> str:
    """From which difference on the model can tell two alternatives apart."""
    if has_errors(dataset):
        return f"Differences smaller than the model's error ({COLUMN} of both, taken as independent) are marked."
    return f"Differences under {ASSUMED:.0%} are marked: the file does not say how far its model may be off, so that much is assumed."


def _explained(dim: xr.DataArray, value) -> str:
    """A held value with what the file says about its dimension: "price_factor 1 (all chip-hour prices times this)"."""
    about = dim.attrs.get("long_name", "")
    return f"{dim.name} {number(value, 4)}" + (f" ({about})" if about else "")


def _circle(dataset, held, asked, row) -> xr.Dataset:
    """The points among which a row is the best, at all prices instead of the one that is held."""
    words = {d: v for d, v in held.items() if dataset[d].dtype.kind not in "fiu" or not d.startswith("price_")}
    return dataset.sel(words | ({asked: row[asked].item()} if asked else {}))


def _home(dataset, name):
    return str(dataset[name].dims[0]) if name in dataset.coords and dataset[name].dims else name


def _sentence(row: xr.Dataset, of: str, rivals: str, asked: str | None, circle: xr.Dataset, held: dict) -> str:
    values = np.atleast_1d(row[of].values)
    lead = f"{_named(row[asked])}: " if asked else ""
    order = np.argsort(np.where(np.isnan(values), np.inf, values))
    if np.isnan(values[order[0]]):
        return f"{lead}no point has a result."
    first = row.isel({rivals: int(order[0])}) if rivals in row.dims else row
    text = f"{lead}{_amount(first, of)} with {_point(first, rivals, asked)}{_price(first)}"
    extra = [_amount(first, c) for c in _beside(row, of)]
    text += f"; it takes {', '.join(extra)}." if extra else "."
    if len(order) > 1 and not np.isnan(values[order[1]]):
        second = row.isel({rivals: int(order[1])})
        more = values[order[1]] / values[order[0]] - 1
        error = of_ratio(first[COLUMN].item(), second[COLUMN].item()) if has_errors(row) else ASSUMED
        unsure = ", closer than the model can tell" if more < error else ""
        text += f" Next is {second[rivals].item()} at {_amount(second, of)}, {more:.0%} above{unsure}."
        return " ".join(filter(None, (text, border(circle, of, rivals, first, second, held), power(first, of))))
    text = " ".join(filter(None, (text, power(first, of))))
    return f"{text} No other {rivals} has a result." if rivals in row.dims else text


def _amount(point: xr.Dataset, name: str) -> str:
    return amount(point[name].item(), point[name].attrs.get("units", ""))


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


def _price(first: xr.Dataset) -> str:
    """The price that was paid, of which kind and date: " at 2.7 USD per chip-hour (on-demand, 2025-03-03)"."""
    name = next((n for n in first.data_vars if first[n].attrs.get("units") == "USD/h"), None)
    if name is None:
        return ""
    about = [str(first[n].item()) for n in ("term", "price_date") if n in first.coords and first[n].item()]
    return f" at {number(first[name].item())} USD per chip-hour" + (f" ({', '.join(about)})" if about else "")
