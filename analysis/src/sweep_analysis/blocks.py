"""A dataset piece by piece, so that no reduction needs more than a piece in memory."""
from __future__ import annotations

import itertools
import math
from collections.abc import Iterator

import numpy as np
import xarray as xr

POINTS = 1 << 21  # of a block: 8 MiB a float32 column


def blocks(dataset: xr.Dataset, points: int = POINTS) -> Iterator[dict[str, slice]]:
    """Slices of the outer dimensions that cover the points once, in storage order.

    With sizes {a: 3, b: 4, c: 5} and points=10 these are a=0, b=0:2; a=0, b=2:4; a=1, ...
    """
    sizes = {str(d): int(n) for d, n in zip(dataset["status"].dims, dataset["status"].shape)}
    steps, inner = {}, math.prod(sizes.values())
    for dim, size in sizes.items():
        inner //= max(size, 1)
        steps[dim] = max(1, min(size, points // max(inner, 1)))
    starts = (range(0, size, steps[dim]) for dim, size in sizes.items())
    for start in itertools.product(*starts):
        yield {dim: slice(s, min(s + steps[dim], sizes[dim])) for dim, s in zip(sizes, start)}


def evaluated(dataset: xr.Dataset) -> tuple[int, dict[int, int]]:
    """Number of points, and how many of them have each status code."""
    counts: dict[int, int] = {}
    for block in blocks(dataset):
        codes = dataset["status"].isel(block).values
        for code, n in enumerate(np.bincount(codes.ravel())):
            if n:
                counts[code] = counts.get(code, 0) + int(n)
    return math.prod(dataset["status"].shape), counts
