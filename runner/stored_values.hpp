// StoredValues: where the values of one dataset are, which is in one piece at a place in
// the file, or compressed in a packed copy. Reading them needs nothing else of the file.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>

#include "runner/data_file.hpp"
#include "runner/hdf5.hpp"

namespace trainsweep {

struct StoredValues {
  std::uint64_t offset = 0;               // of the first one in the file
  std::optional<hdf5::Dataset> packed{};  // or, where they are compressed

  // Values from `first` on, as many as `out` has room for. `file` is the dataset's.
  template <class Value>
  void read(const DataFile& file, std::uint64_t first, std::span<Value> out) const {
    if (packed) return packed->read_range(first, std::as_writable_bytes(out));
    file.read(offset + first * sizeof(Value), std::as_writable_bytes(out));
  }
};

[[nodiscard]] inline StoredValues find_values(hdf5::Dataset dataset) {
  if (dataset.is_contiguous()) return {dataset.offset(), std::nullopt};
  return {0, std::move(dataset)};
}

}  // namespace trainsweep
