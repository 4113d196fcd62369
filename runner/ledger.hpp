// The ledger of a sweep's file: which units are done, and their checksums. Its entries
// are written by the Committer; this reads it, and takes back what turned out damaged.
#pragma once

#include <cstdint>
#include <vector>

#include "runner/data_file.hpp"
#include "runner/file_layout.hpp"
#include "runner/result_file.hpp"
#include "runner/stored_values.hpp"
#include "runner/units.hpp"

namespace trainsweep {

// One entry a unit: 0 not done, else the checksum of its data.
[[nodiscard]] std::vector<std::uint64_t> read_ledger(const DataFile& file, const FileLayout& layout, const Units& units);

// The units whose entry is 0, as runs. Takes no memory for the others.
[[nodiscard]] std::vector<UnitRange> units_left(const DataFile& file, const FileLayout& layout, const Units& units);

// Points of these units.
[[nodiscard]] std::uint64_t points_of(const std::vector<UnitRange>& ranges, const Units& units);

// Where the values of a sweep's points are. It can be found in a file that lost its end,
// where much of what describes the values is lost too.
struct PointValues {
  std::vector<StoredValues> columns;
  StoredValues status;
};
[[nodiscard]] PointValues find_point_values(const ResultFile& file);

// The unit's checksum as the file has its values now.
[[nodiscard]] std::uint64_t unit_checksum(const DataFile& file, const PointValues& values, PointRange points);

// Takes units back to "not done", and the file to incomplete.
void withdraw_units(DataFile& file, const FileLayout& layout, const std::vector<std::uint64_t>& units);

}  // namespace trainsweep
