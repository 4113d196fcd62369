// What the bytes mean to others is tested by tests/readers/parquet_test.py.
#include "runner/parquet.hpp"

#include <gtest/gtest.h>

#include <cstring>
#include <sstream>

#include "runner/thrift_compact.hpp"

namespace trainsweep {
namespace {

TEST(ThriftCompact, HasTheBytesOfTheSpecification) {
  ThriftCompact t;
  t.i32(1, -1).i64(3, 300).text(4, "ab").list(20 - 1, ThriftCompact::Kind::i32, 2).i32(0).i32(64);
  t.begin(20).i32(1, 1).end().end();
  const std::string expected{'\x15', '\x01',                        // field 1, zigzag -1
                             '\x26', '\xD8', '\x04',                // field 3, 300 as 600
                             '\x18', '\x02', 'a', 'b',              // field 4
                             '\xF9', '\x25', '\x00', '\x80', '\x01',  // field 19: 2 of i32
                             '\x1C', '\x15', '\x02', '\x00', '\x00'};
  EXPECT_EQ(t.bytes(), expected);
}

TEST(ThriftCompact, LongListsSayTheirLengthApart) {
  ThriftCompact t;
  t.list(1, ThriftCompact::Kind::structure, 200);
  EXPECT_EQ(t.bytes(), std::string("\x19\xFC\xC8\x01", 4));
}

TEST(Parquet, StandsBetweenMagicWordsWithTheLengthOfItsFooter) {
  std::ostringstream out;
  ParquetWriter parquet(out, {{"x", "d"}, {"name", "", std::vector<std::string>{"a", "b"}}}, {});
  parquet.write({.rows = 3, .columns = {{{1, 2, 3}, {}}, {{}, {0, 1, 0}}}});
  parquet.write({.rows = 0, .columns = {{}, {}}});
  parquet.finish();
  const std::string bytes = out.str();
  EXPECT_EQ(bytes.substr(0, 4), "PAR1");
  EXPECT_EQ(bytes.substr(bytes.size() - 4), "PAR1");
  std::uint32_t footer = 0;
  std::memcpy(&footer, bytes.data() + bytes.size() - 8, sizeof footer);
  EXPECT_LT(footer, bytes.size() - 12);
  EXPECT_EQ(bytes[bytes.size() - 8 - footer], '\x15') << "field 1 of FileMetaData";
}

}  // namespace
}  // namespace trainsweep
