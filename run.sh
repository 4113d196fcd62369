#!/usr/bin/env bash
# From a fresh Debian 12 to an answer: installs what is missing, builds, sweeps on all
# cores, and shows the cheapest points.
#
#   ./run.sh                          configs/sweeps/quickstart.toml
#   ./run.sh my.toml                  another sweep; the result is my.h5 in this folder
#   ./run.sh my.toml --set KEY=VALUE  options of `trainsweep run` follow the config
#
# A finished result is shown again, a stopped one is completed, and one of another
# question is refused: --overwrite replaces it. RANKS=n sets the number of ranks, and
# TRAINSWEEP_PROGRAM=path takes a program that is built already.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
source "$here/.ci/install.sh"

config=$here/configs/sweeps/quickstart.toml
if (($# > 0)) && [[ $1 != -* ]]; then
  config=$1
  shift
fi
output=$(basename "$config" .toml).h5
policy=--resume
for option in "$@"; do
  if [[ $option == --overwrite ]]; then policy=; fi
done

program=${TRAINSWEEP_PROGRAM:-$here/build/release/runner/trainsweep}
if [[ -z ${TRAINSWEEP_PROGRAM:-} ]]; then
  install_packages build
  build_preset release trainsweep
fi

# Ranks may outnumber the slots that Open MPI counts; as root it wants to be told twice.
# Other MPIs do not read these.
export OMPI_ALLOW_RUN_AS_ROOT=1 OMPI_ALLOW_RUN_AS_ROOT_CONFIRM=1 OMPI_MCA_rmaps_base_oversubscribe=1
export OMPI_MCA_mpi_yield_when_idle=1 OMPI_MCA_hwloc_base_binding_policy=none
echo >&2
mpirun -n "${RANKS:-$(nproc)}" "$program" run "$config" -o "$output" $policy "$@"

names=$("$program" top "$output" --names --csv)
# Those of its arguments that the result has, joined by commas; of the kind `$1` (axis: an axis; empty: any).
names_of_result() {
  local kind=$1 name chosen=()
  shift
  for name in "$@"; do
    if grep -q "^$name,$kind" <<<"$names"; then chosen+=("$name"); fi
  done
  (IFS=,; echo "${chosen[*]}")
}
top() { "$program" top "$output" --by cost_usd "$@"; }

per=$(names_of_result "axis" model params)
per=${per:+$per,}$(names_of_result "" vendor)
per=${per%,}
axes=$(names_of_result "axis" model params offer system chips)
columns=$(names_of_result "" chip chips tp pp dp cp ep micro_batch recompute train_days cost_usd energy_mwh carbon_t)
at_list_price=()
if [[ $(top --where "price_factor == 1" -n 1 --csv 2>/dev/null | wc -l) -gt 1 ]]; then
  at_list_price=(--where "price_factor == 1")
fi

echo
if grep -q '^cost_usd,' <<<"$names"; then
  echo "The cheapest way${per:+ for each ${per//,/ and }}${at_list_price:+ at list price}:"
  echo
  top "${at_list_price[@]}" ${per:+--per "$per"} --columns "$columns"
fi

# The best point of all, as --at wants it.
at=$(top "${at_list_price[@]}" -n 1 --csv --columns "$axes" 2>/dev/null |
  awk -F, 'NR == 1 { split($0, name, ",") } NR == 2 { for (i = 1; i <= NF; i++) printf "%s%s=%s", (i > 1 ? "," : ""), name[i], $i }') || true
printf -v shown '%q' "$([[ $program == "$PWD"/* ]] && echo "${program#"$PWD"/}" || echo "$program")"
printf -v config '%q' "$([[ $config == "$PWD"/* ]] && echo "${config#"$PWD"/}" || echo "$config")"
printf -v file '%q' "$output"
cat <<END

The result is $PWD/$output. Next:
  $shown top $file --by cost_usd -n 20 --where "train_days <= 30"
  $shown explain $config${at:+ --at $at}
  $shown catalog offers
END
