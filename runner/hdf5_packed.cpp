// Chunked and compressed datasets, and what a copy of a file needs.
#include <algorithm>
#include <array>

#include "runner/hdf5_calls.hpp"

namespace trainsweep::hdf5 {
namespace {

constexpr unsigned kDeflateLevel = 6;  // zlib's own choice: 9 takes a third longer and saves a twentieth

// A part of an N-D array whose values lie one after the other in the order of storage.
struct Box {
  std::vector<hsize_t> start, count;
  std::uint64_t size = 1;
};

// The largest box that begins with value `first` and holds at most `most` values: a part
// of one dimension, and all of those that vary faster.
Box box_at(const Shape& shape, std::uint64_t first, std::uint64_t most) {
  Box box;
  box.start.assign(shape.size(), 0);
  box.count.assign(shape.size(), 1);
  for (std::size_t d = shape.size(); d-- > 0;) {
    box.start[d] = first % shape[d];
    first /= shape[d];
  }
  std::size_t d = shape.size();
  while (d > 0 && box.size * shape[d - 1] <= most && box.start[d - 1] == 0) {
    --d;
    box.count[d] = shape[d];
    box.size *= shape[d];
  }
  if (d > 0) {
    box.count[d - 1] = std::min<std::uint64_t>(shape[d - 1] - box.start[d - 1], most / box.size);
    box.size *= box.count[d - 1];
  }
  return box;
}

// Calls move(memory space, disk space, position in values, type) for each box of a range.
template <class Move>
void move_range(const Dataset& dataset, hid_t id, std::uint64_t first, std::size_t bytes, Move move) {
  const Handle type = owned(H5Dget_type(id), H5Tclose, "read the type of", dataset.path());
  const Handle space = owned(H5Dget_space(id), H5Sclose, "read the shape of", dataset.path());
  const Shape shape = dataset.shape();
  const std::uint64_t count = bytes / H5Tget_size(type.id());
  for (std::uint64_t done = 0; done < count;) {
    const Box box = box_at(shape, first + done, count - done);
    if (!shape.empty()) {
      H5Sselect_hyperslab(space.id(), H5S_SELECT_SET, box.start.data(), nullptr, box.count.data(), nullptr);
    }
    const Handle memory = space_of({box.size});
    move(memory.id(), space.id(), done * H5Tget_size(type.id()), type.id());
    done += box.size;
  }
}

bool ties_scales(std::string_view attribute) {
  constexpr std::array<std::string_view, 4> kNames{"CLASS", "NAME", "DIMENSION_LIST", "REFERENCE_LIST"};
  return std::find(kNames.begin(), kNames.end(), attribute) != kNames.end();
}

}  // namespace

bool Dataset::is_contiguous() const {
  const Handle properties = owned(H5Dget_create_plist(id()), H5Pclose, "read the layout of", path_);
  return H5Pget_layout(properties.id()) == H5D_CONTIGUOUS;
}

void Dataset::read_range(std::uint64_t first, std::span<std::byte> out) const {
  move_range(*this, id(), first, out.size(), [&](hid_t memory, hid_t disk, std::size_t at, hid_t type) {
    check(H5Dread(id(), type, memory, disk, H5P_DEFAULT, out.data() + at), "read", path_);
  });
}

void Dataset::write_range(std::uint64_t first, std::span<const std::byte> bytes) {
  move_range(*this, id(), first, bytes.size(), [&](hid_t memory, hid_t disk, std::size_t at, hid_t type) {
    check(H5Dwrite(id(), type, memory, disk, H5P_DEFAULT, bytes.data() + at), "write", path_);
  });
}

Dataset Group::create_packed(std::string_view name, Type type, const Shape& shape, const Shape& chunk) {
  const std::string path = path_of(name);
  const Handle properties(H5Pcreate(H5P_DATASET_CREATE), H5Pclose);
  const std::vector<hsize_t> sizes(chunk.begin(), chunk.end());
  check(H5Pset_chunk(properties.id(), static_cast<int>(sizes.size()), sizes.data()), "cut into chunks", path);
  check(H5Pset_shuffle(properties.id()), "shuffle", path);
  check(H5Pset_deflate(properties.id(), kDeflateLevel), "deflate", path);
  // The last chunk of a row may reach beyond the end: what is there must not be garbage.
  H5Pset_fill_time(properties.id(), H5D_FILL_TIME_IFSET);
  return {owned(H5Dcreate2(id(), std::string(name).c_str(), disk_type(type).id(), space_of(shape).id(), H5P_DEFAULT,
                           properties.id(), H5P_DEFAULT), H5Dclose, "create dataset", path), path};
}

void Node::copy_attributes(const Node& from) {
  const auto count = H5Aget_num_attrs(from.id());
  for (int i = 0; i < count; ++i) {
    const Handle attribute = owned(H5Aopen_by_idx(from.id(), ".", H5_INDEX_NAME, H5_ITER_INC, static_cast<hsize_t>(i), H5P_DEFAULT,
                                                  H5P_DEFAULT), H5Aclose, "read the attributes of", from.path_);
    std::array<char, 256> name{};
    check(H5Aget_name(attribute.id(), name.size(), name.data()), "read the attributes of", from.path_);
    if (ties_scales(name.data())) continue;
    const std::string doing = std::string("copy attribute ") + name.data() + " to";
    const Handle type = owned(H5Aget_type(attribute.id()), H5Tclose, doing, path_);
    const Handle space = owned(H5Aget_space(attribute.id()), H5Sclose, doing, path_);
    std::vector<std::byte> value(H5Tget_size(type.id()) * static_cast<std::size_t>(H5Sget_simple_extent_npoints(space.id())));
    check(H5Aread(attribute.id(), type.id(), value.data()), doing, path_);
    const Handle copy = owned(H5Acreate2(id(), name.data(), type.id(), space.id(), H5P_DEFAULT, H5P_DEFAULT), H5Aclose, doing, path_);
    check(H5Awrite(copy.id(), type.id(), value.data()), doing, path_);
    H5Dvlen_reclaim(type.id(), space.id(), H5P_DEFAULT, value.data());  // text of variable length
  }
}

}  // namespace trainsweep::hdf5
