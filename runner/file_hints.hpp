// FileHints: how a file system shall lay out a new output, in the words of MPI-IO.
//
//   [output]
//   hints = { striping_factor = 8, striping_unit = 4194304 }
//
// Both are hints that the MPI standard reserves (MPI 4.0, section 14.2.8), and by which
// a Lustre file gets its layout when it is made. Columns then start on stripes, and large
// claims of ranks end on them. MPI-IO knows more hints, for collective calls and buffers;
// they are refused here, since a sweep writes past MPI-IO and nothing would obey them.
#pragma once

#include <array>
#include <cstdint>

#include "engine/engine.hpp"

namespace trainsweep {

class Diagnostics;
struct TomlValue;

// 0: what the file system has for the folder.
struct FileHints {
  std::uint64_t striping_factor = 0;
  std::uint64_t striping_unit = 0;  // B
  bool operator==(const FileHints&) const = default;
};

struct FileHint : Property {
  std::uint64_t multiple;
  std::uint64_t FileHints::* member;
};
// Lustre's own bounds (lfs-setstripe(1)), but for stripes of more than 1 GiB.
inline constexpr std::array kFileHints{
    FileHint{{.name = "striping_factor", .unit = "1", .doc = "storage targets that the file is spread over",
              .kind = Kind::integer, .least = 1, .most = 2000},
             1, &FileHints::striping_factor},
    FileHint{{.name = "striping_unit", .unit = "B", .doc = "bytes of a stripe", .kind = Kind::integer,
              .least = 1 << 16, .most = 1 << 30},
             1 << 16, &FileHints::striping_unit},
};
static_assert(sizeof(FileHints) == kFileHints.size() * sizeof(std::uint64_t), "a member of FileHints has no row");

// Reads the table `hints` of [output]. What is wrong is reported.
[[nodiscard]] FileHints read_file_hints(const TomlValue& table, Diagnostics& errors);

}  // namespace trainsweep
