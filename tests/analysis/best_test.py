"""best, frontier, break_even, sensitivity, parts, tables: against plain loops over the table."""
import numpy as np
import pytest
import xarray as xr

from sweep_analysis import (SweepError, best, break_even, frontier, open_sweep, parts, sensitivity, to_table)


@pytest.fixture(scope="module")
def rows(toy_path):
    return to_table(open_sweep(toy_path))


@pytest.mark.parametrize("block_points", [7, 100, 1 << 21])
def test_best_is_the_least_of_each_group_for_any_block_size(toy, rows, block_points):
    found = best(toy, minimize="cost_usd", where="train_days <= 30", per=["model", "vendor"], block_points=block_points)
    want = rows[rows.train_days <= 30].groupby(["model", "vendor"]).cost_usd.min()
    for model in toy["model"].values:
        for vendor in ["acme", "bolt", "crux"]:
            got = found["cost_usd"].sel(model=model, vendor=vendor).item()
            assert got == want.get((model, vendor), pytest.approx(np.nan, nan_ok=True))


def test_best_tells_the_whole_point(toy, rows):
    found = best(toy, minimize="cost_usd")
    row = rows.loc[rows.cost_usd.idxmin()]
    for name in ["model", "chips", "offer", "price_factor", "vendor", "recompute", "train_days"]:
        assert found[name].item() == row[name]
    assert found["cost_usd"].attrs["units"] == "USD"


def test_best_along_a_dimension_keeps_the_others(toy):
    found = best(toy, minimize="cost_usd", over="chips")
    assert found["cost_usd"].dims == ("model", "offer", "price_factor")
    np.testing.assert_array_equal(found["cost_usd"].values, toy["cost_usd"].min("chips").values)
    assert found["chips"].dims == ("model", "offer", "price_factor")


def test_best_can_maximize_and_equal_points_give_the_first(toy):
    found = best(toy, maximize="mfu", per="model")
    np.testing.assert_array_equal(found["mfu"].values, toy["mfu"].max(["chips", "offer", "price_factor"]).values)
    assert (found["price_factor"].values == 0.5).all(), "the price leaves mfu as it is: the first value is taken"


def test_where_nothing_qualifies_the_answer_is_empty(toy):
    found = best(toy, minimize="cost_usd", where="train_days < 0", per="model")
    assert np.isnan(found["cost_usd"]).all() and (found["recompute"] == "").all() and (found["status"] == 0).all()


@pytest.mark.parametrize("where", ["vendor == bolt", "vendor == 'bolt'", lambda d: d["vendor"] == "bolt"])
def test_conditions_take_words_and_functions(toy, where):
    assert best(toy, minimize="cost_usd", where=where)["offer"].item() == "bolt-t"


def test_conditions_take_arrays(toy):
    assert best(toy, minimize="cost_usd", where=toy["train_days"] < 20, block_points=50)["train_days"].item() < 20


@pytest.mark.parametrize("call, text", [
    (lambda d: best(d, minimize="cost_us"), "no column `cost_us`; did you mean `cost_usd`?"),
    (lambda d: best(d), "give either `minimize` or `maximize`: the name of a column"),
    (lambda d: best(d, minimize="recompute"), "`recompute` holds words, which have no best"),
    (lambda d: best(d, minimize="cost_usd", where="train_days"), '`train_days` is no condition; write NAME, one of < <= > >= == !=, and a value, as in "train_days <= 30"'),
    (lambda d: best(d, minimize="cost_usd", where="vendor <= bolt"), "`vendor <= bolt`: `vendor` holds words, which are equal (==) or not (!=)"),
    (lambda d: best(d, minimize="cost_usd", where="chips <= many"), "`chips <= many`: `chips` holds numbers, and `many` is none"),
    (lambda d: best(d, minimize="cost_usd", over="chip"), "no dimension `chip`; did you mean `chips`?"),
    (lambda d: frontier(d, ["cost_usd"]), "a frontier needs at least two columns"),
    (lambda d: break_even(d, between=("offer", "acme-h", "bolt"), along="chips"), "no offer `bolt`; did you mean `bolt-t`?"),
    (lambda d: break_even(d, between=("model", "a", "b"), along="offer"), "`offer` holds words: there is nothing between two of them"),
    (lambda d: break_even(d, between=("offer", "acme-h", "bolt-t"), along="price_factor", held=1.1),
     "`price_factor` has no value 1.1; it has 0.5, 0.625, 0.75, 0.875, 1, 1.125, 1.25, 1.375, 1.5"),
])
def test_mistakes_are_told_with_what_is_allowed(toy, call, text):
    with pytest.raises(SweepError) as error:
        call(toy)
    assert str(error.value) == text


