"""The split of a year's work: what the program finds against an integer program of the same
slices, solved by HiGHS (Huangfu and Hall 2018, through scipy)."""
import itertools
import unittest

import h5py
import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp

from program import ProgramTest

SLICES, RUNS = 20, 12
OFFERS = ["trn", "tpu", "gpu"]
# Contracts: USD and chip-hours of a year, in which a run takes some 500,000 chip-hours.
TERMS = {
    "trn": {"like": "aws-trn2", "availability": 0.9},
    "tpu": {"like": "gcp-v6e", "capacity_chip_hours": 2e6, "first_tier_usd": 2e6, "first_tier_discount": 0.3, "availability": 0.97},
    "gpu": {"like": "cudo-h100", "committed_usd": 5e6, "first_tier_usd": 3e6, "first_tier_discount": 0.2,
            "second_tier_usd": 6e6, "second_tier_discount": 0.5},
}
FIXED = f"""
[fixed]
model = "llama3-70b"
chips = 512
runs_per_year = {RUNS}
egress_checkpoints = 3
idle_share = 0.05
"""
LIMITS = {"largest_share": [0.3, 0.4, 0.5, 0.75, 1.0], "least_availability": [0.0, 0.93, 0.96], "committed_usd": [0.0, 4e6, 2e7]}


def records():
    lines = []
    for name, terms in TERMS.items():
        lines += [f"[catalog.offers.{name}]", *(f"{k} = {v!r}".replace("'", '"') for k, v in terms.items())]
    return "\n".join(lines) + "\n"


def paid(run, terms, committed, is_bound):
    """What a member is paid for each number of slices."""
    n = np.arange(SLICES + 1) / SLICES * RUNS
    bill = n * run["spending"]
    first = terms.get("first_tier_usd", 0.0)
    second = max(first, terms.get("second_tier_usd", 1e15))
    beyond_first, beyond_second = np.maximum(bill - first, 0), np.maximum(bill - second, 0)
    bill = bill - terms.get("first_tier_discount", 0) * (beyond_first - beyond_second) - terms.get("second_tier_discount", 0) * beyond_second
    all_in = np.maximum(bill, committed) + n * run["beside"] + (0 if is_bound else run["entry"])
    return all_in if is_bound else np.where(n == 0, 0.0, all_in)


def least(runs, limits):
    """The least cost by HiGHS, or infinity: a variable, 0 or 1, for each member and number of slices."""
    share = np.arange(SLICES + 1) / SLICES
    costs, allowed = [], []
    for i, (run, terms) in enumerate(zip(runs, TERMS.values())):
        committed = limits["committed_usd"] if i == 0 else terms.get("committed_usd", 0.0)
        costs.append(paid(run, terms, committed, i == 0))
        fits = share * RUNS * run["hours"] <= terms.get("capacity_chip_hours", np.inf) * (1 + 1e-12)
        allowed.append((share == 0) | (fits & (share <= limits["largest_share"] + 1e-12)))
    costs, allowed = np.array(costs), np.array(allowed)
    scale = costs.max()
    available = np.outer([t.get("availability", 1.0) for t in TERMS.values()], share)
    found = milp(costs.ravel() / scale, integrality=np.ones(costs.size), bounds=Bounds(0, allowed.ravel().astype(float)),
                 constraints=[LinearConstraint(np.kron(np.eye(len(runs)), np.ones(SLICES + 1)), 1, 1),
                              LinearConstraint(np.tile(share, len(runs))[None], 1, 1),
                              LinearConstraint(available.ravel()[None], limits["least_availability"] - 1e-9, np.inf)],
                 # The presolve of HiGHS 1.2 calls some of these infeasible that are not.
                 options={"mip_rel_gap": 0, "presolve": False})
    return np.inf if found.x is None else (costs.ravel() * np.round(found.x)).sum()


class Fleet(ProgramTest):
    def member_runs(self):
        """One run at each offer, from a sweep that knows nothing of fleets."""
        self.write("alone.toml", f"{FIXED}\n[grid]\noffer = {OFFERS}\n{records()}")
        self.succeed("run", "alone.toml")
        with h5py.File(self.folder / "alone.h5") as file:
            names = ("rent_usd", "idle_usd", "cost_usd", "migration_usd", "chip_hours")
            rent, idle, cost, migration, hours = (file[n][...].ravel().astype(float) for n in names)
        return [{"spending": rent[i] + idle[i], "beside": cost[i] - rent[i] - idle[i], "entry": migration[i], "hours": hours[i]}
                for i in range(len(OFFERS))]

    def test_is_what_an_integer_program_finds(self):
        runs = self.member_runs()
        grid = "\n".join(f"{k} = {v}" for k, v in LIMITS.items())
        self.write("fleet.toml", f'{FIXED}offer = "trn"\nsecond_offer = "tpu"\nthird_offer = "gpu"\n[grid]\n{grid}\n{records()}')
        self.succeed("run", "fleet.toml", ranks=2)
        with h5py.File(self.folder / "fleet.h5") as file:
            order = [a.decode() if isinstance(a, bytes) else a for a in (d.keys()[0] for d in file["status"].dims)]
            status, cost = file["status"][...], file["fleet_cost_usd"][...]
            shares = np.stack([file[n][...] for n in ("fleet_share", "fleet_second_share", "fleet_third_share")])
        self.assertEqual(sorted(LIMITS), sorted(order))
        splits = 0
        for at in itertools.product(*(range(len(LIMITS[a])) for a in order)):
            limits = {a: LIMITS[a][i] for a, i in zip(order, at)}
            want = least(runs, limits)
            if np.isinf(want):
                self.assertEqual((12, True), (status[at], np.isnan(cost[at])), limits)
                continue
            self.assertEqual(1, status[at], limits)
            self.assertAlmostEqual(1, cost[at] / want, 6, limits)
            self.assertAlmostEqual(1, shares[(slice(None), *at)].sum(), 6)
            splits += (shares[(slice(None), *at)] > 0).sum() > 1
        self.assertGreater(splits, 10)
        self.assertGreater((status == 12).sum(), 0)

    def test_the_vendor_is_that_of_the_point_s_own_offer(self):
        self.write("two.toml", f'{FIXED}\n[grid]\nsecond_offer = ["gcp-v6e", "cudo-h100"]\noffer = ["aws-trn2"]\n')
        self.succeed("run", "two.toml")
        with h5py.File(self.folder / "two.h5") as file:
            self.assertEqual(([b"aws"], [b"gcp-v6e", b"cudo-h100"]), (list(file["vendor"][...]), list(file["second_offer"][...])))

    def test_explain_names_every_member(self):
        self.write("fleet.toml", f'{FIXED}offer = "trn"\nsecond_offer = "tpu"\nthird_offer = "gpu"\nlargest_share = 0.4\n{records()}')
        text = self.succeed("explain", "fleet.toml")
        table = text[text.index("The year's work, split"):].split("\n\n")[0]
        for word in ("this offer", "second offer", "third offer", "moving there", "2,000,000 to be had", "97.0 % available", "12 runs"):
            self.assertIn(word, table)


if __name__ == "__main__":
    unittest.main()
