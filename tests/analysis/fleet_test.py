"""fleet: against plain enumeration of every split, and what its terms do."""
import itertools

import numpy as np
import pytest
import xarray as xr

from sweep_analysis import SweepError, best, fleet
from sweep_analysis.__main__ import main

OFFERS = ["a", "b", "c"]


def sweep(cost, hours, **coords):
    """A dataset as `best` gives it: cost and chip-hours of a run by offer."""
    dims = [*coords, "offer"]
    return xr.Dataset({"cost_usd": (dims, np.asarray(cost, float), {"units": "USD"}),
                       "chip_hours": (dims, np.asarray(hours, float), {"units": "h"})},
                      coords={**coords, "offer": OFFERS})


def paid(n, slices, work, terms):
    """What a vendor is paid, as the module's opening has it."""
    if n == 0:
        return 0.0
    bill = work * n / slices
    bill -= terms["discount"] * max(bill - terms["tier"], 0)
    return max(bill, terms["commitment"]) + terms["entry"]


def least_by_enumeration(slices, work, hours, terms, left, least):
    found = np.inf
    for n in itertools.product(range(slices + 1), repeat=len(work)):
        if sum(n) != slices or max(n) > (1 - left) * slices + 1e-9:
            continue
        if any(k * h / slices > t["capacity"] * (1 + 1e-12) for k, h, t in zip(n, hours, terms)):
            continue
        if sum(k * t["availability"] for k, t in zip(n, terms)) / slices < least - 1e-12:
            continue
        found = min(found, sum(paid(k, slices, w, t) for k, w, t in zip(n, work, terms)))
    return found


@pytest.mark.parametrize("seed", range(150))
def test_is_as_cheap_as_the_best_of_all_splits(seed):
    dice = np.random.default_rng(seed)
    slices = int(dice.integers(1, 13))
    cost, hours, runs = dice.uniform(1e5, 1e6, 3), dice.uniform(1e4, 1e5, 3), float(dice.integers(1, 20))
    maybe = lambda chance, value, default: value if dice.random() < chance else default
    terms = [{"capacity": maybe(0.6, h * runs * dice.uniform(0.2, 1.5), np.inf),
              "commitment": maybe(0.5, c * runs * dice.uniform(0, 0.8), 0.0),
              "tier": maybe(0.7, c * runs * dice.uniform(0, 1), np.inf), "discount": dice.uniform(0, 0.5),
              "entry": maybe(0.5, c * runs * dice.uniform(0, 0.3), 0.0),
              "availability": dice.uniform(0.8, 1)} for c, h in zip(cost, hours)]
    left, least = maybe(0.5, dice.uniform(0, 0.7), 0.0), maybe(0.5, dice.uniform(0.8, 0.97), 0.0)
    found = fleet(sweep(cost, hours), runs=runs, slices=slices, least_left=left, least_availability=least,
                  **{name: {o: t[name] for o, t in zip(OFFERS, terms)} for name in terms[0]})
    want = least_by_enumeration(slices, cost * runs, hours * runs, terms, left, least)
    assert found["feasible"].item() == np.isfinite(want)
    if np.isfinite(want):
        assert found["total"].item() == pytest.approx(want, rel=1e-9)
        assert found["share"].sum().item() == pytest.approx(1)
        assert found["paid"].sum().item() == found["total"].item()


def test_takes_all_from_the_cheapest_where_nothing_hinders():
    found = fleet(sweep([3, 2, 4], [1, 1, 1]), runs=10)
    assert found["share"].values.tolist() == [0, 1, 0] and found["total"].item() == 20


def test_goes_on_without_any_one_of_them():
    found = fleet(sweep([3, 2, 4], [1, 1, 1]), runs=10, least_left=0.5)
    assert found["share"].values.tolist() == [0.5, 0.5, 0] and found["total"].item() == 25


def test_sweeps_its_terms_like_any_axis():
    capacity = xr.DataArray([0.0, 3.0, 12.0], dims="capacity", coords={"capacity": [0.0, 3.0, 12.0]})
    commitment = xr.DataArray([0.0, 40.0], dims="commitment", coords={"commitment": [0.0, 40.0]})
    found = fleet(sweep([[3, 2, 4], [1, 2, 4]], [[1, 1, 1]] * 2, model=["x", "y"]), runs=12,
                  capacity={"b": capacity}, commitment={"b": commitment})
    assert dict(found["share"].sizes) == {"model": 2, "capacity": 3, "commitment": 2, "offer": 3}
    x = found.sel(model="x", commitment=0.0)
    assert x["total"].values.tolist() == [36, 33, 24]
    assert x["share"].sel(offer="b").values.tolist() == [0, 0.25, 1]
    assert (found.sel(model="x", commitment=40.0)["total"] == 36).all(), "a commitment above the saving is not signed"
    assert (found.sel(model="y")["total"] == 12).all()


def test_says_where_no_split_is_possible():
    found = fleet(sweep([3, 2, 4], [1, 1, 1]), least_left=0.9)
    assert not found["feasible"].item() and np.isnan(found["share"]).all()


def test_leaves_out_who_cannot_run_it():
    found = fleet(sweep([np.nan, 2, 4], [np.nan, 1, 1]), least_left=0.25)
    assert found["share"].values.tolist() == [0, 0.75, 0.25]


def test_reads_a_sweeps_best_points(toy):
    cheapest = best(toy, minimize="cost_usd", over="chips").assign(chip_hours=lambda d: d["train_days"] * 24 * d["chips"])
    found = fleet(cheapest.sel(price_factor=1.0), runs=4, least_left=0.3)
    lowest = cheapest["cost_usd"].sel(price_factor=1.0).min("offer") * 4
    assert (found["total"] >= lowest * (1 - 1e-6)).all() and found["total"].attrs["units"] == "USD"


def test_is_a_command_too(toy_path, capsys):
    arguments = ["fleet", str(toy_path), "--where", "price_factor == 1", "--per", "model", "--runs", "4", "--least-left", "0.25"]
    assert main(arguments) == 0
    rows = capsys.readouterr().out.splitlines()
    assert [row.split(":")[0] for row in rows] == ["model small-8b", "model mid-70b", "model large-200b"]
    assert all(" USD a year: 75.0% " in row and ", 25.0% " in row for row in rows)
    assert main(["fleet", str(toy_path), "--least-left", "0.9"]) == 0
    assert capsys.readouterr().out == "no split is possible\n"
    assert main([*arguments, "--capacity", "acme-h=0", "--capacity", "2"]) == 2
    assert capsys.readouterr().err == "error: --capacity is one number for all, or one for each OFFER=NUMBER\n"
    assert main([*arguments, "--tier", "acme-h=much"]) == 2
    assert capsys.readouterr().err == "error: --tier takes NUMBER or OFFER=NUMBER, not `acme-h=much`\n"


@pytest.mark.parametrize("mistake, says", [
    ({"of": "cost"}, "no column `cost`; did you mean `cost_usd`?"),
    ({"along": "offr"}, "no dimension `offr`; did you mean `offer`?"),
    ({"capacty": 3}, "no term of a fleet `capacty`; did you mean `capacity`?"),
    ({"capacity": {"d": 3}}, "no offer `d`; known: `a`, `b`, `c`"),
    ({"slices": 0}, "a fleet's work has at least one slice"),
])
def test_names_what_is_wrong(mistake, says):
    with pytest.raises(SweepError) as error:
        fleet(sweep([3, 2, 4], [1, 1, 1]), **mistake)
    assert str(error.value) == says