def _dominated(a, others):
    return ((others <= a).all(1) & (others < a).any(1)).any()


@pytest.mark.parametrize("columns", [["cost_usd", "train_days"], ["cost_usd", "train_days", "carbon_t"]])
@pytest.mark.parametrize("block_points", [50, 1 << 21])
def test_a_frontier_holds_just_the_points_that_none_dominates(toy, rows, columns, block_points):
    found = to_table(frontier(toy.sel(model="mid-70b"), columns, per="vendor", block_points=block_points))
    for vendor, group in rows[rows.model == "mid-70b"].groupby("vendor"):
        values = group[columns].to_numpy()
        want = {tuple(v) for v in values if not _dominated(v, values)}
        assert {tuple(v) for v in found[found.vendor == vendor][columns].to_numpy()} == want


def test_a_frontier_can_maximize(toy):
    found = frontier(toy, ["cost_usd", "mfu"], maximize=["mfu"])
    assert (np.diff(found["cost_usd"].values) > 0).all() and (np.diff(found["mfu"].values) > 0).all()


def test_break_even_of_two_lines_is_where_they_cross(toy):
    # The cost is rent times the factor, plus storage: a straight line in the factor.
    found = break_even(toy, between=("offer", "acme-h", "bolt-t"), along="price_factor", held=1.0, over="chips")
    at = float(found["break_even"].sel(model="mid-70b"))
    line = best(toy, minimize="cost_usd", over="chips")["cost_usd"].sel(model="mid-70b")
    there = np.interp(at, line["price_factor"], line.sel(offer="acme-h"))
    assert there == pytest.approx(line.sel(offer="bolt-t", price_factor=1).item(), rel=1e-5)  # float32 columns
    assert (found["outcome"] == "draws level").all()


def test_break_even_error_widens_it_to_a_band(toy):
    found = break_even(toy, between=("offer", "acme-h", "bolt-t"), along="price_factor", held=1.0, over="chips", error=0.1)
    assert (found["least"] < found["break_even"]).all() and (found["break_even"] < found["most"]).all()


def test_break_even_takes_the_errors_of_both_points_from_the_file(toy):
    pair = {"between": ("offer", "acme-h", "bolt-t"), "along": "price_factor", "held": 1.0, "over": "chips"}
    own = xr.where(toy["offer"] == "acme-h", 0.06, 0.08).broadcast_like(toy["status"]).where(toy["status"] == 1)
    found, want = break_even(toy.assign(step_time_rel_error=own), **pair), break_even(toy, **pair, error=0.1)
    for key in ("break_even", "least", "most"):
        np.testing.assert_allclose(found[key], want[key])
    assert found.attrs["error"] == "step_time_rel_error"
    assert (break_even(toy, **pair)["least"] == break_even(toy, **pair)["break_even"]).all(), "none where the file has none"


def test_break_even_without_a_held_value_is_a_curve_over_the_rivals(toy):
    found = break_even(toy, between=("offer", "acme-h", "bolt-t"), along="price_factor", over="chips")
    curve = found["break_even"].sel(model="small-8b")
    assert curve.dims == ("price_factor",) and np.isnan(curve[0]) and found["outcome"][0, 0] == "second wins throughout"
    assert (np.diff(curve.values[1:]) > 0).all(), "a dearer rival leaves room for a dearer price"


