"""What all figures share: colours, markers, ticks and notes."""
from __future__ import annotations

import matplotlib.colors
import numpy as np
import xarray as xr
from matplotlib.figure import Figure

from ..words import number

COLOURS = ["#0072B2", "#E69F00", "#009E73", "#CC79A7", "#D55E00", "#56B4E9", "#8C6D1F", "#5B5B5B", "#F0E442"]
MARKERS = ["o", "s", "^", "D", "v", "P", "X", "*", "h"]
DASHES = ["-", "--", "-.", ":"]
HATCHES = ["///", "\\\\\\", "...", "xxx", "++", "oo", "--", "**"]
GREY = "#BDBDBD"

RC = {"font.size": 9, "axes.titlesize": 10, "axes.titleweight": "bold", "axes.titlelocation": "left",
      "axes.spines.top": False, "axes.spines.right": False, "axes.grid": True, "grid.color": "#E3E3E3",
      "grid.linewidth": 0.6, "axes.axisbelow": True, "legend.frameon": False, "hatch.linewidth": 0.6,
      "svg.hashsalt": "trainsweep", "figure.dpi": 100, "savefig.dpi": 150, "axes.titlepad": 8}


def styled(draw):
    """Draw with this style, whatever the caller's is."""
    import functools

    @functools.wraps(draw)
    def inside(*args, **kwargs):
        with matplotlib.rc_context(RC):
            return draw(*args, **kwargs)
    return inside


def figure(width: float = 7.0, height: float = 4.2, rows: int = 1, columns: int = 1, **kwargs):
    """A figure without pyplot's global state, and its axes."""
    made = Figure(figsize=(width, height), layout="constrained")
    return made, made.subplots(rows, columns, squeeze=False, **kwargs)


def colour(i: int) -> str:
    return COLOURS[i % len(COLOURS)]


def text_on(fill: str) -> str:
    """Black or white, whichever is read better on a colour (WCAG's relative luminance)."""
    r, g, b = (v / 12.92 if v <= 0.04045 else ((v + 0.055) / 1.055) ** 2.4 for v in matplotlib.colors.to_rgb(fill))
    return "#FFFFFF" if 0.2126 * r + 0.7152 * g + 0.0722 * b < 0.18 else "#1D1D1D"


def line_style(i: int) -> dict:
    """Colour, marker and dash of the i-th line: no two of the first 36 are alike."""
    return {"color": colour(i), "marker": MARKERS[i % len(MARKERS)], "linestyle": DASHES[i // len(COLOURS) % len(DASHES)],
            "markersize": 4.5, "linewidth": 1.4}


def spread(values: np.ndarray) -> bool:
    """Whether numbers span enough to need a logarithmic axis."""
    values = values[np.isfinite(values)]
    return values.size > 1 and values.min() > 0 and values.max() / values.min() > 20


def scale_axis(axis_set, values) -> None:
    """A logarithmic axis where the values need one: scale_axis(ax.set_xscale, x)."""
    if spread(np.asarray(values, float)):
        axis_set("log")


def plain_ticks(axis, values=None) -> None:
    """Ticks as people write numbers; with `values` just these (up to 12)."""
    from matplotlib.ticker import FuncFormatter, LogLocator, NullFormatter
    if axis.get_scale() == "log":
        low, high = axis.get_view_interval()
        axis.set_major_locator(LogLocator(subs=(1, 2, 5) if high / low < 300 else (1,)))
        axis.set_minor_formatter(NullFormatter())
    axis.set_major_formatter(FuncFormatter(lambda v, _: number(v, 4)))
    if values is not None and len(values) <= 12:
        axis.set_ticks(list(values))
        axis.set_minor_formatter(NullFormatter())
        axis.set_tick_params(which="minor", length=0)


def note(made: Figure, *texts: str) -> None:
    """What was held, chosen or left out, under the figure."""
    if any(texts):
        made.supxlabel("\n".join(filter(None, texts)), fontsize=7.5, color="#555555", x=0.01, ha="left")


def held_text(dataset: xr.Dataset, apart=()) -> str:
    """Where the dimensions of one value stand: "At model llama3-70b, price_factor 1."."""
    dims = [d for d in map(str, dataset["status"].dims) if dataset.sizes[d] == 1 and d not in apart]
    return f"At {', '.join(f'{d} {number(dataset[d].values[0], 4)}' for d in dims)}." if dims else ""
