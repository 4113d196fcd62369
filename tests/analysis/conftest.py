"""Fixtures: small files in the program's layout, made once."""
import pathlib
import sys

import pytest

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "analysis" / "src"), str(pathlib.Path(__file__).parent)]
sys.dont_write_bytecode = True

import made  # noqa: E402
import sweep_analysis  # noqa: E402


@pytest.fixture(scope="session")
def toy_path(tmp_path_factory):
    return made.sweep_file(tmp_path_factory.mktemp("toy") / "toy.h5")


@pytest.fixture()
def toy(toy_path):
    return sweep_analysis.open_sweep(toy_path)