def test_break_even_of_vendors_takes_each_ones_best_offer(toy):
    found = break_even(toy, between=("vendor", "acme", "crux"), along="chips", held="same")
    assert found["break_even"].dims == ("model", "price_factor")
    acme = toy["cost_usd"].isel(offer=[0, 1]).min("offer").sel(model="mid-70b", price_factor=1)
    crux = toy["cost_usd"].sel(model="mid-70b", price_factor=1, offer="crux-v", drop=True)
    at = float(found["break_even"].sel(model="mid-70b", price_factor=1))
    assert np.interp(at, toy["chips"], acme) == pytest.approx(np.interp(at, toy["chips"], crux), rel=1e-5)


def test_no_crossing_is_told_apart_from_no_data():
    status = xr.DataArray(np.ones((2, 3), np.uint8), dims=("o", "x"), attrs={"flag_values": [0, 1], "flag_meanings": "a ok"})
    cost = xr.DataArray([[1.0, 2, 3], [np.nan] * 3], dims=("o", "x"), attrs={"units": "USD"})
    toy = xr.Dataset({"status": status, "cost_usd": cost}, coords={"o": ["a", "b"], "x": [1.0, 2, 3]})
    assert break_even(toy, between=("o", "a", "b"), along="x", held="same")["outcome"].item() == "not comparable"


def test_sensitivity_moves_one_dimension_at_a_time(toy):
    found = sensitivity(toy, "cost_usd", at={"model": "mid-70b", "price_factor": 1.0}, over="chips")
    assert list(found["dimension"].values) == ["model", "price_factor", "offer"]
    line = best(toy, minimize="cost_usd", over="chips")["cost_usd"]
    offers = line.sel(model="mid-70b", price_factor=1.0)
    row = found.sel(dimension="offer")
    assert (row["low"].item(), row["high"].item()) == (offers.min().item(), offers.max().item())
    assert row["high_at"].item() == offers["offer"].values[offers.values.argmax()] and row["base"].item() == offers.min().item()


def test_parts_are_the_neighbours_that_add_up(toy):
    assert parts(toy, "cost_usd") == ["rent_usd", "storage_usd"]
    assert parts(toy, "step_time_s") == ["matmul_s", "network_s"]
    assert parts(toy, "memory_gib") == ["weights_gib", "activations_gib"]
    assert parts(toy, "carbon_t") == []


def test_a_table_has_a_row_for_each_feasible_point(toy, rows):
    assert len(rows) == int((toy["status"] == 1).sum()) and list(rows)[:4] == ["model", "chips", "offer", "price_factor"]
    assert rows.attrs["units"]["cost_usd"] == "USD"
    whole = to_table(toy, ["cost_usd", "status"], infeasible=True, block_points=100)
    assert len(whole) == 972 and list(whole)[-2:] == ["cost_usd", "status"]


def test_break_even_in_the_unit_of_a_column_that_follows_a_dimension(toy):
    price = toy["price_factor"] * xr.DataArray([4.0, 6.5, 1.6, 2.2], dims="offer")
    priced = toy.assign(chip_hour_usd=price.broadcast_like(toy["status"]).where(toy["status"] == 1).assign_attrs(units="USD/h"))
    pair = {"between": ("offer", "acme-h", "bolt-t"), "held": 1.0, "over": "chips"}
    found, factor = break_even(priced, along="chip_hour_usd", **pair), break_even(toy, along="price_factor", **pair)
    np.testing.assert_allclose(found["break_even"], 4.0 * factor["break_even"])
    assert found["break_even"].attrs["units"] == "USD/h"
    with pytest.raises(SweepError, match="`chip_hour_usd` differs between the points of `acme`"):
        break_even(priced, between=("vendor", "acme", "crux"), along="chip_hour_usd", held=1.0, over="chips")
    with pytest.raises(SweepError, match="`mfu` moves with `chips`, not|`cost_usd` moves with `chips` and `price_factor`, not"):
        break_even(toy, between=("offer", "acme-h", "bolt-t"), along="cost_usd")
