"""Figures: each carries the file's names and units, and shows what the numbers say."""
import made
import matplotlib
import numpy as np
import pytest
import xarray as xr

from sweep_analysis import SweepError, best, open_sweep, plots
from sweep_analysis.gallery import write_figures
from sweep_analysis.words import amount, number

matplotlib.use("Agg")


def texts(figure):
    return [t.get_text() for t in figure.findobj(matplotlib.text.Text)]


def test_a_winner_map_has_the_colour_of_each_winner_and_the_reason_where_there_is_none(toy):
    one = toy.sel(price_factor=[1.0])
    figure = plots.winner_map(one, "chips", "model", where="train_days <= 60")
    axes = figure.axes[0]
    assert axes.get_xlabel() == "chips" and axes.get_ylabel() == "model"
    legend = [t.get_text() for t in axes.get_legend().get_texts()]
    assert legend == ["acme", "bolt", "crux", "condition not met", "out of memory", "no valid plan"]
    image = axes.images[0].get_array()
    want = best(one, minimize="cost_usd", where="train_days <= 60", per=["model", "chips"])
    shades = {v: matplotlib.colors.to_rgb(c) for v, c in zip(["acme", "bolt", "crux"], plots.style.COLOURS)}
    for i in range(3):
        for j in range(9):
            vendor = want["vendor"][i, j].item()
            if vendor:  # the colour lies between white and the winner's own
                weight = (1 - image[i, j]) / (1 - np.array(shades[vendor]))
                assert np.ptp(weight) < 1e-6 and 0.29 < weight[0] <= 1
            else:
                assert (image[i, j] == 1).all()


def test_a_winner_map_can_be_read_without_colour_and_says_what_is_held(toy):
    one = toy.sel(price_factor=[1.0])
    figure = plots.winner_map(one, "chips", "model")
    want = best(one, minimize="cost_usd", per=["model", "chips"])["vendor"]
    cells = {t.get_position(): t.get_text().split("\n")[0] for t in figure.axes[0].texts}
    assert cells == {(j, i): want[i, j].item() for i in range(3) for j in range(9) if want[i, j].item()}
    assert any("At price_factor 1." in t for t in texts(figure))


def test_a_wide_map_names_each_winner_once(tmp_path):
    dims = made.dimensions(prices=40) | {"model": ["small-8b"]}
    figure = plots.winner_map(open_sweep(made.sweep_file(tmp_path / "wide.h5", dims=dims)), "price_factor", "chips")
    named = [t.get_text() for t in figure.axes[0].texts]
    assert sorted(named) == sorted({t.get_text() for t in figure.axes[0].get_legend().get_texts()} & {"acme", "bolt", "crux"})


def test_full_colour_means_that_the_next_is_half_again_as_dear(toy):
    figure = plots.winner_map(toy.sel(price_factor=[1.0]), "chips", "model", where="train_days <= 60")
    assert any("full colour from 50%" in t for t in texts(figure))


def test_a_frontier_has_a_line_for_each_vendor(toy):
    figure = plots.cost_time_frontier(toy.sel(model=["mid-70b"], price_factor=[1.0]))
    axes = figure.axes[0]
    assert (axes.get_xlabel(), axes.get_ylabel()) == ("train_days (d)", "cost_usd (USD)")
    assert [line.get_label() for line in axes.lines] == ["acme", "bolt", "crux"]
    assert len({(line.get_marker(), line.get_color()) for line in axes.lines}) == 3, "told apart without colour too"


def test_break_even_curves_say_whose_price_is_whose(toy):
    figure = plots.break_even_curves(toy.sel(model=["mid-70b"]), [("offer", "acme-h", "bolt-t")], along="price_factor", over="chips")
    assert figure.axes[0].get_ylabel() == "price_factor of the first"
    assert "off by 10%, which is assumed" in " ".join(texts(figure)) and "At model mid-70b." in " ".join(texts(figure))


