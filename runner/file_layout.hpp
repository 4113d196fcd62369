// Where in a sweep's file the bytes lie that ranks read and write past HDF5.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "runner/hdf5.hpp"
#include "runner/seal.hpp"

namespace trainsweep {

inline constexpr std::size_t kFailureSamples = 16;
inline constexpr std::size_t kFailureText = 240;

// Byte offsets of what the ranks read and write past HDF5.
struct FileLayout {
  std::uint64_t bytes = 0;             // length of the whole file
  std::vector<std::uint64_t> columns;  // one a column, in the order of the file
  std::uint64_t status = 0;
  std::uint64_t ledger = 0;
  std::uint64_t complete = 0;
  std::vector<std::uint64_t> rank_statistics;  // in the order of kRankStatistics
  std::uint64_t rank_rows = 0;
  std::uint64_t ranks = 0, starts = 0, wall_seconds = 0, master_seconds = 0, failures = 0;
  std::uint64_t failure_point = 0, failure_message = 0;
  bool operator==(const FileLayout&) const = default;
};

// The single numbers of /run: one row each.
struct RunScalar {
  const char* name;
  const char* unit;
  const char* doc;
  std::uint64_t FileLayout::* offset;
};
inline constexpr std::array kRunScalars{
    RunScalar{"ranks", "1", "ranks of the last start", &FileLayout::ranks},
    RunScalar{"starts", "1", "how often the sweep was started", &FileLayout::starts},
    RunScalar{"wall_seconds", "s", "time of all starts", &FileLayout::wall_seconds},
    RunScalar{"master_seconds", "s", "processor time that handing out took in rank 0", &FileLayout::master_seconds},
    RunScalar{"failures", "1", "evaluations that failed", &FileLayout::failures},
};

// All but `bytes` and `complete`; a packed copy's columns and status have no place. Throws
// MachineError where a dataset has not the type or the size that so many points and units
// need, as in a damaged file.
[[nodiscard]] FileLayout find_layout(const hdf5::File& file, const std::vector<std::string>& columns,
                                     std::uint64_t points, std::uint64_t units);

// The bytes that a sweep writes: all others are final when the file is created.
[[nodiscard]] std::vector<ByteRange> changing_ranges(const FileLayout& layout, std::uint64_t points, std::uint64_t units);

}  // namespace trainsweep
