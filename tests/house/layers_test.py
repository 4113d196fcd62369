"""Dependencies point one way: runner -> engine/engine.hpp -> standard library."""
import re
import unittest

import sources

# Each library is known to one subject of the runner, so that it can be replaced there.
SOLE_USERS = {
    "mpi.h": r"runner/mpi_\w+\.(hpp|cpp)",
    "hdf5": r"runner/hdf5\w*\.(hpp|cpp)",
    "toml": r"runner/toml_\w+\.(hpp|cpp)",
    "boost/": r"runner/wire\.(hpp|cpp)",
    "CLI/": r"runner/command_line\.cpp",
    "zlib.h": r"runner/parquet\.cpp",
    "muParser": r"runner/formula\.cpp",
    "spdlog": r"runner/(log|progress)\.cpp",
}


def is_standard(include):
    return re.fullmatch(r"<[a-z_0-9]+>", include) is not None


def engine_faults(path, text):
    for include in sources.includes(text):
        if not is_standard(include) and not re.fullmatch(r'"engine/[\w/]+\.hpp"', include):
            yield f"{path} includes {include}: the engine knows the standard library and itself alone"


def runner_faults(path, text):
    for include in sources.includes(text):
        if include.startswith('"engine/') and include != '"engine/engine.hpp"':
            yield f"{path} includes {include}: the runner knows the engine through engine/engine.hpp alone"
        for library, users in SOLE_USERS.items():
            if include.startswith("<" + library) and not re.fullmatch(users, path):
                yield f"{path} includes {include}, which only {users} may"


class Layers(unittest.TestCase):
    def check(self, folder, rule):
        paths = sources.files(".hpp", ".cpp", under=(folder,))
        self.assertTrue(paths, f"no sources in {folder}/")
        faults = [fault for path in paths for fault in rule(sources.name(path), path.read_text())]
        self.assertEqual([], faults, "\n".join(faults))

    def test_the_engine_includes_the_standard_library_and_itself(self):
        self.check("engine", engine_faults)

    def test_the_runner_sees_the_engine_through_its_waist(self):
        self.check("runner", runner_faults)

    def test_the_rules_see_a_fault(self):
        self.assertEqual(1, len(list(engine_faults("engine/a.cpp", '#include <mpi.h>\n#include <cmath>\n'))))
        self.assertEqual(1, len(list(engine_faults("engine/a.cpp", '#  include "runner/grid.hpp"\n'))))
        self.assertEqual(1, len(list(runner_faults("runner/a.cpp", '#include "engine/chip.hpp"\n'))))
        self.assertEqual(1, len(list(runner_faults("runner/a.cpp", "#include <hdf5.h>\n"))))
        self.assertEqual(0, len(list(runner_faults("runner/hdf5.cpp", "#include <hdf5.h>\n"))))


if __name__ == "__main__":
    unittest.main()
