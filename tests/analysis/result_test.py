"""open_sweep: labels, masks, words, laziness, and files that are not what they should be."""
import h5py
import made
import numpy as np
import pytest
import xarray as xr

from sweep_analysis import DamagedFile, SweepError, evaluated, open_sweep, status_meanings


def test_dimensions_coordinates_and_columns_have_the_files_names_units_and_order(toy):
    assert list(toy.sizes.items()) == [("model", 3), ("chips", 9), ("offer", 4), ("price_factor", 9)]
    assert list(toy["vendor"].values) == ["acme", "acme", "bolt", "crux"] and toy["vendor"].dims == ("offer",)
    assert list(toy.data_vars)[:3] == ["status", "step_time_s", "mfu"]
    assert toy["cost_usd"].attrs["units"] == "USD" and toy["cost_usd"].attrs["long_name"] == "what the training run costs"


def test_values_are_those_of_the_file(toy):
    values, status = made.columns(made.dimensions())
    want = np.where(status == 1, values["cost_usd"][0], np.nan).astype("f4")
    np.testing.assert_array_equal(toy["cost_usd"].values, want)


def test_infeasible_points_are_masked_and_words_decoded(toy):
    bad = toy["status"].values == 2
    assert bad.any() and np.isnan(toy["cost_usd"].values[bad]).all()
    assert set(toy["recompute"].values[~bad].ravel()) <= {"none", "selective", ""}
    assert set(toy["recompute"].values[bad]) == {""}
    assert status_meanings(toy) == {0: "not evaluated", 1: "ok", 2: "out of memory", 3: "no valid plan"}


def test_numbers_of_codes_stay_where_decoding_is_off(toy_path):
    raw = open_sweep(toy_path, decode=False)["recompute"]
    assert raw.dtype == "f4" and raw.attrs["flag_meanings"] == "none selective"


@pytest.mark.parametrize("compress", [False, True])
def test_any_selection_reads_the_same_from_plain_and_packed_files(toy, tmp_path, compress):
    other = open_sweep(made.sweep_file(tmp_path / "a.h5", compress=compress))
    whole = toy["cost_usd"].values
    points = xr.DataArray([2, 0, 0], dims="p")
    for got, want in [
        (other["cost_usd"][1, 2, 3, 4], whole[1, 2, 3, 4]),
        (other["cost_usd"].isel(model=[2, 0, 2], chips=slice(None, None, -2), offer=1), whole[[2, 0, 2]][:, ::-2, 1]),
        (other["cost_usd"].isel(model=points, chips=points + 3), whole[[2, 0, 0], [5, 3, 3]]),
        (other["cost_usd"].isel(chips=[]), whole[:, []]),
    ]:
        np.testing.assert_array_equal(got.values, want)


def test_opening_reads_no_column(toy_path, monkeypatch):
    from sweep_analysis import lazy
    monkeypatch.setattr(lazy.Stored, "outer", lambda *a: pytest.fail("a column was read"))
    open_sweep(toy_path)


def test_a_growing_file_shows_what_was_added_since(tmp_path):
    path = made.sweep_file(tmp_path / "half.h5", done=0.5)
    dataset = open_sweep(path)
    total, counts = evaluated(dataset)
    assert total == 972 and counts[0] == 486
    assert np.isnan(dataset["cost_usd"].values[2]).all(), "points not evaluated hold 0 in the file, and no result here"
    assert dataset.attrs["complete"] == 0
    with h5py.File(path, "r+") as file:
        file["status"][2, 8, 0, 0], file["cost_usd"][2, 8, 0, 0] = 1, 5.0
    assert dataset["cost_usd"][2, 8, 0, 0].item() == 5.0


def test_dask_gives_the_same_numbers(toy, toy_path):
    pytest.importorskip("dask")
    chunked = open_sweep(toy_path, chunks={"model": 1})
    assert chunked["cost_usd"].chunks[0] == (1, 1, 1)
    assert chunked["cost_usd"].min().compute().item() == toy["cost_usd"].min().item()


@pytest.mark.parametrize("kind, text", [
    (None, "is no trainsweep result: it has no attribute `trainsweep_format` (it says: toy)"),
    ("2.0", "has trainsweep format 2.0, and this package reads format 1.x"),
])
def test_another_kind_or_version_is_refused_by_name(tmp_path, kind, text):
    path = made.sweep_file(tmp_path / "x.h5", kind=kind)
    with pytest.raises(SweepError) as error:
        open_sweep(path)
    assert str(error.value) == f"`{path}` {text}"


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(SweepError, match="no file `.*nowhere.h5`"):
        open_sweep(tmp_path / "nowhere.h5")


@pytest.mark.parametrize("keep", [0.0, 0.3, 0.9])
def test_a_file_cut_short_is_called_damaged(toy_path, tmp_path, keep):
    cut = tmp_path / "cut.h5"
    data = open(toy_path, "rb").read()
    cut.write_bytes(data[:int(len(data) * keep)])
    with pytest.raises(DamagedFile):
        open_sweep(cut)


def test_text_is_no_hdf5_file(tmp_path):
    (tmp_path / "a.h5").write_text("not HDF5")
    with pytest.raises(DamagedFile, match="is no HDF5 file, or a damaged one"):
        open_sweep(tmp_path / "a.h5")
