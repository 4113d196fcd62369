// HDF5 with owners and exceptions: the only place that calls the library.
//
// A File is a Group; a Group holds Groups and Datasets by name; all carry
// attributes. Every object closes itself, moves, and does not copy. A call that
// fails throws MachineError saying what was being done to what, with the library's
// own reason behind it.
//
//   auto file = hdf5::File::create("out.h5");
//   auto x = file.create_dataset("x", hdf5::Type::float64, {4});
//   x.write(std::span<const double>(values));
//   x.make_scale();
//   auto y = file.create_dataset("y", hdf5::Type::float32, {4});
//   y.attach_scale(0, x);
//   y.offset();                          // where its bytes lie in the file
//
// Datasets are contiguous, allocated when they are created and never filled (what
// nobody wrote reads as 0), so their bytes can be written and read past the
// library at offset(). Those of create_packed() are chunked and compressed, and go
// through read_range() and write_range(). Strings are of variable length and UTF-8: readers of netCDF
// crash on others. The order of creation is kept.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace trainsweep::hdf5 {

enum class Type : std::uint8_t { float32, float64, int64, uint64, uint8, text, other };

using Shape = std::vector<std::uint64_t>;  // empty: one value

// One hid_t and the call that gives it back.
class Handle {
 public:
  using Close = int (*)(std::int64_t);
  Handle() = default;
  Handle(std::int64_t id, Close closer) : id_(id), close_(closer) {}
  Handle(Handle&& other) noexcept : id_(std::exchange(other.id_, -1)), close_(other.close_) {}
  Handle& operator=(Handle&& other) noexcept {
    std::swap(id_, other.id_);
    std::swap(close_, other.close_);
    return *this;
  }
  ~Handle() {
    if (id_ >= 0) close_(id_);
  }
  [[nodiscard]] std::int64_t id() const { return id_; }
  // Closes now and says whether that went well; a destructor cannot.
  [[nodiscard]] bool close() { return close_(std::exchange(id_, -1)) >= 0; }

 private:
  std::int64_t id_ = -1;
  Close close_ = nullptr;
};

// What carries attributes: a Group or a Dataset.
class Node {
 public:
  Node(Handle handle, std::string path) : handle_(std::move(handle)), path_(std::move(path)) {}

  void write_attribute(std::string_view name, std::string_view text);
  void write_attribute(std::string_view name, const char* text) { write_attribute(name, std::string_view(text)); }
  void write_attribute(std::string_view name, std::int64_t number);
  void write_attribute(std::string_view name, std::uint64_t number);
  void write_attribute(std::string_view name, float number);
  void write_attribute(std::string_view name, std::span<const float> numbers);
  void write_attribute(std::string_view name, std::span<const std::uint8_t> numbers);

  [[nodiscard]] bool has_attribute(std::string_view name) const;
  [[nodiscard]] std::string read_text(std::string_view attribute) const;  // empty where there is none
  [[nodiscard]] std::int64_t read_integer(std::string_view attribute) const;

  // Takes over the attributes of another node, but those that tie dimension scales.
  void copy_attributes(const Node& from);

  // "out.h5:/run/ledger", for messages.
  [[nodiscard]] const std::string& path() const { return path_; }

 protected:
  [[nodiscard]] std::int64_t id() const { return handle_.id(); }
  void write_raw_attribute(std::string_view name, Type type, const void* values, const Shape& shape);

  Handle handle_;
  std::string path_;
};

class Dataset : public Node {
 public:
  using Node::Node;

  [[nodiscard]] Shape shape() const;
  [[nodiscard]] std::uint64_t size() const;  // number of values
  [[nodiscard]] Type type() const;
  // Whether its bytes lie in one piece, at offset().
  [[nodiscard]] bool is_contiguous() const;
  // Byte offset in the file of the first value; throws where the values do not lie within it.
  [[nodiscard]] std::uint64_t offset() const;

  // All values at once. Requires values.size() == size().
  void write(std::span<const double> values);
  void write(std::span<const std::int64_t> values);
  void write(std::span<const std::uint64_t> values);
  void write(std::span<const std::uint8_t> values);
  void write(std::span<const std::string> values);

  // All values, converted to the type asked for.
  [[nodiscard]] std::vector<double> read_numbers() const;
  [[nodiscard]] std::vector<std::uint64_t> read_unsigned() const;
  [[nodiscard]] std::vector<std::string> read_texts() const;

  // The values from `first` on in the order of storage (the last dimension fastest), as
  // the bytes that they have on disk. Requires whole values within the dataset.
  void read_range(std::uint64_t first, std::span<std::byte> out) const;
  void write_range(std::uint64_t first, std::span<const std::byte> bytes);

  // A dimension scale gives a dimension its name and its values.
  void make_scale();
  void attach_scale(unsigned dimension, const Dataset& scale);
  [[nodiscard]] bool is_scale() const;
  // Whether create_empty_scale() made it.
  [[nodiscard]] bool is_empty_scale() const;
  // The scale attached to each dimension, by its name; empty where there is none.
  [[nodiscard]] std::vector<std::string> dimension_names() const;
};

class Group : public Node {
 public:
  using Node::Node;

  [[nodiscard]] Group create_group(std::string_view name);
  [[nodiscard]] Dataset create_dataset(std::string_view name, Type type, const Shape& shape);
  // In boxes of that shape, their bytes shuffled and deflated: filters that every reader
  // of HDF5 has.
  [[nodiscard]] Dataset create_packed(std::string_view name, Type type, const Shape& shape, const Shape& chunk);
  // A dimension of that length without values, for a dataset whose index says it all.
  [[nodiscard]] Dataset create_empty_scale(std::string_view name, std::uint64_t length);

  [[nodiscard]] bool has(std::string_view name) const;
  [[nodiscard]] Group group(std::string_view name) const;
  [[nodiscard]] Dataset dataset(std::string_view name) const;
  [[nodiscard]] std::vector<std::string> dataset_names() const;  // in order of creation

 protected:
  [[nodiscard]] std::string path_of(std::string_view name) const;
};

inline constexpr std::uint64_t kPage = 4096;  // B

class File : public Group {
 public:
  // What describes up to about `objects` groups and datasets lies in the front of the
  // file, so that a file cut short keeps it. Data of a page or more starts at a multiple
  // of `alignment` bytes; 1: where there is room. Takes the place of what is in a file
  // that is there, which stays the same file to the file system.
  [[nodiscard]] static File create(const std::string& path, std::size_t objects = 16, std::uint64_t alignment = kPage);
  // For reading.
  [[nodiscard]] static File open(const std::string& path);
  // Flushes and closes; throws where the destructor would stay silent.
  void close();

 private:
  File(Handle file, Handle root, const std::string& path);
  Handle file_;
};

}  // namespace trainsweep::hdf5
