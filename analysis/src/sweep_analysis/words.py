"""Numbers and names as people read them."""
from __future__ import annotations

import numpy as np
import xarray as xr

_LARGE = [(1e12, "T"), (1e9, "B"), (1e6, "M"), (1e3, "k")]
_SPELLED = {1e12: "trillion", 1e9: "billion", 1e6: "million"}


def number(value, figures: int = 3) -> str:
    """Three figures, or more: 1234567 -> "1.23M", 7e10 -> "70B", 0.0123 -> "0.0123", "aws" -> "aws".

    Whole numbers that people know by heart keep all figures up to 99,999: 4096 -> "4096".
    """
    if isinstance(value, (str, np.str_)):
        return str(value)
    value = float(value)
    if not np.isfinite(value):
        return "none"
    if value == int(value) and abs(value) < 1e5:
        return f"{int(value)}"
    for size, letter in _LARGE:
        if abs(value) >= size * 0.9995:
            return f"{value / size:.{figures}g}{letter}" if abs(value) < 999.5 * size else f"{value / size:.0f}{letter}"
    return f"{value:.0f}" if abs(value) >= 99.95 else f"{value:.{figures}g}"


def amount(value, unit: str) -> str:
    """With its unit: (1.5e6, "USD") -> "1.5 million USD", (15600, "USD") -> "15,600 USD", (0.43, "1") -> "0.43"."""
    text = number(value)
    if np.isfinite(float(value)) and 1e3 <= abs(float(value)) < 999_500:
        text = f"{float(f'{float(value):.3g}'):,.0f}"
    for size, spelled in _SPELLED.items():
        if np.isfinite(float(value)) and size <= abs(float(value)) < 1000 * size:
            text = f"{float(value) / size:.3g} {spelled}"
    return f"{text} {SPOKEN.get(unit, unit)}".strip()


SPOKEN = {"1": "", "d": "days", "h": "hours", "s": "s", "t": "t CO2e", "s-1": "per s"}


def label(variable: xr.DataArray) -> str:
    """For an axis: name and unit, "cost_usd (USD)"; a pure number has none."""
    unit = variable.attrs.get("units", "")
    return f"{variable.name} ({unit})" if unit not in ("", "1") else str(variable.name)


def where_text(conditions) -> str:
    """Conditions as a phrase: " where train_days <= 30"."""
    texts = [c if isinstance(c, str) else "a condition" for c in conditions]
    return f" where {' and '.join(texts)}" if texts else ""
