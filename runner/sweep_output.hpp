// The output of a run, made ready: a new file, or one to go on with. Rank 0 only.
#pragma once

#include <string>
#include <vector>

#include "runner/file_layout.hpp"
#include "runner/grid.hpp"
#include "runner/master.hpp"
#include "runner/part.hpp"
#include "runner/run_sweep.hpp"
#include "runner/units.hpp"

namespace trainsweep {

struct SweepOutput {
  std::string path;  // absolute, links resolved
  FileLayout layout;
  UnitCut cut;
  // Of the part:
  std::vector<UnitRange> left;
  std::uint64_t points = 0;
  std::uint64_t points_done = 0;
};

// The absolute path that an output name leads to. Throws UserError where no file can be
// there, or where one is and `start` does not allow it.
[[nodiscard]] std::string resolve_output(const std::string& output, Start start);

// Creates the file, or reads what is left of it. Requires the lock of the part and a turn.
// Throws UserError where a file to go on with belongs to another request, and shows the
// difference.
[[nodiscard]] SweepOutput prepare_output(const std::string& path, const SweepSpec& spec, const Schema& schema,
                                         const Engine& engine, const Grid& grid, Start start, const Part& part,
                                         const MpiSession& session);

// Adds up the statistics of this start, keeps samples of failures, and marks the file
// complete if no unit of the sweep is left. Requires the lock of the part and a turn.
// Returns the points of the whole sweep that are left.
[[nodiscard]] std::uint64_t finish_output(const SweepOutput& output, const MasterResult& result);

// Lines of two TOML texts that only one of them has, with their table: "- " of the old
// one, "+ " of the new one.
[[nodiscard]] std::string describe_difference(const std::string& before, const std::string& now);

}  // namespace trainsweep
