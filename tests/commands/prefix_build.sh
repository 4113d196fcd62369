#!/usr/bin/env bash
# prefix_build.sh: the build without root of slurm/README.md, where the system lacks libraries
# that are headers alone: they lie under a prefix of the user's, which a module makes known.
# Hides the system's in a mount namespace; ends with status 77 where none is allowed. Builds
# only the sources that use them.
set -euo pipefail

if [[ -z ${PREFIX_BUILD:-} ]]; then
  as_user=()
  if ((EUID != 0)); then as_user=(--user --map-current-user --keep-caps); fi
  if ! unshare "${as_user[@]}" --mount true; then
    echo "skipped: this kernel, or the container around, allows no namespaces" >&2
    exit 77
  fi
  PREFIX_BUILD=$(mktemp -d "${TMPDIR:-/tmp}/prefix build.XXXXXX")
  export PREFIX_BUILD
  trap 'rm -rf "$PREFIX_BUILD"' EXIT
  unshare "${as_user[@]}" --mount --propagation private "$0"
  exit
fi

source=$(cd "$(dirname "$0")/../.." && pwd)
cd "$PREFIX_BUILD"
headers=(CLI toml++ xxhash.h)
mkdir -p system prefix/include modules
mount --bind /usr/include system
for header in "${headers[@]}"; do cp -r "system/$header" prefix/include; done
mount -t tmpfs tmpfs /usr/include
for entry in system/*; do
  if [[ " ${headers[*]} " != *" ${entry#*/} "* ]]; then ln -s "$PWD/$entry" /usr/include; fi
done
printf '#%%Module\nprepend-path CMAKE_PREFIX_PATH {%s/prefix}\n' "$PWD" >modules/our-headers
source /etc/profile.d/modules.sh

configure() { cmake -S "$source" -B build -G Ninja -DCMAKE_BUILD_TYPE=Release -DTRAINSWEEP_TESTS=OFF --fresh; }
if configure >without.log 2>&1; then
  echo "error: built with headers that should be hidden" >&2
  exit 1
fi
grep -F "CLI/CLI.hpp" without.log
module use "$PWD/modules"
module load our-headers
configure
grep "^FOLDER_OF_" build/CMakeCache.txt
test "$(grep -c "^FOLDER_OF_.*=$PWD/prefix/include$" build/CMakeCache.txt)" = ${#headers[@]}
objects=()
for name in checksum command_line toml_reader; do objects+=("runner/CMakeFiles/trainsweep_runner.dir/$name.cpp.o"); done
cmake --build build --target "${objects[@]}"
