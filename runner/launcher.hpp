// Launcher: who started this process, and as which of how many; known before MPI
// starts and without it.
//
// mpirun, srun and their like give every process its rank in the environment, each in
// variables of its own. A process that finds none was started alone and needs no MPI.
#pragma once

#include <functional>
#include <optional>

namespace trainsweep {

struct Launch {
  int rank = 0;
  int size = 0;  // 0: the launcher does not say
};

// `variable`: the value of a variable of the environment, null where it is not set.
[[nodiscard]] std::optional<Launch> read_launch(const std::function<const char*(const char*)>& variable);

// Of this process's own environment.
[[nodiscard]] std::optional<Launch> read_launch();

// Whether this process speaks to people: all but the later ranks of a launcher.
[[nodiscard]] bool speaks();

}  // namespace trainsweep
