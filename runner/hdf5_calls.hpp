// Calls of the HDF5 library as the sources of hdf5.hpp make them: checked, and with
// handles that close themselves. For those sources alone.
#pragma once

#include <hdf5.h>

#include <cstdlib>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "runner/exit_status.hpp"
#include "runner/hdf5.hpp"

namespace trainsweep::hdf5 {

// Before each use of the library. It prints its errors unless told not to, for each thread
// anew; and on file systems without locks it would refuse to open a file, though the files
// here are locked otherwise (output_lock.hpp) or only read.
inline void prepare_library() {
  setenv("HDF5_USE_FILE_LOCKING", "FALSE", 0);
  H5Eset_auto2(H5E_DEFAULT, nullptr, nullptr);
}

// The innermost reason on the library's error stack.
inline std::string reason() {
  std::string text;
  H5Ewalk2(
      H5E_DEFAULT, H5E_WALK_UPWARD,
      [](unsigned n, const H5E_error2_t* error, void* out) -> herr_t {
        if (n == 0 && error->desc != nullptr) *static_cast<std::string*>(out) = error->desc;
        return 0;
      },
      &text);
  H5Eclear2(H5E_DEFAULT);
  return text.empty() ? "the HDF5 library gives no reason" : text;
}

template <class Result>
Result check(Result result, std::string_view doing, const std::string& path) {
  if (result < 0) throw MachineError("cannot " + std::string(doing) + " `" + path + "`: " + reason());
  return result;
}

inline Handle owned(hid_t id, Handle::Close close, std::string_view doing, const std::string& path) {
  return {check(id, doing, path), close};
}

inline Handle text_type() {
  Handle type(H5Tcopy(H5T_C_S1), H5Tclose);
  H5Tset_size(type.id(), H5T_VARIABLE);
  H5Tset_cset(type.id(), H5T_CSET_UTF8);
  return type;
}

// The same type on disk and in memory, up to the order of bytes.
inline Handle disk_type(Type type) {
  switch (type) {
    case Type::float32: return {H5Tcopy(H5T_IEEE_F32LE), H5Tclose};
    case Type::float64: return {H5Tcopy(H5T_IEEE_F64LE), H5Tclose};
    case Type::int64: return {H5Tcopy(H5T_STD_I64LE), H5Tclose};
    case Type::uint64: return {H5Tcopy(H5T_STD_U64LE), H5Tclose};
    case Type::uint8: return {H5Tcopy(H5T_STD_U8LE), H5Tclose};
    case Type::text: return text_type();
    case Type::other: break;
  }
  throw std::logic_error("no HDF5 type to create");
}

inline Handle space_of(const Shape& shape) {
  if (shape.empty()) return {H5Screate(H5S_SCALAR), H5Sclose};
  const std::vector<hsize_t> dims(shape.begin(), shape.end());
  return {H5Screate_simple(static_cast<int>(dims.size()), dims.data(), nullptr), H5Sclose};
}

}  // namespace trainsweep::hdf5
