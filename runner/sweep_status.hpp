// How a sweep's file stands, for `trainsweep status`: read only, whatever its state,
// without disturbing a run that writes it.
#pragma once

#include <cstdint>
#include <string>

#include "runner/failures.hpp"
#include "runner/json.hpp"

namespace trainsweep {

enum class SweepState : std::uint8_t {
  complete,
  running,    // somebody holds its lock
  stopped,    // ended early and politely
  killed,     // ended early and left its lock file behind
  cut_short,  // the file has lost its end
};

struct SweepStatus {
  std::string path;
  SweepState state = SweepState::complete;
  std::string holder;  // who runs it, or ran it when it was killed
  std::string question, version, created_utc;
  std::uint64_t points = 0, points_done = 0;
  std::uint64_t units = 0, units_done = 0;
  std::uint64_t starts = 0;  // that came to an end of their own
  std::uint64_t ranks = 0;   // of the last of those
  double wall_seconds = 0;   // of all those
  Failures failures;
  bool is_packed = false;
  std::uint64_t length = 0, stated_length = 0;  // of the file, in bytes
};

// Throws UserError where there is no result file.
[[nodiscard]] SweepStatus read_sweep_status(const std::string& path);

// For people; several lines, each with its end.
[[nodiscard]] std::string describe(const SweepStatus& status);
void write_json(Json& json, const SweepStatus& status);

}  // namespace trainsweep
