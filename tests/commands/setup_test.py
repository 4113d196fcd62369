"""The scripts install what is missing and nothing else: with false dpkg-query and apt-get in front."""
import os
import pathlib
import re
import subprocess
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
INSTALL = f'set -euo pipefail; source "{ROOT}/.ci/install.sh"; install_packages build test'


def wanted():
    lines = (ROOT / ".ci" / "packages.txt").read_text().splitlines()
    return [line.split()[1] for line in lines if line and not line.startswith("#")]


class Needed(unittest.TestCase):
    # Where Spack or people have other names than CMake.
    NAMES = {"CLI": "cli11", "toml++": "tomlplusplus", "xxhash.h": "xxhash"}
    PEOPLE = {"tomlplusplus": "toml++", "boost": "boost.serialization"}

    def test_what_the_build_asks_for_is_named_to_those_without_root(self):
        text = (ROOT / "runner" / "CMakeLists.txt").read_text()
        headers = re.search(r"foreach\(header (.*)\)", text)[1].split()
        asked = re.findall(r"find_package\((\w+)", text) + [header.split("/")[0] for header in headers]
        self.assertGreater(len(asked), 9)
        spack = re.findall(r"^  - ([\w-]+)", (ROOT / "slurm" / "spack.yaml").read_text(), re.MULTILINE)
        readme = re.search(r"^Needed: .*", (ROOT / "slurm" / "README.md").read_text(), re.MULTILINE)[0].lower()
        for name in asked:
            if name == "Threads":
                continue  # of the compiler
            package = self.NAMES.get(name, name.lower())
            self.assertIn(package, spack)
            self.assertIn(self.PEOPLE.get(package, package), readme)


class Setup(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="setup test ")
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)

    def install(self, installed, apt_status=0):
        """Runs install_packages where `installed` are there; returns the run and apt-get's arguments."""
        asked = "\n".join(f"ii  {name}" for name in installed)
        self.tool("dpkg-query", f"cat <<'END'\n{asked}\nEND\nexit 1")  # 1: some are unknown, as dpkg-query does
        self.tool("apt-get", f'echo "$@" >> "{self.folder}/apt.log"; exit {apt_status}')
        self.tool("sudo", 'exec "$@"')
        done = subprocess.run(["bash", "-c", INSTALL], capture_output=True, text=True, timeout=60, check=False,
                              env={**os.environ, "PATH": f"{self.folder}:{os.environ['PATH']}"})
        log = self.folder / "apt.log"
        return done, log.read_text().splitlines() if log.exists() else []

    def tool(self, name, script):
        path = self.folder / name
        path.write_text("#!/bin/sh\n" + script + "\n")
        path.chmod(0o755)

    def test_nothing_is_installed_where_all_is_there(self):
        done, apt = self.install(wanted())
        self.assertEqual((0, "", []), (done.returncode, done.stderr, apt))

    def test_only_what_is_missing_is_installed_without_recommendations(self):
        missing = ["libcli11-dev", "netcdf-bin"]
        done, apt = self.install([name for name in wanted() if name not in missing])
        self.assertEqual(0, done.returncode, done.stderr)
        self.assertEqual(2, len(apt))
        self.assertIn("update", apt[0])
        self.assertTrue(apt[1].endswith("install -y --no-install-recommends libcli11-dev netcdf-bin"), apt[1])

    def test_a_failed_installation_ends_with_status_3_and_the_names(self):
        done, _ = self.install([], apt_status=100)
        self.assertEqual(3, done.returncode)
        self.assertIn("error: apt-get could not install", done.stderr)

    def test_packages_are_listed_once_and_sorted(self):
        for purpose in ("build", "sanitize", "test"):
            lines = (ROOT / ".ci" / "packages.txt").read_text().splitlines()
            names = [line.split()[1] for line in lines if line.startswith(purpose)]
            self.assertEqual(sorted(set(names)), names)


if __name__ == "__main__":
    unittest.main()
