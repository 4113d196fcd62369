"""Columns that are read when they are used, and masked where they hold no result.

A column of an unfinished file reads as 0 where nothing was written yet, so a value
counts only where `status` says ok. MaskedColumn reads both and puts NaN elsewhere.

Contiguous datasets, as the program writes them, are mapped: any selection reads just
the pages that it touches, and sees what a running sweep has added since. Compressed
copies go through h5py, whose selections are ordered and not repeated.
"""
from __future__ import annotations

import h5py
import numpy as np
from xarray.backends import BackendArray
from xarray.core import indexing

from .errors import DamagedFile

OK = 1


class Stored(BackendArray):
    """One N-D dataset of a file, opened anew for each selection that maps nothing."""

    def __init__(self, path: str, name: str):
        self.path, self.name = path, name
        with h5py.File(path, "r") as file:
            dataset = file[name]
            self.shape, self.dtype = dataset.shape, dataset.dtype
            self.offset = dataset.id.get_offset()  # None: chunked
        self.mapped = self._map() if self.offset is not None and 0 not in self.shape else None

    def _map(self):
        try:
            return np.memmap(self.path, self.dtype, "r", self.offset, self.shape)
        except ValueError as error:
            raise DamagedFile(f"`{self.path}` ends before column `{self.name}` does: {error}") from error

    def __getitem__(self, key):
        if isinstance(key, indexing.VectorizedIndexer):
            return self.at(key.tuple)
        return indexing.explicit_indexing_adapter(key, self.shape, indexing.IndexingSupport.OUTER, self.outer)

    def outer(self, key: tuple) -> np.ndarray:
        """Values at the product of the selections of each dimension."""
        if self.mapped is not None:
            return np.array(_select(self.mapped, key))
        with h5py.File(self.path, "r") as file:
            box, inside = zip(*map(_box, key, self.shape)) if key else ((), ())
            return _select(file[self.name][box], inside)

    def at(self, key: tuple) -> np.ndarray:
        """Values at single points, one array of positions a dimension."""
        if self.mapped is not None:
            return np.array(self.mapped[key])
        full = np.broadcast_arrays(*(np.arange(n)[k] if isinstance(k, slice) else k for k, n in zip(key, self.shape)))
        out = np.empty(full[0].shape, self.dtype)
        for first in np.unique(full[0]):  # one slab in memory at a time
            here = full[0] == first
            out[here] = self.outer((int(first),) + (slice(None),) * (len(key) - 1))[tuple(k[here] for k in full[1:])]
        return out


class MaskedColumn(BackendArray):
    """A column, NaN wherever `status` is not ok; with `names`, its codes as words."""

    def __init__(self, column: Stored, status: Stored, names: list[str] | None = None, codes=None):
        self.column, self.status, self.names = column, status, names
        self.codes = None if codes is None else np.asarray(codes)
        self.shape = column.shape
        self.dtype = column.dtype if names is None else np.dtype(object)

    def __getitem__(self, key):
        values = self.column[key]
        masked = np.where(self.status[key] == OK, values, np.array(np.nan, values.dtype))
        return masked if self.names is None else self._words(masked)

    def _words(self, values: np.ndarray) -> np.ndarray:
        words = np.full(values.shape, "", object)
        for code, name in zip(self.codes, self.names):
            words[values == code] = name
        return words


def _select(values: np.ndarray, key: tuple) -> np.ndarray:
    """Orthogonal selection: one dimension after the other, the last first."""
    for axis in reversed(range(len(key))):
        values = values[(slice(None),) * axis + (key[axis],)]
    return values


def _box(key, size: int):
    """The smallest forward slice around a selection, and the selection inside of it."""
    picked = np.arange(size)[key]
    if picked.ndim == 0:
        return slice(int(picked), int(picked) + 1), 0
    if picked.size == 0:
        return slice(0, 0), slice(None)
    first = int(picked.min())
    return slice(first, int(picked.max()) + 1), picked - first
