"""Bars: what one point is made of, places against each other, and the tornado."""
from __future__ import annotations

import numpy as np
import xarray as xr

from .. import roles
from ..best import best
from ..conditions import as_list
from ..parts import totals
from ..sensitivity import sensitivity
from ..words import amount, label, number, where_text
from .style import HATCHES, colour, figure, held_text, note, plain_ticks, spread, styled, text_on

LABELLED = 0.16  # share of a total from which a part has room for its name
SMALL = 0.01  # share of a total under which a part has no bar of its own


@styled
def breakdown(dataset: xr.Dataset, point: xr.Dataset, *, title: str | None = None):
    """One stacked bar for each column that is a sum, at one point.

    Parameters
    ----------
    dataset : xarray.Dataset
        The sweep: its numbers say which columns add up (see `parts`).
    point : xarray.Dataset
        Without dimensions: what `best(dataset, minimize=...)` returns.
    """
    found = totals(dataset)
    made, axes = figure(8.2, 0.9 + 1.25 * len(found), max(1, len(found)))
    for ax, (total, names) in zip(axes[:, 0], found.items()):
        _stack(ax, point, total, names)
    place = ", ".join(f"{d} {number(point[d].item())}" for d in dataset["status"].dims)
    axes[0, 0].set_title(title or f"What it is made of: {place}", wrap=True)
    return made


def _stack(ax, point, total, names):
    whole, unit = point[total].item(), point[total].attrs.get("units", "")
    left = rest = 0.0
    for i, name in enumerate(names):
        value = point[name].item()
        if value < SMALL * whole:
            rest += value
            continue
        ax.barh(0, value, left=left, color=colour(i), edgecolor="white", hatch=None if i < 5 else HATCHES[i % len(HATCHES)],
                label=f"{name} {value / whole:.0%}")
        if value > LABELLED * whole:
            ax.text(left + value / 2, 0, f"{name}\n{value / whole:.0%}", ha="center", va="center", fontsize=7, color=text_on(colour(i)))
        left += value
    if rest > 0:
        ax.barh(0, rest, left=left, color="#BDBDBD", edgecolor="white", label=f"parts under {SMALL:.0%} each: {rest / whole:.1%}")
    ax.set_xlim(0, whole)
    ax.set_yticks([])
    ax.grid(False)
    ax.spines["left"].set_visible(False)
    plain_ticks(ax.xaxis)
    ax.set_xlabel(f"{label(point[total])}, in all {amount(whole, unit)}", fontsize=8)
    ax.legend(loc="upper left", bbox_to_anchor=(1.01, 1.05), fontsize=7, ncols=2 if len(names) > 6 else 1, handlelength=1, columnspacing=1)


@styled
def by_place(dataset: xr.Dataset, place: str = "region", columns=None, *, of: str | None = None, where=None,
             title: str | None = None):
    """Energy, carbon and cost of the best point of each place, side by side.

    Parameters
    ----------
    place : str
        A dimension or coordinate.
    columns : list of str
        Default: energy, carbon and cost, as far as the file has them.
    of : str
        The column whose least decides on the point. Default: the cost.
    """
    of = of or roles.measure(dataset)
    columns = list(columns or dict.fromkeys(roles.measure(dataset, u) for u in ("MWh", "t", "USD")))
    chosen = best(dataset, minimize=of, where=where, per=place)
    names = [number(v) for v in chosen[place].values]
    made, axes = figure(3.0 + 2.2 * len(columns), 1.3 + 0.32 * len(names), 1, len(columns), sharey=True)
    for i, (ax, name) in enumerate(zip(axes[0], columns)):
        values = chosen[name].values.astype(float)
        bars = ax.barh(range(len(names)), np.nan_to_num(values), color=colour(i), height=0.7)
        ax.bar_label(bars, [number(v) for v in values], padding=2, fontsize=7)
        ax.set_xlabel(label(dataset[name]))
        ax.margins(x=0.22)
        ax.grid(axis="y", visible=False)
        plain_ticks(ax.xaxis)
        ax.locator_params(axis="x", nbins=4)
    axes[0, 0].set_yticks(range(len(names)), names)
    axes[0, 0].invert_yaxis()
    axes[0, 0].set_title(title or f"The point of least {of} for each {place}{where_text(as_list(where))}")
    note(made, held_text(dataset, apart=[place]))
    return made


@styled
def tornado(dataset: xr.Dataset, of: str | None = None, *, at: dict | None = None, over=(), where=None,
            title: str | None = None):
    """How far each dimension moves a column, the widest on top.

    Parameters as in `sensitivity`; the base point takes the middle of the numeric
    dimensions where `at` says nothing.
    """
    of = of or roles.measure(dataset)
    found = sensitivity(dataset, of, at=at, over=over, where=where)
    base, unit = found["base"].item(), dataset[of].attrs.get("units", "")
    made, axes = figure(7.4, 1.5 + 0.5 * found.sizes["dimension"])
    ax = axes[0, 0]
    for i, name in enumerate(found["dimension"].values):
        row = found.sel(dimension=name)
        low, high = row["low"].item(), row["high"].item()
        ax.barh(i, base - low, left=low, color=colour(0), height=0.6)
        ax.barh(i, high - base, left=base, color=colour(1), height=0.6)
        for value, text, side, shift in ((low, row["low_at"].item(), "right", -3), (high, row["high_at"].item(), "left", 3)):
            if high > low:
                ax.annotate(number(text), (value, i), textcoords="offset points", xytext=(shift, 0), ha=side, va="center", fontsize=7)
    ax.axvline(base, color="#333333", linewidth=1)
    _room_for_labels(ax, np.concatenate([found["low"].values, found["high"].values]))
    ax.set_yticks(range(found.sizes["dimension"]), found["dimension"].values)
    ax.invert_yaxis()
    ax.grid(axis="y", visible=False)
    plain_ticks(ax.xaxis)
    ax.set_xlabel(label(dataset[of]))
    ax.set_title(title or f"What moves {of}: each dimension alone, from {amount(base, unit)}")
    again = f"; {', '.join([over] if isinstance(over, str) else over)} chosen anew each time" if over else ""
    note(made, f"Base: {found.attrs['point']}{again}{where_text(as_list(where))}.")
    return made


def _room_for_labels(ax, values):
    """A quarter of the width on either side, on whichever scale the values need."""
    low, high = values.min(), values.max()
    if spread(values):
        ax.set_xscale("log")
        room = (high / low) ** 0.25
        ax.set_xlim(low / room, high * room)
    else:
        room = 0.25 * (high - low)
        ax.set_xlim(max(0, low - room) if low >= 0 else low - room, high + room)
