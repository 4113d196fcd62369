"""Curves: cost against time, break-even, and scaling."""
from __future__ import annotations

import numpy as np
import xarray as xr

from .. import roles
from ..best import best
from ..break_even import break_even
from ..conditions import as_list
from ..errors import SweepError
from ..frontier import frontier
from ..uncertainty import ASSUMED, has_errors, source
from ..words import label, number, where_text
from .style import GREY, figure, held_text, line_style, note, plain_ticks, scale_axis, styled


@styled
def cost_time_frontier(dataset: xr.Dataset, columns=None, *, per: str | None = None, mark: str | None = "chips",
                       where=None, title: str | None = None):
    """For each alternative the points that none of its own beats in both columns.

    Parameters
    ----------
    columns : (x, y)
        Default: time to train and cost.
    per : str
        The dimension or coordinate that competes. Default: the vendor.
    mark : str
        A dimension whose label stands at the ends of each curve.
    """
    x, y = columns or (roles.measure(dataset, "d"), roles.measure(dataset))
    per = per or roles.rivals(dataset)
    points = frontier(dataset, [x, y], per=per, where=where)
    made, axes = figure(7.0, 4.4)
    ax = axes[0, 0]
    for i, name in enumerate(dict.fromkeys(points[per].values.tolist())):
        mine = points.isel(point=points[per].values == name)
        ax.step(mine[x], mine[y], where="post", label=str(name), **line_style(i))
        for j in sorted({0, mine.sizes["point"] - 1}) if mark in points.coords else ():
            ax.annotate(number(mine[mark].values[j]), (mine[x].values[j], mine[y].values[j]), textcoords="offset points",
                        xytext=(4, 5), fontsize=7, color=line_style(i)["color"])
    _finish(ax, points[x], points[y])
    ax.legend(title=per, loc="upper left", bbox_to_anchor=(1.01, 1), alignment="left")
    ax.set_title(title or f"{y} against {x}: what each {per} can reach{where_text(as_list(where))}")
    note(made, f"Numbers at the ends: {mark}. No point of the same {per} is lower and further left." if mark in points.coords else "",
         held_text(dataset))
    return made


@styled
def break_even_curves(dataset: xr.Dataset, pairs, *, along: str, x: str | None = None, of: str | None = None,
                      held=None, over=(), where=None, error: float | None = None, title: str | None = None):
    """For pairs (dimension, a, b): the value of `along` at which a draws level with b.

    Parameters
    ----------
    x : str
        What to draw it over. Default: b's own value of `along`, with held=None.
    error : float
        Relative error of the ratio of the two, drawn as a band. Default: the file's own
        (see `break_even`), and 10 % where it has none.
    Others as in `break_even`.
    """
    of = of or roles.measure(dataset)
    assumed = ASSUMED if error is None and not has_errors(dataset) else error
    made, axes = figure(7.4, 4.2)
    ax = axes[0, 0]
    without = []
    drawn = None
    for i, (name, a, b) in enumerate(pairs):
        found = break_even(dataset, between=(name, a, b), along=along, of=of, held=held, over=over, where=where, error=assumed)
        found = found.squeeze(drop=True)
        x = x or str(found["break_even"].dims[0])
        found = found.isel({d: 0 for d in found["break_even"].dims if d != x})
        if not found["break_even"].notnull().any():
            without.append(f"{a} against {b} ({', '.join(dict.fromkeys(found['outcome'].values.tolist()))})")
            continue
        drawn = found if drawn is None else drawn
        _band(ax, found, i, f"{a} against {b}")
    if drawn is None:
        raise SweepError("no pair draws level within the grid: " + "; ".join(without))
    _x_axis(ax, drawn[x])
    if x == along:
        ax.plot(_positions(drawn[x]), _positions(drawn[x]), color="#777777", linewidth=1, linestyle=(0, (1, 2)), label="the same for both")
    if x in (along, drawn.attrs["dimension"]):
        ax.set_xlabel(f"{label(dataset[x])} of the second")
    ax.set_ylabel(f"{label(dataset[along])} of the first")
    scale_axis(ax.set_yscale, np.concatenate([line.get_ydata() for line in ax.lines]))
    plain_ticks(ax.yaxis)
    ax.legend(loc="upper left", bbox_to_anchor=(1.01, 1))
    ax.set_title(title or f"{along} at which the first has the {of} of the second{where_text(as_list(where))}")
    how = source(dataset) if error is None else f"off by {error:.0%}"
    note(made, f"Below its line the first has the lower {of}. Bands: the ratio of the two {how}.", held_text(dataset),
         f"Not level within the grid: {'; '.join(without)}." if without else "")
    return made


