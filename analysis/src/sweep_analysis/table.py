"""to_table: points as rows of a pandas table."""
from __future__ import annotations

import pandas as pd
import xarray as xr

from .blocks import POINTS, blocks
from .conditions import holds
from .errors import unknown


def to_table(dataset: xr.Dataset, columns=None, *, where=None, infeasible: bool = False,
             block_points: int = POINTS) -> pd.DataFrame:
    """One row a point: dimensions and coordinates first, then columns, in file order.

    Parameters
    ----------
    columns : list of str
        Columns to take. Default: all, and `status` only with `infeasible`.
    where
        As in `best`. The table must fit in memory; the file need not.
    infeasible : bool
        Whether to keep points that have no values.

    Returns
    -------
    pandas.DataFrame
        `attrs["units"]` maps the columns' names to their units.
    """
    if "status" not in dataset or not dataset["status"].dims:
        return _rows(dataset if dataset.dims else dataset.expand_dims("point"), columns)
    frames = []
    for block in blocks(dataset, block_points):
        piece = dataset.isel(block)
        keep = xr.ones_like(piece["status"], bool) if infeasible else piece["status"] == 1
        met = holds(piece, where)
        if met is not None:
            keep = keep & met
        frames.append(_rows(piece.assign(_keep=keep), columns, infeasible))
    return _with_units(pd.concat(frames, ignore_index=True), dataset)


def _rows(piece: xr.Dataset, columns, infeasible: bool = False) -> pd.DataFrame:
    for name in columns or []:
        if name not in piece.variables:
            raise unknown("column", name, piece.variables)
    known = [n for n in piece.data_vars if n not in ("_keep", "status") or (n == "status" and infeasible)]
    taken = list(columns) if columns is not None else known
    coords = [n for n in piece.coords if n not in taken]
    frame = piece[list(dict.fromkeys([*taken, *(["_keep"] if "_keep" in piece else [])]))].reset_coords().to_dataframe().reset_index()
    if "_keep" in frame:
        frame = frame[frame["_keep"]]
    return frame[[n for n in [*coords, *taken] if n in frame]].reset_index(drop=True)


def _with_units(frame: pd.DataFrame, dataset: xr.Dataset) -> pd.DataFrame:
    frame.attrs["units"] = {n: dataset[n].attrs["units"] for n in frame if "units" in dataset[n].attrs}
    return frame
