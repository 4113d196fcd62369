// The bytes of a sweep's file, written and read past HDF5 at known places.
//
// Each call moves all bytes or throws MachineError naming the file and the place.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <string>

namespace trainsweep {

class DataFile {
 public:
  enum class Access { read, write };
  DataFile(const std::string& path, Access access);
  ~DataFile();
  DataFile(DataFile&& other) noexcept;
  DataFile& operator=(DataFile&&) = delete;

  void write(std::uint64_t offset, std::span<const std::byte> bytes);
  void read(std::uint64_t offset, std::span<std::byte> bytes) const;
  // Returns when what was written has reached the disk. May run beside write().
  void sync();
  [[nodiscard]] std::uint64_t size() const;
  // Makes the file this long; new bytes read as 0.
  void resize(std::uint64_t size);

  template <class T>
  void write_value(std::uint64_t offset, const T& value) {
    write(offset, std::as_bytes(std::span<const T>(&value, 1)));
  }
  template <class T>
  [[nodiscard]] T read_value(std::uint64_t offset) const {
    T value{};
    read(offset, std::as_writable_bytes(std::span<T>(&value, 1)));
    return value;
  }

 private:
  std::string path_;
  int fd_ = -1;
};

// Reserves the disk space of the first `bytes` bytes of a file, so that no later write to
// it can meet a full disk. Throws MachineError with what is needed and what is free. On a
// file system that cannot reserve it only compares the two; returns whether it reserved.
bool reserve_space(const std::string& path, std::uint64_t bytes);

// Bytes that can still be written to the file system of a folder.
[[nodiscard]] std::uint64_t free_space(const std::string& folder);

// "12.3 GB", for messages.
[[nodiscard]] std::string describe_bytes(std::uint64_t bytes);

enum class Existing : std::uint8_t { keep, replace };

// Lets `make` write a file of another name beside `path`, and gives it that name in one
// step when it is whole. False where a file of that name is there by then and is kept: the
// file system says so itself, which a host that looked for the name before may not know.
// Where anything fails, what was at `path` stays and nothing else is left.
bool write_in_one_step(const std::string& path, Existing existing, const std::function<void(const std::string&)>& make);

// Makes a rename or a new file in a folder durable.
void sync_folder(const std::string& folder);

}  // namespace trainsweep
