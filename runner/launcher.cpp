#include "runner/launcher.hpp"

#include <array>
#include <cstdlib>

namespace trainsweep {
namespace {

struct Variables {
  const char* rank;
  const char* size;
};

// The first whose rank is set counts: mpirun starts its daemons with srun, so ranks under
// it see the variables of both.
constexpr std::array kLaunchers{
    Variables{"OMPI_COMM_WORLD_RANK", "OMPI_COMM_WORLD_SIZE"},  // Open MPI's mpirun
    Variables{"PMI_RANK", "PMI_SIZE"},                          // MPICH, Intel MPI, MVAPICH; srun --mpi=pmi2
    Variables{"PMIX_RANK", "SLURM_STEP_NUM_TASKS"},             // srun --mpi=pmix; PRRTE, without a size
    Variables{"PALS_RANKID", "SLURM_STEP_NUM_TASKS"},           // srun --mpi=cray_shasta; PALS, without a size
    Variables{"FLUX_TASK_RANK", "FLUX_JOB_SIZE"},               // flux run
};

int number(const char* text) { return text == nullptr ? 0 : std::atoi(text); }

}  // namespace

std::optional<Launch> read_launch(const std::function<const char*(const char*)>& variable) {
  for (const Variables& launcher : kLaunchers) {
    if (const char* rank = variable(launcher.rank)) return Launch{number(rank), number(variable(launcher.size))};
  }
  // srun --mpi=none. A batch script has a SLURM_PROCID as well, but it is no step.
  const int tasks = number(variable("SLURM_STEP_NUM_TASKS"));
  if (tasks > 1) return Launch{number(variable("SLURM_PROCID")), tasks};
  return std::nullopt;
}

std::optional<Launch> read_launch() {
  return read_launch([](const char* name) { return std::getenv(name); });
}

bool speaks() {
  const std::optional<Launch> launch = read_launch();
  return !launch || launch->rank == 0;
}

}  // namespace trainsweep
