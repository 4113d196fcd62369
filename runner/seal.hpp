// The seal of a result file: the checksum of every byte that never changes, so that a
// damaged description is noticed before HDF5 reads it, which may crash or never end.
//
// It stands behind the end that HDF5 knows, as little-endian numbers of 8 bytes:
//
//   first and length of each range of bytes that may change, ascending, apart
//   checksum (see checksum.hpp) of all bytes before the seal that are in none of them,
//   piece by piece, and of the ranges
//   number of ranges
//   the mark "sweepsea"
//
// A file that was cut short has lost it, and so has one that another program opened for
// writing: HDF5 cuts off what it does not know. Such a file is opened in a trial first.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "runner/data_file.hpp"

namespace trainsweep {

struct ByteRange {
  std::uint64_t first = 0;
  std::uint64_t length = 0;
};

// Appends the seal. All bytes in no range of `changing` must have their last value; the
// ranges may come in any order.
void write_seal(DataFile& file, std::vector<ByteRange> changing);

enum class Seal : std::uint8_t { none, intact, broken };
[[nodiscard]] Seal check_seal(const DataFile& file);

// Throws MachineError where the file's seal is broken.
void require_unbroken_seal(const std::string& path);

// The same, and where there is no seal also if `read`, which has HDF5 open the file, does
// not survive a trial (see trial.hpp).
void require_readable(const std::string& path, const std::function<void()>& read);

}  // namespace trainsweep
