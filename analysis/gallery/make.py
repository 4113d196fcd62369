"""Runs the sweeps of the gallery and draws the figure of each.

  python3 analysis/gallery/make.py build/release/runner/trainsweep [NAME]...

Figures go to analysis/gallery/NAME.png, results and reports to build/gallery/.
"""
import os
import pathlib
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "analysis" / "src"))

from sweep_analysis import open_sweep, plots  # noqa: E402
from sweep_analysis.report import write_report  # noqa: E402


def cheapest_70b(ds):
    return plots.cost_time_frontier(ds.sel(price_factor=[1.0]), title="Llama 3 70B on 1.4 T tokens: cost against time, by vendor")


def price_border(ds):
    pairs = [("offer", other, "aws-p5-h100") for other in ("aws-trn2", "gcp-v5p", "gcp-v6e", "azure-mi300x", "aws-p6-b200")]
    return plots.break_even_curves(ds, pairs, along="price_usd_per_chip_hour", over="chips",
                                   title="Llama 3 70B: price of a chip at which it costs what the H100 costs")


def how_many_chips(ds):
    some = ds.sel(chip_mtbf_hours=[ds["chip_mtbf_hours"].values[1]], restart_minutes=[10])
    return plots.scaling(some, "chips", ["train_days", "cost_usd", "mfu"], per="offer",
                         title="Llama 3.1 405B on 15.6 T tokens: what more chips bring")


def carbon_by_region(ds):
    return plots.by_place(ds.sel(model=["llama3-70b"], offer=["aws-p5-h100"]), "region", columns=["energy_mwh", "carbon_t", "electricity_usd"],
                          title="Llama 3 70B on H100: the same training in five places")


def when_fp8_pays(ds):
    return plots.winner_map(ds, "offer", "model", between="precision", title="BF16 or FP8: which is cheaper, and by how much")


def model_for_budget(ds):
    return plots.scaling(ds, "params", ["cost_usd", "train_days"], per="offer", by="cost_usd", title="What a model of each size costs, with each offer")


def quickstart(ds):
    return plots.winner_map(ds.sel(price_factor=[1.0]), "chips", "model", title="Cheapest vendor within 60 days, by model and number of chips")


def trainium_vs_gpu(ds):
    some = ds.sel(model=["llama31-405b"], region=["Virginia, PUE 1.15"],
                  price_factor=[f for f in ds["price_factor"].values if f not in (0.8, 0.9)])
    pairs = [("offer", "aws-trn2", gpu) for gpu in ("aws-p5-h100", "aws-p6-b200", "oracle-mi355x", "gcp-v6e", "intel-gaudi3")]
    return plots.break_even_curves(some, pairs, along="price_factor", over="chips",
                                   title="Llama 3.1 405B: what Trainium2 may cost against its list price")


FIGURES = {"cheapest-70b": cheapest_70b, "price-border": price_border, "how-many-chips": how_many_chips,
           "carbon-by-region": carbon_by_region, "when-fp8-pays": when_fp8_pays, "model-for-budget": model_for_budget, "quickstart": quickstart,
           "trainium-vs-gpu": trainium_vs_gpu}


def main():
    program, names = os.path.abspath(sys.argv[1]), sys.argv[2:] or list(FIGURES)
    out = ROOT / "build" / "gallery"
    out.mkdir(parents=True, exist_ok=True)
    for name in names:
        result, page, figure = out / f"{name}.h5", out / f"{name}.html", ROOT / "analysis" / "gallery" / f"{name}.png"
        subprocess.run([program, "run", ROOT / "configs" / "sweeps" / f"{name}.toml", "-o", result, "--overwrite"], check=True)
        dataset = open_sweep(result)
        size = write_report(dataset, str(page))
        FIGURES[name](dataset).savefig(figure, dpi=110)
        print(f"{page} ({size / 1e6:.1f} MB), {figure} ({figure.stat().st_size / 1e3:.0f} KB)")


if __name__ == "__main__":
    main()