def test_break_even_bands_take_the_files_own_errors(toy):
    pair = [("offer", "acme-h", "bolt-t")]
    narrow = toy.assign(step_time_rel_error=xr.where(toy["offer"] == "acme-h", 0.03, 0.04).broadcast_like(toy["status"]))
    widths = []
    for dataset in (toy, narrow):
        figure = plots.break_even_curves(dataset.sel(model=["mid-70b"]), pair, along="price_factor", over="chips")
        band = figure.axes[0].collections[0].get_paths()[0].vertices
        widths.append(np.ptp(band[np.isclose(band[:, 0], 1.0), 1]))
    assert widths[1] == pytest.approx(widths[0] / 2, rel=0.02), "5 % instead of the 10 % assumed"
    assert "step_time_rel_error of both" in " ".join(texts(figure))


def test_pairs_that_never_draw_level_are_named_and_not_drawn(toy):
    dear = toy.assign(cost_usd=(toy["cost_usd"] * xr.where(toy["offer"] == "crux-v", 9, 1)).assign_attrs(units="USD")).sel(model=["mid-70b"])
    pairs = [("offer", "acme-h", "bolt-t"), ("offer", "crux-v", "bolt-t")]
    figure = plots.break_even_curves(dear, pairs, along="price_factor", over="chips")
    assert [line.get_label() for line in figure.axes[0].lines] == ["acme-h against bolt-t", "the same for both"]
    assert "Not level within the grid: crux-v against bolt-t (second wins throughout)" in " ".join(texts(figure))
    with pytest.raises(SweepError, match="no pair draws level within the grid: crux-v against bolt-t"):
        plots.break_even_curves(dear, pairs[1:], along="price_factor", over="chips")


def test_scaling_has_a_panel_a_column(toy):
    figure = plots.scaling(toy.sel(model=["mid-70b"]), per="offer")
    assert [a.get_ylabel() for a in figure.axes] == ["step_time_s (s)", "mfu"] and figure.axes[-1].get_xlabel() == "chips"


def test_a_breakdown_adds_up_to_its_total(toy):
    figure = plots.breakdown(toy, best(toy.sel(model=["mid-70b"]), minimize="cost_usd"))
    for axes in figure.axes:
        assert sum(p.get_width() for p in axes.patches) == pytest.approx(axes.get_xlim()[1], rel=1e-5)


def test_a_tornado_names_its_base(toy):
    figure = plots.tornado(toy, at={"model": "mid-70b", "price_factor": 1.0}, over="chips")
    assert [t.get_text() for t in figure.axes[0].get_yticklabels()] == ["model", "price_factor", "offer"]
    assert any("Base: model=mid-70b" in t for t in texts(figure))


def test_every_fitting_figure_is_written_and_none_is_cut_off(toy, tmp_path):
    names = [p.split("/")[-1] for p in write_figures(toy, str(tmp_path))]
    assert names == ["winners.png", "frontier.png", "scaling.png", "break-even.png", "breakdown.png", "tornado.png"]
    for name in names:
        image = matplotlib.image.imread(tmp_path / name)[..., :3]
        edge = np.concatenate([image[0], image[-1], image[:, 0], image[:, -1]])
        assert (edge > 0.98).all(), f"{name} has ink on its edge"


@pytest.mark.parametrize("value, text", [(4096, "4096"), (1234567, "1.23M"), (0.01234, "0.0123"), (99.97, "100"), (999600, "1M"),
                                         (float("nan"), "none"), ("aws", "aws"), (15600.4, "15.6k"), (100000, "100k")])
def test_numbers_read_well(value, text):
    assert number(value) == text


@pytest.mark.parametrize("value, unit, text", [(1.5e6, "USD", "1.5 million USD"), (15623, "USD", "15,600 USD"), (0.43, "1", "0.43"), (28.44, "d", "28.4 days")])
def test_amounts_read_well(value, unit, text):
    assert amount(value, unit) == text
