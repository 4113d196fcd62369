"""Files of the real program: every sweep of configs/ has a report, and stopped runs can be read.

Skipped where TRAINSWEEP_PROGRAM names no program.
"""
import os
import pathlib
import subprocess
import sys

import h5py
import numpy as np
import pytest
import xarray as xr

from sweep_analysis import best, evaluated, frontier, open_sweep, parts, to_table
from sweep_analysis.__main__ import main

ROOT = pathlib.Path(__file__).resolve().parents[2]
PROGRAM = os.environ.get("TRAINSWEEP_PROGRAM", "")
SWEEPS = sorted(p.stem for p in (ROOT / "configs" / "sweeps").glob("*.toml") if p.stem != "big")

pytestmark = pytest.mark.skipif(not os.path.exists(PROGRAM), reason="TRAINSWEEP_PROGRAM names no program")


@pytest.fixture(scope="module")
def run(tmp_path_factory):
    folder, made = tmp_path_factory.mktemp("sweeps"), {}

    def once(name):
        if name not in made:
            made[name] = str(folder / f"{name}.h5")
            subprocess.run([PROGRAM, "run", ROOT / "configs" / "sweeps" / f"{name}.toml", "-o", made[name]], check=True, capture_output=True)
        return made[name]
    return once


@pytest.mark.parametrize("name", SWEEPS)
def test_every_sweep_has_a_report_with_an_answer(run, name):
    path = run(name)
    assert main(["report", path]) == 0
    page = pathlib.Path(path).with_suffix(".html").read_text()
    dataset = open_sweep(path)
    assert len(page) < 10e6 and dataset.attrs["question"] and "Not finished" not in page
    assert "No point has a result" not in page and "<summary>" in page and "basis" in page


def gallery():
    """The module analysis/gallery/make.py, which is no part of the package."""
    import importlib.util
    spec = importlib.util.spec_from_file_location("make", ROOT / "analysis" / "gallery" / "make.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("name", sorted(gallery().FIGURES))
def test_every_figure_of_the_gallery_can_be_drawn_again_and_is_shown(run, name, tmp_path):
    gallery().FIGURES[name](open_sweep(run(name))).savefig(tmp_path / "new.png")
    assert (tmp_path / "new.png").stat().st_size > 10_000
    assert (ROOT / "analysis" / "gallery" / f"{name}.png").exists()
    readme = (ROOT / "analysis" / "README.md").read_text()
    assert f"(gallery/{name}.png)" in readme and f"`{name}.toml`" in readme


def test_a_packed_copy_reads_the_same_and_has_the_same_report(run, tmp_path):
    path, packed = run("smoke"), tmp_path / "smoke.h5"
    subprocess.run([PROGRAM, "pack", path, "-o", packed], check=True, capture_output=True)
    xr.testing.assert_identical(open_sweep(path).load(), open_sweep(packed).load())
    assert main(["report", path]) == main(["report", str(packed)]) == 0
    assert pathlib.Path(path).with_suffix(".html").read_text() == packed.with_suffix(".html").read_text()


@pytest.mark.parametrize("pack", [False, True])
def test_the_examples_read_the_programs_own_file(run, tmp_path, pack):
    import examples_test
    path = run("smoke")
    if pack:
        subprocess.run([PROGRAM, "pack", path, "-o", tmp_path / "packed.h5"], check=True, capture_output=True)
        path = str(tmp_path / "packed.h5")
    want = best(open_sweep(path), minimize="cost_usd")["cost_usd"].item()
    for answer in examples_test.answers(path, tmp_path):
        assert float(answer) == pytest.approx(want, rel=1e-5)


def test_columns_have_units_and_sums_are_found(run):
    dataset = open_sweep(run("smoke"))
    assert all("units" in v.attrs or v.dtype == object for n, v in dataset.data_vars.items() if n != "status")
    assert {"step_time_s", "memory_gib", "energy_mwh", "cost_usd"} <= {n for n in dataset.data_vars if parts(dataset, n)}


def test_best_and_frontier_agree_with_the_table(run):
    dataset = open_sweep(run("smoke"))
    rows = to_table(dataset)
    assert len(rows) == int((dataset["status"] == 1).sum()) > 0
    assert best(dataset, minimize="cost_usd")["cost_usd"].item() == rows.cost_usd.min()
    assert frontier(dataset, ["cost_usd", "train_days"])["train_days"].min().item() == rows.train_days.min()


def test_the_programs_own_top_names_the_same_point(run):
    path = run("smoke")
    shown = subprocess.run([PROGRAM, "top", path, "--by", "cost_usd", "-n", "1", "--csv"], check=True, capture_output=True, text=True).stdout
    header, row = (line.split(",") for line in shown.splitlines()[:2])
    found = best(open_sweep(path), minimize="cost_usd")
    for name in ("offer", "chips"):
        assert row[header.index(name)] == str(found[name].item())


def test_a_file_whose_last_units_are_missing_reads_as_unfinished(run, tmp_path):
    copy = tmp_path / "half.h5"
    copy.write_bytes(pathlib.Path(run("smoke")).read_bytes())
    with h5py.File(copy, "r+") as file:
        flat = file["status"][...].reshape(-1)
        flat[flat.size // 2:] = 0
        file["status"][...] = flat.reshape(file["status"].shape)
    dataset = open_sweep(copy)
    total, counts = evaluated(dataset)
    assert counts[0] == total - total // 2
    assert np.isnan(dataset["cost_usd"].values[dataset["status"].values == 0]).all()
    assert main(["report", str(copy)]) == 0 and "Not finished" in copy.with_suffix(".html").read_text()


def test_a_damaged_file_is_called_so(run, tmp_path, capsys):
    copy = tmp_path / "cut.h5"
    data = pathlib.Path(run("smoke")).read_bytes()
    copy.write_bytes(data[:len(data) * 2 // 3])
    assert main(["report", str(copy)]) == 3
    assert "damaged" in capsys.readouterr().err


def test_a_stopped_sweep_can_be_read_and_reported(tmp_path):
    path = tmp_path / "stopped.h5"
    running = subprocess.Popen([PROGRAM, "run", ROOT / "configs" / "sweeps" / "big.toml", "-o", path], stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
    try:
        for _ in range(600):
            if path.exists() and (open_sweep(path)["status"].isel(model=0).values != 0).any():
                break
            running.poll()
            subprocess.run(["sleep", "0.1"], check=True)
        live = best(open_sweep(path), minimize="cost_usd")
        assert live["status"].item() == 1, "a running sweep answers from what is there"
    finally:
        running.kill()
        running.wait()
    total, counts = evaluated(open_sweep(path))
    assert 0 < counts.get(1, 0) and counts.get(0, 0) > 0, "killed before its end"
    assert best(open_sweep(path), minimize="cost_usd")["status"].item() == 1


if __name__ == "__main__":
    sys.exit(pytest.main([__file__]))
