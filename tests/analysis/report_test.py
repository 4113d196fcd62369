"""The report without a browser: it stands alone, says what it must, and its numbers are the file's."""
import json
import os
import pathlib
import re
import zlib
from base64 import b64decode

import made
import numpy as np
import pytest
import xarray as xr

from sweep_analysis import open_sweep
from sweep_analysis.__main__ import main
from sweep_analysis.report.answer import answer, doubt, method
from sweep_analysis.report.payload import payload

ROOT = pathlib.Path(__file__).resolve().parents[2]
pytest.importorskip("plotly")


@pytest.fixture(scope="module")
def page(tmp_path_factory, toy_path):
    out = tmp_path_factory.mktemp("page") / "toy.html"
    assert main(["report", toy_path, "-o", str(out)]) == 0
    return out.read_text()


def test_it_is_one_file_under_ten_megabytes(page):
    assert len(page) < 10e6
    ours = page.replace(re.search(r'id="plotly">.*?</script>', page, re.S)[0], "")
    assert not re.search(r'(src|href)\s*=|url\(|@import|fetch\(', ours), "nothing is loaded from elsewhere"


def test_it_states_question_answer_assumptions_limits_and_how_to_repeat(page):
    for text in ["Which offer trains each model for the least money?", "The answer", "tokens_per_param", "What the model leaves out",
                 "trainsweep run toy.toml -o toy.h5", "Next is crux", "cost_usd: what the training run costs.",
                 "Differences under 10% are marked"]:
        assert text in page


def test_the_answer_is_the_best_point_of_each_model(toy):
    asked, sentences = answer(toy)
    assert asked == "The least cost_usd over chips and offer, at price_factor 1 (the price_factor)"
    cost = toy["cost_usd"].sel(model="mid-70b", price_factor=1)
    acme, crux = cost.isel(offer=[0, 1]).min().item(), cost.sel(offer="crux-v").min().item()
    line = toy["cost_usd"].sel(model="mid-70b", offer="acme-b").min("chips")
    above = int(np.argmax(line.values > crux))  # linear between the two factors around it
    (x0, x1), (y0, y1) = (a.values[above - 1:above + 1] for a in (line["price_factor"], line))
    border = x0 + (crux - y0) / (y1 - y0) * (x1 - x0)
    assert sentences[1] == (f"mid-70b: {acme / 1e6:.3g} million USD with acme-b, 64 chips; it takes 119 days, 164 MWh, 65.7 t CO2e. "
                            f"Next is crux at {crux / 1e6:.3g} million USD, {crux / acme - 1:.0%} above. "
                            f"The border: at price_factor {border:.3g} it costs as much as crux-v does now.")
    assert sentences[-1].startswith("Nothing in this sweep limits train_days")


def test_the_answer_names_price_term_and_date_and_doubts_what_is_close(toy):
    of_offers = {"term": ["on-demand"] * 4, "price_date": ["2025-01", "2025-02", "2025-03", "2025-04"]}
    priced = toy.assign_coords({name: ("offer", values) for name, values in of_offers.items()})
    price = xr.DataArray([4.0, 6.5, 1.6, 2.2], dims="offer").broadcast_like(toy["status"])
    priced = priced.assign(chip_hour_usd=price.assign_attrs(units="USD/h"))
    assert "with acme-b, 64 chips at 6.5 USD per chip-hour (on-demand, 2025-02); it takes" in answer(priced)[1][1]
    assert method(priced) == "cost_usd: what the training run costs. Prices are on-demand, of 2025-01 to 2025-04."
    sure = priced.assign(step_time_rel_error=toy["mfu"] * 0 + 0.001)
    unsure = priced.assign(step_time_rel_error=toy["mfu"] * 0 + 10.0)
    assert "closer than the model can tell" not in " ".join(answer(sure)[1])
    assert "above, closer than the model can tell. The border: at price_factor" in answer(unsure)[1][1]
    assert "step_time_rel_error" in doubt(sure)


def test_the_answer_names_the_border_and_the_share_of_power(toy):
    price = xr.DataArray([4.0, 6.5, 1.6, 2.2], dims="offer") * toy["price_factor"]
    priced = toy.assign(chip_hour_usd=price.broadcast_like(toy["status"]).assign_attrs(units="USD/h"),
                        electricity_usd=(0.043 * toy["cost_usd"].sel(price_factor=1)).broadcast_like(toy["cost_usd"]).assign_attrs(units="USD"))
    told = answer(priced)[1][1]
    found = re.search(r"The border: at price_factor ([\d.]+) \(([\d.]+) USD/h\) it costs as much as crux-v does now\. Power is 4\.3% of it\.$", told)
    assert found, told
    assert float(found[2]) == pytest.approx(6.5 * float(found[1]), rel=0.01)
    cheap = toy.sel(price_factor=slice(0.5, 1.0))
    assert "The border lies beyond: at price_factor 1 it still costs less than crux-v does now." in answer(cheap)[1][1]
    assert "border" not in " ".join(answer(toy.sel(price_factor=[1.0]))[1]), "no price is swept"
    assert "Power" not in " ".join(answer(toy)[1])


