#include "runner/hdf5.hpp"

#include <hdf5_hl.h>

#include <algorithm>
#include <array>
#include <limits>

#include "runner/exit_status.hpp"
#include "runner/hdf5_calls.hpp"

namespace trainsweep::hdf5 {
namespace {

// Room for the header and the attributes of one object.
constexpr hsize_t kObjectRoom = 2048;

std::string text(std::string_view view) { return std::string(view); }

template <class T>
void write_all(hid_t dataset, hid_t type, std::span<const T> values, const std::string& path) {
  check(H5Dwrite(dataset, type, H5S_ALL, H5S_ALL, H5P_DEFAULT, values.data()), "write", path);
}

std::uint64_t size_of_file(hid_t object, const std::string& path) {
  const Handle file = owned(H5Iget_file_id(object), H5Fclose, "measure the file of", path);
  hsize_t size = 0;
  check(H5Fget_filesize(file.id(), &size), "measure the file of", path);
  return size;
}

// `values` of at least `each` bytes, as a damaged file may claim more than memory holds.
void require_room(hid_t object, std::uint64_t start, std::uint64_t values, std::uint64_t each, const std::string& path) {
  const std::uint64_t size = size_of_file(object, path);
  if (start > size || values > (size - start) / each) {
    throw MachineError("`" + path + "` is damaged: it reaches beyond the end of the file");
  }
}

template <class T>
std::vector<T> read_all(const Dataset& dataset, hid_t id, hid_t type) {
  require_room(id, 0, dataset.size(), 1, dataset.path());
  std::vector<T> values(dataset.size());
  check(H5Dread(id, type, H5S_ALL, H5S_ALL, H5P_DEFAULT, values.data()), "read", dataset.path());
  return values;
}

}  // namespace

void Node::write_raw_attribute(std::string_view name, Type type, const void* values, const Shape& shape) {
  const Handle on_disk = disk_type(type);
  const Handle space = space_of(shape);
  const Handle attribute =
      owned(H5Acreate2(id(), text(name).c_str(), on_disk.id(), space.id(), H5P_DEFAULT, H5P_DEFAULT), H5Aclose,
            "create attribute " + text(name) + " of", path_);
  check(H5Awrite(attribute.id(), on_disk.id(), values), "write attribute " + text(name) + " of", path_);
}

void Node::write_attribute(std::string_view name, std::string_view value) {
  const std::string copy(value);
  const char* pointer = copy.c_str();
  write_raw_attribute(name, Type::text, &pointer, {});
}
void Node::write_attribute(std::string_view name, std::int64_t number) {
  write_raw_attribute(name, Type::int64, &number, {});
}
void Node::write_attribute(std::string_view name, std::uint64_t number) {
  write_raw_attribute(name, Type::uint64, &number, {});
}
void Node::write_attribute(std::string_view name, float number) {
  write_raw_attribute(name, Type::float32, &number, {});
}
void Node::write_attribute(std::string_view name, std::span<const float> numbers) {
  write_raw_attribute(name, Type::float32, numbers.data(), {numbers.size()});
}
void Node::write_attribute(std::string_view name, std::span<const std::uint8_t> numbers) {
  write_raw_attribute(name, Type::uint8, numbers.data(), {numbers.size()});
}

bool Node::has_attribute(std::string_view name) const { return H5Aexists(id(), text(name).c_str()) > 0; }

std::string Node::read_text(std::string_view name) const {
  if (!has_attribute(name)) return {};
  const std::string doing = "read attribute " + text(name) + " of";
  const Handle attribute = owned(H5Aopen(id(), text(name).c_str(), H5P_DEFAULT), H5Aclose, doing, path_);
  const Handle stored = owned(H5Aget_type(attribute.id()), H5Tclose, doing, path_);
  if (H5Tget_class(stored.id()) != H5T_STRING || H5Tis_variable_str(stored.id()) <= 0) return {};
  const Handle type = text_type();
  char* value = nullptr;
  check(H5Aread(attribute.id(), type.id(), &value), doing, path_);
  std::string out = value == nullptr ? "" : value;
  H5free_memory(value);
  return out;
}

std::int64_t Node::read_integer(std::string_view name) const {
  const std::string doing = "read attribute " + text(name) + " of";
  const Handle attribute = owned(H5Aopen(id(), text(name).c_str(), H5P_DEFAULT), H5Aclose, doing, path_);
  std::int64_t value = 0;
  check(H5Aread(attribute.id(), H5T_NATIVE_INT64, &value), doing, path_);
  return value;
}

Shape Dataset::shape() const {
  const Handle space = owned(H5Dget_space(id()), H5Sclose, "read the shape of", path_);
  std::vector<hsize_t> dims(static_cast<std::size_t>(check(H5Sget_simple_extent_ndims(space.id()), "read the shape of", path_)));
  if (!dims.empty()) check(H5Sget_simple_extent_dims(space.id(), dims.data(), nullptr), "read the shape of", path_);
  return {dims.begin(), dims.end()};
}

std::uint64_t Dataset::size() const {
  std::uint64_t product = 1;
  for (const std::uint64_t length : shape()) {
    if (length != 0 && product > std::numeric_limits<std::uint64_t>::max() / length) {
      throw MachineError("`" + path_ + "` is damaged: it has more values than can be counted");
    }
    product *= length;
  }
  return product;
}

Type Dataset::type() const {
  const Handle stored = owned(H5Dget_type(id()), H5Tclose, "read the type of", path_);
  if (H5Tget_class(stored.id()) == H5T_STRING) return Type::text;
  for (const Type type : {Type::float32, Type::float64, Type::int64, Type::uint64, Type::uint8}) {
    if (H5Tequal(stored.id(), disk_type(type).id()) > 0) return type;
  }
  return Type::other;
}

std::uint64_t Dataset::offset() const {
  const haddr_t address = H5Dget_offset(id());
  if (address == HADDR_UNDEF) throw MachineError("`" + path_ + "` is not stored in one piece");
  const Handle stored = owned(H5Dget_type(id()), H5Tclose, "read the type of", path_);
  require_room(id(), address, size(), std::max<std::uint64_t>(H5Tget_size(stored.id()), 1), path_);
  return address;
}

void Dataset::write(std::span<const double> values) { write_all(id(), H5T_NATIVE_DOUBLE, values, path_); }
void Dataset::write(std::span<const std::int64_t> values) { write_all(id(), H5T_NATIVE_INT64, values, path_); }
void Dataset::write(std::span<const std::uint64_t> values) { write_all(id(), H5T_NATIVE_UINT64, values, path_); }
void Dataset::write(std::span<const std::uint8_t> values) { write_all(id(), H5T_NATIVE_UINT8, values, path_); }
void Dataset::write(std::span<const std::string> values) {
  std::vector<const char*> pointers;
  pointers.reserve(values.size());
  for (const std::string& value : values) pointers.push_back(value.c_str());
  write_all(id(), text_type().id(), std::span<const char* const>(pointers), path_);
}

std::vector<double> Dataset::read_numbers() const { return read_all<double>(*this, id(), H5T_NATIVE_DOUBLE); }
std::vector<std::uint64_t> Dataset::read_unsigned() const {
  return read_all<std::uint64_t>(*this, id(), H5T_NATIVE_UINT64);
}
std::vector<std::string> Dataset::read_texts() const {
  const Handle type = text_type();
  const Handle stored = owned(H5Dget_type(id()), H5Tclose, "read the type of", path_);
  if (H5Tis_variable_str(stored.id()) <= 0) throw MachineError("`" + path_ + "` holds no text of variable length");
  std::vector<char*> pointers = read_all<char*>(*this, id(), type.id());
  std::vector<std::string> values;
  values.reserve(pointers.size());
  for (const char* pointer : pointers) values.emplace_back(pointer == nullptr ? "" : pointer);
  for (char* pointer : pointers) H5free_memory(pointer);
  return values;
}

void Dataset::make_scale() {
  const std::string name = path_.substr(path_.rfind('/') + 1);
  check(H5DSset_scale(id(), name.c_str()), "make a dimension scale of", path_);
}
void Dataset::attach_scale(unsigned dimension, const Dataset& scale) {
  check(H5DSattach_scale(id(), scale.id(), dimension), "attach a dimension scale to", path_);
}
bool Dataset::is_scale() const { return H5DSis_scale(id()) > 0; }
bool Dataset::is_empty_scale() const { return is_scale() && H5Dget_storage_size(id()) == 0; }

std::vector<std::string> Dataset::dimension_names() const {
  std::vector<std::string> names(shape().size());
  for (unsigned d = 0; d < names.size(); ++d) {
    if (H5DSget_num_scales(id(), d) <= 0) continue;
    H5DSiterate_scales(
        id(), d, nullptr,
        [](hid_t, unsigned, hid_t scale, void* out) -> herr_t {
          std::array<char, 1024> buffer{};
          H5Iget_name(scale, buffer.data(), buffer.size());
          const std::string name = buffer.data();
          *static_cast<std::string*>(out) = name.substr(name.rfind('/') + 1);
          return 1;
        },
        &names[d]);
  }
  return names;
}

std::string Group::path_of(std::string_view name) const {
  return path_ + (path_.ends_with('/') ? "" : "/") + text(name);
}

Group Group::create_group(std::string_view name) {
  const Handle properties(H5Pcreate(H5P_GROUP_CREATE), H5Pclose);
  H5Pset_link_creation_order(properties.id(), H5P_CRT_ORDER_TRACKED | H5P_CRT_ORDER_INDEXED);
  const std::string path = path_of(name);
  return {owned(H5Gcreate2(id(), text(name).c_str(), H5P_DEFAULT, properties.id(), H5P_DEFAULT), H5Gclose,
                "create group", path), path};
}

Dataset Group::create_dataset(std::string_view name, Type type, const Shape& shape) {
  const Handle properties(H5Pcreate(H5P_DATASET_CREATE), H5Pclose);
  H5Pset_layout(properties.id(), H5D_CONTIGUOUS);
  H5Pset_alloc_time(properties.id(), H5D_ALLOC_TIME_EARLY);
  // Pointers to text that was never written must read as none, not as garbage.
  H5Pset_fill_time(properties.id(), type == Type::text ? H5D_FILL_TIME_IFSET : H5D_FILL_TIME_NEVER);
  const std::string path = path_of(name);
  return {owned(H5Dcreate2(id(), text(name).c_str(), disk_type(type).id(), space_of(shape).id(), H5P_DEFAULT,
                           properties.id(), H5P_DEFAULT), H5Dclose, "create dataset", path), path};
}

Dataset Group::create_empty_scale(std::string_view name, std::uint64_t length) {
  const std::string path = path_of(name);
  Handle scale = owned(H5Dcreate2(id(), text(name).c_str(), disk_type(Type::float32).id(), space_of({length}).id(),
                                  H5P_DEFAULT, H5P_DEFAULT, H5P_DEFAULT), H5Dclose, "create dimension", path);
  // The words by which netCDF knows a dimension without a variable.
  check(H5DSset_scale(scale.id(), "This is a netCDF dimension but not a netCDF variable."), "create dimension", path);
  return {std::move(scale), path};
}

bool Group::has(std::string_view name) const { return H5Lexists(id(), text(name).c_str(), H5P_DEFAULT) > 0; }

Group Group::group(std::string_view name) const {
  const std::string path = path_of(name);
  return {owned(H5Gopen2(id(), text(name).c_str(), H5P_DEFAULT), H5Gclose, "open group", path), path};
}

Dataset Group::dataset(std::string_view name) const {
  const std::string path = path_of(name);
  return {owned(H5Dopen2(id(), text(name).c_str(), H5P_DEFAULT), H5Dclose, "open dataset", path), path};
}

std::vector<std::string> Group::dataset_names() const {
  std::vector<std::string> names;
  const auto collect = [](hid_t group, const char* name, const H5L_info_t*, void* out) -> herr_t {
    H5O_info_t info;
    if (H5Oget_info_by_name2(group, name, &info, H5O_INFO_BASIC, H5P_DEFAULT) >= 0 && info.type == H5O_TYPE_DATASET) {
      static_cast<std::vector<std::string>*>(out)->emplace_back(name);
    }
    return 0;
  };
  if (H5Literate(id(), H5_INDEX_CRT_ORDER, H5_ITER_INC, nullptr, collect, &names) < 0) {
    H5Eclear2(H5E_DEFAULT);  // a file of somebody else that kept no order
    names.clear();
    check(H5Literate(id(), H5_INDEX_NAME, H5_ITER_INC, nullptr, collect, &names), "list", path_);
  }
  return names;
}

File::File(Handle file, Handle root, const std::string& path)
    : Group(std::move(root), path + ":/"), file_(std::move(file)) {}

File File::create(const std::string& path, std::size_t objects, std::uint64_t alignment) {
  prepare_library();
  const Handle creation(H5Pcreate(H5P_FILE_CREATE), H5Pclose);
  H5Pset_link_creation_order(creation.id(), H5P_CRT_ORDER_TRACKED | H5P_CRT_ORDER_INDEXED);
  const Handle access(H5Pcreate(H5P_FILE_ACCESS), H5Pclose);
  H5Pset_alignment(access.id(), kPage, alignment);
  H5Pset_meta_block_size(access.id(), objects * kObjectRoom);
  H5Pset_small_data_block_size(access.id(), objects * kObjectRoom);
  Handle file = owned(H5Fcreate(path.c_str(), H5F_ACC_TRUNC, creation.id(), access.id()), H5Fclose, "create", path);
  Handle root = owned(H5Gopen2(file.id(), "/", H5P_DEFAULT), H5Gclose, "create", path);
  return {std::move(file), std::move(root), path};
}

File File::open(const std::string& path) {
  prepare_library();
  Handle file = owned(H5Fopen(path.c_str(), H5F_ACC_RDONLY, H5P_DEFAULT), H5Fclose, "open", path);
  Handle root = owned(H5Gopen2(file.id(), "/", H5P_DEFAULT), H5Gclose, "open", path);
  return {std::move(file), std::move(root), path};
}

void File::close() {
  check(H5Fflush(file_.id(), H5F_SCOPE_LOCAL), "flush", path_);
  check(handle_.close() ? 0 : -1, "close", path_);
  check(file_.close() ? 0 : -1, "close", path_);
}

}  // namespace trainsweep::hdf5
