// ThriftCompact: structures in Apache Thrift's compact protocol, as Parquet's metadata
// needs them (thrift/doc/specs/thrift-compact-protocol.md).
//
//   ThriftCompact t;
//   t.i32(1, 2).text(4, "cost_usd").list(2, Kind::structure, n);   // fields by number
//   t.end();                                                       // of the structure
//
// Fields of a structure are written by ascending numbers. begin(field) and end() enclose
// a structure inside; element() and end() one of a list.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace trainsweep {

class ThriftCompact {
 public:
  enum class Kind : std::uint8_t { i32 = 5, i64 = 6, text = 8, list = 9, structure = 12 };

  ThriftCompact& i32(int field, std::int32_t value) { return start(field, Kind::i32).varint(zigzag(value)); }
  ThriftCompact& i64(int field, std::uint64_t value) {
    return start(field, Kind::i64).varint(zigzag(static_cast<std::int64_t>(value)));
  }
  ThriftCompact& text(int field, std::string_view value) { return start(field, Kind::text).text(value); }
  // Its elements follow.
  ThriftCompact& list(int field, Kind kind, std::size_t size) {
    start(field, Kind::list);
    const auto code = static_cast<std::uint8_t>(kind);
    if (size < 15) return byte(static_cast<std::uint8_t>(size << 4 | code));
    return byte(static_cast<std::uint8_t>(0xF0 | code)).varint(size);
  }
  ThriftCompact& begin(int field) {
    start(field, Kind::structure);
    return element();
  }
  ThriftCompact& element() {
    last_.push_back(0);
    return *this;
  }
  ThriftCompact& end() {
    last_.pop_back();
    return byte(0);
  }
  // Elements of a list.
  ThriftCompact& i32(std::int32_t value) { return varint(zigzag(value)); }
  ThriftCompact& text(std::string_view value) {
    varint(value.size());
    bytes_ += value;
    return *this;
  }

  [[nodiscard]] const std::string& bytes() const { return bytes_; }

 private:
  static std::uint64_t zigzag(std::int64_t value) {
    return static_cast<std::uint64_t>(value) << 1 ^ static_cast<std::uint64_t>(value >> 63);
  }
  ThriftCompact& start(int field, Kind kind) {
    const int step = field - last_.back();  // of 1 to 15
    last_.back() = field;
    return byte(static_cast<std::uint8_t>(step << 4 | static_cast<int>(kind)));
  }
  ThriftCompact& varint(std::uint64_t value) {
    for (; value > 0x7F; value >>= 7) byte(static_cast<std::uint8_t>(value | 0x80));
    return byte(static_cast<std::uint8_t>(value));
  }
  ThriftCompact& byte(std::uint8_t value) {
    bytes_ += static_cast<char>(value);
    return *this;
  }

  std::string bytes_;
  std::vector<int> last_{0};  // number of the last field, of each open structure
};

}  // namespace trainsweep
