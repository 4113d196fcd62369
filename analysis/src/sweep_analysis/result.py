"""open_sweep: a result file as one labelled, lazily read xarray.Dataset."""
from __future__ import annotations

import os

import h5py
import numpy as np
import xarray as xr
from xarray.core import indexing

from .errors import DamagedFile, SweepError
from .lazy import MaskedColumn, Stored

KIND = "trainsweep_format"
MAJOR = 1  # of the file format that this package reads


def open_sweep(path, *, chunks=None, decode: bool = True) -> xr.Dataset:
    """Open a result file, finished or not, of any size.

    Parameters
    ----------
    path : str or path-like
        A file that `trainsweep run` wrote, is writing, or stopped writing.
    chunks : int, dict, "auto" or None
        As in xarray.open_dataset: with dask, columns become dask arrays. None reads
        what is selected, when it is used, without dask.
    decode : bool
        Whether coded columns hold their words ("selective") instead of numbers.

    Returns
    -------
    xarray.Dataset
        Dimensions, coordinates, columns and `status` under the file's names and in its
        order, with `units` and `long_name`. A column is NaN (a word: "") where `status`
        is not ok. `status` keeps its codes in flag_values and flag_meanings. What
        describes the run as a whole is in `attrs`.

    Raises
    ------
    SweepError
        The file is of another kind, or of a major version that this package cannot read.
    DamagedFile
        The file cannot be read as what it says it is.
    """
    path = os.fspath(path)
    attrs = _checked_attributes(path)
    try:
        with xr.open_dataset(path, engine="h5netcdf", decode_times=False, mask_and_scale=False, cache=False) as file:
            columns = {name: (file[name].dims, dict(file[name].attrs)) for name in _columns(file)}
            described = file.drop_vars(list(columns)).load()
            described = described.set_coords(list(described.data_vars))
        dataset = described.assign({name: _variable(path, name, *about, decode) for name, about in columns.items()})
    except DamagedFile:
        raise
    except (OSError, KeyError, RuntimeError) as error:
        raise DamagedFile(f"cannot read `{path}`: {error}") from error
    dataset.attrs = attrs
    dataset.encoding["source"] = path
    return dataset if chunks is None else dataset.chunk(chunks)


def status_meanings(dataset: xr.Dataset) -> dict[int, str]:
    """What each code of `status` means, as words: {0: "not evaluated", 1: "ok", ...}."""
    attrs = dataset["status"].attrs
    words = str(attrs["flag_meanings"]).split()
    return {int(v): w.replace("_", " ") for v, w in zip(np.atleast_1d(attrs["flag_values"]), words)}


def _checked_attributes(path: str) -> dict:
    """The root's attributes of a file of our kind and version."""
    if not os.path.exists(path):
        raise SweepError(f"no file `{path}`")
    try:
        with h5py.File(path, "r") as file:
            attrs = {name: _plain(value) for name, value in file.attrs.items()}
            has_status = "status" in file
    except OSError as error:
        raise DamagedFile(f"`{path}` is no HDF5 file, or a damaged one: {error}") from error
    if KIND not in attrs:
        what = attrs.get("title") or attrs.get("Conventions") or "another program's HDF5 file"
        raise SweepError(f"`{path}` is no trainsweep result: it has no attribute `{KIND}` (it says: {what})")
    version = str(attrs[KIND])
    if version.split(".")[0] != str(MAJOR):
        raise SweepError(f"`{path}` has trainsweep format {version}, and this package reads format {MAJOR}.x")
    if not has_status:
        raise DamagedFile(f"`{path}` has no `status`: its creation was cut short")
    return attrs


def _plain(value):
    """An attribute as a Python number, string or list of them."""
    if isinstance(value, bytes):
        return value.decode()
    if isinstance(value, (np.ndarray, np.generic)):
        return value.item() if np.ndim(value) == 0 or value.size == 1 else value.tolist()
    return value


def _columns(file: xr.Dataset) -> list[str]:
    """status, and the float32 variables on all of its dimensions; the rest describes the axes."""
    return [name for name, variable in file.variables.items()
            if name == "status" or (variable.dims == file["status"].dims and variable.dtype == "f4")]


def _variable(path: str, name: str, dims: tuple, attrs: dict, decode: bool) -> xr.Variable:
    stored = Stored(path, name)
    if name == "status":
        return xr.Variable(dims, indexing.LazilyIndexedArray(stored), attrs)
    names = codes = None
    if decode and "flag_meanings" in attrs:
        names, codes = str(attrs.pop("flag_meanings")).split(), np.atleast_1d(attrs.pop("flag_values"))
    return xr.Variable(dims, indexing.LazilyIndexedArray(MaskedColumn(stored, Stored(path, "status"), names, codes)), attrs)