def _unpacked(column, sizes):
    raw = np.frombuffer(zlib.decompress(b64decode(column["data"])), np.uint8)
    values = raw.reshape(4, -1).T.copy().view("<f4").ravel()
    shape = [n if v else 1 for n, v in zip(sizes, column["varies"])]
    return np.broadcast_to(values.reshape(shape), sizes)


def test_every_number_of_the_page_is_the_files(toy):
    packed = payload(toy)
    ok = toy["status"].values == 1
    for column in packed["columns"]:
        want = toy[column["name"]].values
        if "words" in column:
            want = np.array([np.nan if w == "" else column["words"].index(w) for w in want.ravel()], "f4").reshape(want.shape)
        np.testing.assert_array_equal(_unpacked(column, toy["status"].shape)[ok], want[ok])
    by_name = {c["name"]: c for c in packed["columns"]}
    assert by_name["step_time_s"]["varies"] == [True, True, True, False], "a plan does not change with the price"
    json.dumps(packed, allow_nan=False)


def test_a_large_sweep_is_thinned_and_says_so(toy):
    packed = payload(toy, max_points=500)
    assert packed["thinned"] == {"chips": [6, 9]} or np.prod([len(d["values"]) for d in packed["dims"]]) <= 500
    assert packed["thinned"] and all(some < whole for some, whole in packed["thinned"].values())
    assert 1.0 in next(d for d in packed["dims"] if d["name"] == "price_factor")["values"]


def test_an_unfinished_sweep_says_how_far_it_is(tmp_path):
    path = made.sweep_file(tmp_path / "half.h5", done=0.5)
    assert main(["report", path]) == 0
    assert "Not finished: 50.0 % of the points are evaluated" in (tmp_path / "half.html").read_text()


def test_a_sweep_without_any_result_still_has_a_report(tmp_path):
    path = made.sweep_file(tmp_path / "none.h5", done=0.0)
    assert main(["report", path]) == 0
    assert "No point has a result." in (tmp_path / "none.html").read_text()


def test_text_of_the_config_cannot_leave_its_place(tmp_path):
    import h5py
    path = made.sweep_file(tmp_path / "sly.h5")
    with h5py.File(path, "r+") as file:
        file.attrs["question"] = "</script><script>alert(1)</script>"
    assert main(["report", path]) == 0
    assert "<script>alert" not in (tmp_path / "sly.html").read_text()


def test_the_command_line_tells_mistakes_by_exit_status(tmp_path, toy_path, capsys):
    assert main(["report", str(tmp_path / "none.h5")]) == 2
    assert capsys.readouterr().err.startswith("error: no file `")
    (tmp_path / "text.h5").write_text("no")
    assert main(["report", str(tmp_path / "text.h5")]) == 3
    assert main(["figures", toy_path, "-o", str(tmp_path / "figures")]) == 0
    assert "winners.png" in capsys.readouterr().out


def test_all_records_of_the_config_appear_with_their_sources():
    from sweep_analysis.report.provenance import records
    config = '[catalog.chips.h]\nsource = "sheet"\nbasis = "published"\nmemory_gb = 80\npeak = { value = 1.5, unit = "TFLOP/s", source = "guess <1>", basis = "assumed" }\n'
    shown = records({"config": config})
    assert "<td>memory_gb</td><td>80</td>" in shown and "guess &lt;1&gt;" in shown and "basis assumed" in shown and "sheet" in shown


def limits_of_the_engine():
    """The bullets and the closing paragraph of engine/MODEL.md's first section, a line each."""
    section = (ROOT / "engine" / "MODEL.md").read_text().split("## What the model leaves out\n")[1].split("\n## ")[0]
    lines = [line.removeprefix("- ").strip() for line in section.splitlines() if line.strip()]
    return "\n".join(lines) + "\n"


def test_the_limits_are_those_that_the_engines_document_states():
    """Rewrite the packaged copy with TRAINSWEEP_UPDATE=1."""
    copy = ROOT / "analysis" / "src" / "sweep_analysis" / "report" / "limits.txt"
    if os.environ.get("TRAINSWEEP_UPDATE") == "1":
        copy.write_text(limits_of_the_engine())
    assert copy.read_text() == limits_of_the_engine()


@pytest.mark.parametrize("columns", [["cost_usd"], ["train_days", "cost_usd"], ["step_time_s", "cost_usd"], ["mfu"]])
def test_prices_are_held_and_chips_are_chosen_whatever_columns_there_are(toy, columns):
    from sweep_analysis import roles
    few = toy[["status", *columns]]
    assert not roles.is_choice(few, "price_factor") and not roles.is_choice(few, "model") and roles.is_choice(few, "offer")
    assert roles.held(few, free=["model"]) == {"price_factor": 1.0}
    assert len(answer(few)[1]) >= 3
