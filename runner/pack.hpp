// pack: a compressed copy of a result file, for keeping and for sending.
//
// The copy holds the same names, attributes, dimensions and values. Its columns and
// status are cut into chunks, shuffled and deflated (see hdf5.hpp), so every reader of
// HDF5 opens it and every command that reads a result reads it; only a run cannot go
// on with it. Shuffling puts the bytes of like weight side by side: neighbouring
// points of a sweep share most of them.
#pragma once

#include <cstdint>
#include <string>

namespace trainsweep {

struct Packing {
  std::string from, to;
  std::uint64_t bytes = 0, packed_bytes = 0;  // of the two files
  double seconds = 0;
};

// The name of a copy where none is given: out.h5 gives out.packed.h5.
[[nodiscard]] std::string packed_name(const std::string& path);

// Makes the copy in one step: there is all of it or nothing. Throws UserError where
// `from` is no result file, is cut short, is packed already or is being written, or
// where `to` is there already and `overwrite` is false.
[[nodiscard]] Packing pack(const std::string& from, const std::string& to, bool overwrite);

// For people; one line with its end.
[[nodiscard]] std::string describe(const Packing& packing);

}  // namespace trainsweep
