#!/usr/bin/env bash
# From a fresh Debian 12 to a passing test suite: installs what is missing, builds
# with warnings as errors, and runs every test. Arguments go to ctest: ./test.sh -L unit
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
source "$here/.ci/install.sh"

install_packages build test
build_preset ci
cd "$here"
ctest --preset ci --parallel "$(nproc)" "$@"
