"""pip installs the package from its folder, offline, and what was installed works without the checkout."""
import os
import pathlib
import shutil
import subprocess
import sys
import venv

import pytest

ROOT = pathlib.Path(__file__).resolve().parents[2]


def test_pip_installs_it_offline_with_all_that_a_report_needs(tmp_path, toy_path):
    if subprocess.run([sys.executable, "-m", "pip", "--version"], capture_output=True, check=False).returncode != 0:
        pytest.skip("pip is not installed")
    shutil.copytree(ROOT / "analysis", tmp_path / "analysis")  # a build writes into its folder
    venv.create(tmp_path / "env", system_site_packages=True, with_pip=False)
    python = tmp_path / "env" / "bin" / "python"
    apart = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}

    def run(*command):
        done = subprocess.run(command, cwd=tmp_path, env=apart, capture_output=True, text=True, timeout=120, check=False)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    # Debian's h5py calls itself h5py._debian_h5py_serial, so pip does not know that it is there.
    run(sys.executable, "-m", "pip", "--python", python, "install", "--quiet", "--no-index", "--no-build-isolation", "--no-deps", tmp_path / "analysis")
    where = run(python, "-c", "import sweep_analysis; print(sweep_analysis.__file__)")
    assert where.startswith(str(tmp_path / "env")), "the installed copy"
    assert "toy.html" in run(tmp_path / "env" / "bin" / "sweep-analysis", "report", toy_path, "-o", "toy.html")
    assert "winners.png" in run(python, "-m", "sweep_analysis", "figures", toy_path, "-o", "figures")
