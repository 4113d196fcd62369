// The ledger of a sweep's file: which units are done, and their checksums. Its entries
// are written by the Committer; this reads it, and takes back what turned out damaged.
#pragma once

#include <cstdint>
#include <vector>

#include "runner/data_file.hpp"
#include "runner/file_layout.hpp"
#include "runner/result_reader.hpp"
#include "runner/units.hpp"

namespace trainsweep {

// One entry a unit: 0 not done, else the checksum of its data.
[[nodiscard]] std::vector<std::uint64_t> read_ledger(const DataFile& file, const FileLayout& layout, const Units& units);

// The units whose entry is 0, as runs.
[[nodiscard]] std::vector<UnitRange> units_left(const std::vector<std::uint64_t>& ledger);

// Points of the units that are done.
[[nodiscard]] std::uint64_t points_done(const std::vector<std::uint64_t>& ledger, const Units& units);

// The unit's checksum as the file has its values now.
[[nodiscard]] std::uint64_t unit_checksum(const ResultReader& file, PointRange points);

// Takes units back to "not done", and the file to incomplete.
void withdraw_units(DataFile& file, const FileLayout& layout, const std::vector<std::uint64_t>& units);

}  // namespace trainsweep
