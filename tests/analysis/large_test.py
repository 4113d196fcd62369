"""Files larger than memory: nothing is read but what is asked for, and never more than a block at once."""
import tracemalloc

import h5py
import made
import numpy as np
import pytest

from sweep_analysis import best, frontier, open_sweep, to_table


def sparse_file(path, sizes=(1000, 1000, 10_000)):
    """A file of 10^10 points, 90 GB as it seems, that holds one result and takes a few KB of disk."""
    with h5py.File(path, "w") as file:
        file.attrs["trainsweep_format"] = "1.0"
        for dim, size in zip("abc", sizes):
            file.create_dataset(dim, data=np.arange(size, dtype="f8")).make_scale(dim)
        early = h5py.h5p.create(h5py.h5p.DATASET_CREATE)
        early.set_alloc_time(h5py.h5d.ALLOC_TIME_EARLY)
        early.set_fill_time(h5py.h5d.FILL_TIME_NEVER)
        for name, kind in (("status", h5py.h5t.NATIVE_UINT8), ("cost_usd", h5py.h5t.IEEE_F32LE), ("train_days", h5py.h5t.IEEE_F32LE)):
            h5py.h5d.create(file.id, name.encode(), kind, h5py.h5s.create_simple(sizes), early)
            for i, dim in enumerate("abc"):
                file[name].dims[i].attach_scale(file[dim])
        file["status"].attrs.update({"flag_values": np.arange(2, dtype="u1"), "flag_meanings": "not_evaluated ok"})
        file["status"][999, 999, 9999], file["cost_usd"][999, 999, 9999], file["train_days"][999, 999, 9999] = 1, 7.0, 3.0
    return path


def test_a_file_of_ten_billion_points_opens_and_answers_from_where_one_looks(tmp_path):
    dataset = open_sweep(sparse_file(tmp_path / "sparse.h5"))
    assert dataset["cost_usd"].size == 10**10
    tracemalloc.start()
    assert dataset["cost_usd"].sel(a=999, b=999, c=9999).item() == 7
    assert best(dataset.isel(a=[999], b=slice(990, None)), minimize="cost_usd")["c"].item() == 9999
    assert tracemalloc.get_traced_memory()[1] < 64e6
    tracemalloc.stop()


@pytest.mark.parametrize("reduce", [
    lambda d: best(d, minimize="cost_usd", where="train_days <= 30", per=["model", "vendor"], block_points=1 << 14),
    lambda d: frontier(d, ["cost_usd", "train_days"], per="vendor", block_points=1 << 14),
    lambda d: to_table(d, ["cost_usd"], where="train_days <= 2", block_points=1 << 14),
])
def test_a_reduction_keeps_a_block_in_memory_and_not_the_file(tmp_path, reduce):
    dataset = open_sweep(made.sweep_file(tmp_path / "long.h5", dims=made.dimensions(prices=3000)))
    assert dataset["cost_usd"].size == 324_000
    whole = 4 * dataset["cost_usd"].size * len(dataset.data_vars)
    tracemalloc.start()
    reduce(dataset)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < whole / 2, f"{peak / 1e6:.1f} MB of {whole / 1e6:.1f} MB"
