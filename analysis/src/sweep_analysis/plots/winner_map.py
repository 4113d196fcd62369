"""Who wins where: a map of the best alternative over two dimensions."""
from __future__ import annotations

import numpy as np
import xarray as xr
from matplotlib.colors import to_rgb
from matplotlib.patches import Patch, Rectangle

from .. import roles
from ..best import best
from ..blocks import blocks
from ..conditions import as_list
from ..result import status_meanings
from ..words import label, number, where_text
from .style import HATCHES, colour, figure, held_text, note, styled

FULL_MARGIN = 0.5  # a runner-up that is 50 % worse: the full colour
MOST_NUMBERS = 160  # cells of a map that has room for a number in each
CONDITION = -1  # instead of a status code: points have values, but none meets the condition


@styled
def winner_map(dataset: xr.Dataset, x: str, y: str, *, of: str | None = None, between: str | None = None,
               where=None, title: str | None = None):
    """Colour: the winner; the paler, the closer its runner-up; hatched: why nobody can.

    Parameters
    ----------
    x, y : str
        Dimensions of the map. Along all others every alternative takes its best point:
        select beforehand what is to be held.
    of : str
        The column in which the least wins. Default: the cost.
    between : str
        The dimension or coordinate that competes. Default: the vendor.
    where : as in `best`
    """
    of = of or roles.measure(dataset)
    between = between or roles.rivals(dataset)
    cube = best(dataset, minimize=of, where=where, per=[y, x, between])[of].transpose(y, x, between)
    names = [str(v) for v in cube[between].values]
    winner, margin = _winners(cube.values)
    reasons = _reasons(dataset, x, y)

    longest = max(map(len, names)) if winner.size <= MOST_NUMBERS else 0
    made, axes = figure(max(5.5, 2.6 + max(0.5, 0.12 + 0.062 * longest) * cube.sizes[x]), max(3.0, 1.6 + 0.42 * cube.sizes[y]))
    ax = axes[0, 0]
    ax.imshow(_shades(winner, margin), origin="lower", aspect="auto", interpolation="nearest")
    used = _hatch(ax, winner, reasons)
    if winner.size <= MOST_NUMBERS:
        _write_cells(ax, winner, margin, names)
    else:
        _write_regions(ax, winner, names)
    _ticks(ax, cube, x, y)
    _legend(ax, sorted(set(winner[winner >= 0])), names, used, status_meanings(dataset), between)
    rival = f"the best other {between}"
    ax.set_title(title or f"Least {of} by {between}{where_text(as_list(where))}")
    note(made, f"Numbers and shade: how much worse {rival} is; full colour from {FULL_MARGIN:.0%}, or where it is not there.", held_text(dataset))
    return made


def _winners(cube: np.ndarray):
    """Number of the best alternative (-1: none) and by how much the next is worse (inf: alone)."""
    filled = np.where(np.isnan(cube), np.inf, cube)
    ranked = np.sort(filled, axis=-1)
    winner = np.where(np.isinf(ranked[..., 0]), -1, filled.argmin(-1))
    second = ranked[..., 1] if cube.shape[-1] > 1 else np.full(winner.shape, np.inf)
    with np.errstate(all="ignore"):
        margin = np.where(winner >= 0, second / ranked[..., 0] - 1, 0)
    return winner, margin


def _shades(winner, margin) -> np.ndarray:
    """RGB of each cell: white mixed into the winner's colour where the margin is thin."""
    image = np.ones((*winner.shape, 3))
    weight = 0.3 + 0.7 * np.clip(margin / FULL_MARGIN, 0, 1)
    for i in np.unique(winner[winner >= 0]):
        here = winner == i
        image[here] = 1 - weight[here, None] * (1 - np.array(to_rgb(colour(i))))
    return image


BOX = {"boxstyle": "round,pad=0.15", "facecolor": "white", "alpha": 0.65, "linewidth": 0}


def _write_cells(ax, winner, margin, names):
    """Who wins in each cell, so that colour is not needed to read it, and by how much the next is worse."""
    for row, column in zip(*np.nonzero(winner >= 0)):
        next_one = f"\n{margin[row, column]:.0%}" if np.isfinite(margin[row, column]) else ""
        ax.text(column, row, names[winner[row, column]] + next_one, ha="center", va="center", fontsize=6.5, color="#1d1d1d",
                linespacing=1.1, bbox=BOX)


def _write_regions(ax, winner, names):
    """Each winner's name once, in the cell of its own that is nearest to their middle."""
    for i in np.unique(winner[winner >= 0]):
        cells = np.argwhere(winner == i)
        row, column = cells[((cells - cells.mean(0)) ** 2).sum(1).argmin()]
        ax.text(column, row, names[i], ha="center", va="center", fontsize=7, color="#1d1d1d", bbox=BOX)


def _reasons(dataset, x, y) -> np.ndarray:
    """The most frequent reason against a cell's points; CONDITION where some have values."""
    sizes = (dataset.sizes[y], dataset.sizes[x])
    counts = np.zeros((*sizes, 256), np.int64)
    dims = list(dataset["status"].dims)
    for block in blocks(dataset):
        codes = dataset["status"].isel(block).transpose(y, x, ...).values
        codes = codes.reshape(codes.shape[0], codes.shape[1], -1)
        for code in np.unique(codes):
            counts[block[y], block[x], code] += (codes == code).sum(-1)
    assert y in dims and x in dims
    some = counts[..., 1] > 0
    counts[..., 1] = 0
    return np.where(some, CONDITION, counts.argmax(-1))


def _hatch(ax, winner, reasons) -> list[int]:
    used = sorted({int(r) for r in reasons[winner < 0]})
    for row, column in zip(*np.nonzero(winner < 0)):
        ax.add_patch(Rectangle((column - 0.5, row - 0.5), 1, 1, facecolor="#F2F2F2", edgecolor="#8A8A8A", linewidth=0,
                               hatch=HATCHES[used.index(int(reasons[row, column])) % len(HATCHES)]))
    return used


def _ticks(ax, cube, x, y):
    for axis, name in ((ax.xaxis, x), (ax.yaxis, y)):
        values = cube[name].values
        step = max(1, int(np.ceil(len(values) / 14)))
        axis.set_ticks(range(0, len(values), step), [number(v, 4) for v in values[::step]])
        axis.set_label_text(label(cube[name]))
    if any(len(t.get_text()) > 6 for t in ax.get_xticklabels()):
        ax.tick_params(axis="x", rotation=35)
    ax.grid(False)
    ax.set_xticks(np.arange(-0.5, cube.sizes[x]), minor=True)
    ax.set_yticks(np.arange(-0.5, cube.sizes[y]), minor=True)
    ax.grid(which="minor", color="white", linewidth=1)
    ax.tick_params(which="minor", length=0)


def _legend(ax, winners, names, used, meanings, between):
    handles = [Patch(facecolor=colour(i), label=names[i]) for i in winners]
    for i, code in enumerate(used):
        text = "condition not met" if code == CONDITION else meanings[code]
        handles.append(Patch(facecolor="#F2F2F2", edgecolor="#8A8A8A", hatch=HATCHES[i % len(HATCHES)], label=text))
    ax.legend(handles=handles, title=between, loc="upper left", bbox_to_anchor=(1.01, 1), alignment="left", handleheight=1.2)
