# Sourced by run.sh and test.sh: install_packages PURPOSE... installs what is
# missing of .ci/packages.txt for these purposes, and nothing where all is there.

setup_folder=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)

# Prints the packages for these purposes, one a line.
packages_for() {
  local purpose
  for purpose in "$@"; do
    awk -v purpose="$purpose" '$1 == purpose { print $2 }' "$setup_folder/packages.txt"
  done
}

# Prints those of its arguments that dpkg does not know as installed.
missing_packages() {
  local installed
  installed=$(dpkg-query -W -f '${db:Status-Abbrev} ${Package}\n' "$@" 2>/dev/null | awk '$1 == "ii" { print $2 }' || true)
  comm -23 <(printf '%s\n' "$@" | sort -u) <(sort -u <<<"$installed")
}

install_packages() {
  local wanted missing root=()
  mapfile -t wanted < <(packages_for "$@")
  if ! command -v dpkg-query >/dev/null; then
    echo "this is no Debian; taking these for installed: ${wanted[*]}" >&2
    return
  fi
  mapfile -t missing < <(missing_packages "${wanted[@]}")
  if ((${#missing[@]} == 0)); then return; fi

  if ((EUID != 0)); then
    if ! command -v sudo >/dev/null; then
      echo "error: missing packages, and neither root nor sudo to install them; ask for" >&2
      echo "  apt-get install ${missing[*]}" >&2
      exit 3
    fi
    root=(sudo)
  fi
  echo "installing ${missing[*]}" >&2
  local apt=("${root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=300 -q)
  "${apt[@]}" update >&2 || echo "apt-get update failed; trying with the package lists that are there" >&2
  if ! "${apt[@]}" install -y --no-install-recommends "${missing[@]}" >&2; then
    echo "error: apt-get could not install ${missing[*]}" >&2
    exit 3
  fi
}

# build_preset PRESET TARGET...: configures where that was never done, and builds
# on all cores. CMake configures again by itself where its files changed.
build_preset() {
  local preset=$1
  shift
  (
    cd "$setup_folder/.."
    if [[ ! -f build/$preset/build.ninja ]]; then cmake --preset "$preset" >&2; fi
    cmake --build --preset "$preset" --parallel "$(nproc)" ${1:+--target "$@"} >&2
  )
}
