// verify: whether the units that are marked as done still hold what was written.
//
// Every unit's checksum is computed again and compared with the ledger's. Units that
// differ are withdrawn from the ledger (the file becomes incomplete), so that
// `run --resume` computes just those again. Where the file cannot be written, and in a
// packed copy, they are only named.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "runner/units.hpp"

namespace trainsweep {

struct DamagedUnit {
  std::uint64_t unit;
  PointRange points;
};

struct Verification {
  std::string path;
  std::uint64_t units = 0;        // of the sweep
  std::uint64_t units_done = 0;   // marked as done, so checked
  std::uint64_t bytes = 0;        // read
  std::vector<DamagedUnit> damaged;
  std::uint64_t bytes_lost = 0;   // that the file was too short by; given back as zeros
  bool withdrawn = false;         // the damaged units are not marked as done any more
  bool is_packed = false;

  [[nodiscard]] bool is_sound() const { return damaged.empty() && bytes_lost == 0; }
};

// Throws UserError where there is no result file, or where a run is writing it.
[[nodiscard]] Verification verify(const std::string& path);

// The same for a file that can be written and whose lock the caller holds.
Verification withdraw_damaged(const std::string& path);

// For people; several lines, each with its end.
[[nodiscard]] std::string describe(const Verification& verification);

}  // namespace trainsweep
