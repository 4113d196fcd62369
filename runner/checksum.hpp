// The checksum of a unit, as the ledger holds it.
//
// Each column's bytes of the unit's points, and then the status's, are hashed with
// XXH3 (64 bits); the hash of those digests, little-endian and in the order of the
// file, is the checksum. 0 means "not done" in the ledger, so a checksum of 0 is
// written as 1. Hashing column by column lets a unit arrive in pieces, whatever
// their sizes.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

namespace trainsweep {

class Checksum {
 public:
  // `parts`: the columns and the status.
  explicit Checksum(std::size_t parts);
  ~Checksum();
  Checksum(Checksum&&) noexcept;
  Checksum& operator=(Checksum&&) noexcept;

  // The next bytes of a part; `is_all` where they are all that the part has in this
  // unit, which is faster. Parts may come in any order.
  void add(std::size_t part, std::span<const std::byte> bytes, bool is_all);
  // The checksum of what was added since the last call.
  [[nodiscard]] std::uint64_t finish();

 private:
  struct Streams;
  std::vector<std::uint64_t> digests_;
  std::vector<bool> streaming_;
  std::unique_ptr<Streams> streams_;
};

}  // namespace trainsweep
