"""How far predictions may be off, as the file says it, else as is assumed here."""
from __future__ import annotations

import numpy as np
import xarray as xr

COLUMN = "step_time_rel_error"  # promised by the file format: relative error of a point's step time, expected
ASSUMED = 0.1  # of the ratio of two alternatives, where the file has no such column


def has_errors(dataset: xr.Dataset) -> bool:
    return COLUMN in dataset.data_vars


def of_ratio(first, second):
    """Relative error of the ratio of two predictions whose errors are independent: 0.06 and 0.08 give 0.1."""
    return np.hypot(first, second)


def source(dataset: xr.Dataset) -> str:
    """Where the error of a ratio comes from, for notes."""
    return f"off by the {COLUMN} of both, taken as independent" if has_errors(dataset) else f"off by {ASSUMED:.0%}, which is assumed"