def _band(ax, found: xr.Dataset, i: int, text: str):
    """A curve and its band; an edge of the band that lies beyond the grid is drawn at the grid's edge."""
    at = _positions(found[found["break_even"].dims[0]])
    ax.plot(at, found["break_even"], label=text, markevery=max(1, at.size // 12), **line_style(i))
    inside = found["break_even"].notnull()
    low, high = (found[key].fillna(found.attrs[edge]).where(inside) for key, edge in (("least", "grid_least"), ("most", "grid_most")))
    ax.fill_between(at, low, high, color=line_style(i)["color"], alpha=0.18, linewidth=0)


@styled
def scaling(dataset: xr.Dataset, x: str = "chips", columns=None, *, per: str | None = None, by: str | None = None,
            where=None, title: str | None = None):
    """One panel a column over `x`, one line for each alternative; grey, over chips: ideal scaling.

    Parameters
    ----------
    columns : list of str
        Default: step time and MFU, as far as the file has them.
    by : str
        The column whose least decides on the point of each `x`. Default: the first.
    """
    columns = list(columns or [c for c in (roles.measure(dataset, "s"), "mfu") if c in dataset])
    per = per or roles.rivals(dataset)
    chosen = best(dataset, minimize=by or columns[0], where=where, per=[x, per])
    some = chosen[columns[0]].notnull().any(per)
    chosen = chosen.isel({x: slice(*_span(some.values))})
    made, axes = figure(7.6, 1.1 + 2.4 * len(columns), len(columns), sharex=True)
    for ax, name in zip(axes[:, 0], columns):
        for i, value in enumerate(chosen[per].values):
            line = chosen[name].sel({per: value})
            ax.plot(_positions(line[x]), line, label=str(value), **line_style(i))
        _x_axis(ax, chosen[x], dataset[x])
        scale_axis(ax.set_yscale, chosen[name].values)
        if x == "chips" and roles.is_time(dataset, name) and ax.get_xscale() == "log":
            ax.set_yscale("log")
            _ideal(ax, chosen[x].values.astype(float), chosen[name].values)
        plain_ticks(ax.yaxis)
        ax.set_ylabel(label(dataset[name]))
        if ax is not axes[-1, 0]:
            ax.set_xlabel("")
    axes[0, 0].legend(title=per, loc="upper left", bbox_to_anchor=(1.01, 1), alignment="left")
    axes[0, 0].set_title(title or f"{' and '.join(columns)} over {x}{where_text(as_list(where))}")
    note(made, f"Of the points of each {per} and {x} the one of least {by or columns[0]}.", held_text(dataset))
    return made


def _span(some: np.ndarray) -> tuple[int, int]:
    """First and last place that has a value, as a slice; all where none has."""
    at = np.nonzero(some)[0]
    return (int(at[0]), int(at[-1]) + 1) if at.size else (0, some.size)


def _ideal(ax, x: np.ndarray, values: np.ndarray):
    """Halved where x doubles: from the first value of the line that starts lowest in x."""
    if not np.isfinite(values).any():
        return
    starts = [(int(np.nonzero(np.isfinite(v))[0][0]), v) for v in values.T if np.isfinite(v).any()]
    first, line = min(starts, key=lambda s: (s[0], s[1][s[0]]))
    low, high = ax.get_ylim()
    ax.plot(x[first:], line[first] * x[first] / x[first:], color=GREY, linewidth=1.2, linestyle=(0, (4, 2)), zorder=0, label="ideal")
    ax.set_ylim(min(low, np.nanmin(values) / 1.2), high)


def _positions(values: xr.DataArray) -> np.ndarray:
    """Where labels stand on an axis: numbers at their value, words one after the other."""
    return values.values.astype(float) if values.dtype.kind in "fiu" else np.arange(values.size)


def _x_axis(ax, values: xr.DataArray, span: xr.DataArray | None = None):
    """Labels of a dimension; `span`: all of them, where only some are shown."""
    at = _positions(values)
    if values.dtype.kind in "fiu":
        scale_axis(ax.set_xscale, at if span is None else _positions(span))
        plain_ticks(ax.xaxis, at)
    else:
        ax.set_xticks(at, [str(v) for v in values.values], rotation=30, ha="right")
    ax.set_xlabel(label(values))


def _finish(ax, x: xr.DataArray, y: xr.DataArray):
    for values, axis, set_scale in ((x, ax.xaxis, ax.set_xscale), (y, ax.yaxis, ax.set_yscale)):
        scale_axis(set_scale, values.values)
        plain_ticks(axis)
        axis.set_label_text(label(values))
