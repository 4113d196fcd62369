"""The examples of reading a file without this package give the same answer as it does."""
import pathlib
import re
import shutil
import subprocess

import pytest

from sweep_analysis import best

EXAMPLES = pathlib.Path(__file__).resolve().parents[2] / "analysis" / "examples"


def run(*command):
    return subprocess.run(command, capture_output=True, text=True, check=True, timeout=60).stdout


def answers(path, folder):
    """The least cost that each of the programs finds in a file."""
    run("g++", "-std=c++20", EXAMPLES / "read.cpp", *run("pkg-config", "--cflags", "--libs", "hdf5-serial").split(), "-o", folder / "read")
    commands = [["Rscript", EXAMPLES / "read.R"], ["octave-cli", "-q", EXAMPLES / "read.m"], [folder / "read"]]
    for command in commands:
        if shutil.which(command[0]):
            yield re.search(r"cost_usd = (\S+)", run(*command, path))[1]


def test_r(toy, toy_path):
    if shutil.which("Rscript") is None:
        pytest.skip("Rscript is not installed")
    want = best(toy, minimize="cost_usd")
    assert run("Rscript", EXAMPLES / "read.R", toy_path).splitlines() == [
        "model = small-8b ", "chips = 64 ", "offer = acme-b ", "price_factor = 0.5 ", f"cost_usd = {want['cost_usd'].item():.2f} USD ",
    ]


def test_octave(toy, toy_path):
    if shutil.which("octave-cli") is None:
        pytest.skip("octave-cli is not installed")
    want = best(toy, minimize="cost_usd")
    assert run("octave-cli", "-q", EXAMPLES / "read.m", toy_path).splitlines() == [
        "price_factor: 1 of 9", "offer: 2 of 4", "chips: 3 of 9", "model: 1 of 3", f"cost_usd = {want['cost_usd'].item():.6g}",
    ]


def test_cpp(toy, toy_path, tmp_path):
    flags = run("pkg-config", "--cflags", "--libs", "hdf5-serial").split()
    run("g++", "-std=c++20", EXAMPLES / "read.cpp", *flags, "-o", tmp_path / "read")
    want = best(toy, minimize="cost_usd")
    assert run(tmp_path / "read", toy_path) == f"cost_usd = {want['cost_usd'].item():.6g} at index 0 2 1 0\n"


def test_shell(toy, toy_path):
    shown = run(EXAMPLES / "read.sh", toy_path)
    assert "float cost_usd(model, chips, offer, price_factor) ;" in shown
    assert 'offer = "acme-h", "acme-b", "bolt-t", "crux-v" ;' in shown
    assert f"(0,0,0,0): {toy['cost_usd'][0, 0, 0, 0].item():.6g}"[:20] in shown
