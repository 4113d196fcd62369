// ParquetWriter: writes a table as Apache Parquet, a group of rows at a time, to a stream
// that need not be seekable. No Parquet library comes with Debian 12, and the part of the
// format that a table of numbers and words needs is small.
//
// Format: github.com/apache/parquet-format, version 2. What is used of it:
//   "PAR1", then for each group of rows and each column [dictionary page] data page, then
//   the footer (FileMetaData), its length in 4 bytes, "PAR1"
//   columns      all required: FLOAT with NaN for no value; words BYTE_ARRAY of UTF-8 and
//                listed numbers DOUBLE, both RLE_DICTIONARY
//   pages        version 1, gzip, one of each a column and group
//   metadata     Thrift's compact protocol (see thrift_compact.hpp)
//   units        in the file's key-value metadata as `units`: {"cost_usd": "USD", ...}
//
//   ParquetWriter parquet(out, columns, {{"question", "..."}});
//   while (...) parquet.write(block);   // a group of rows each
//   parquet.finish();
//
// Statistics, nulls and nested columns are not written.
#pragma once

#include <cstdint>
#include <ostream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "runner/row_block.hpp"

namespace trainsweep {

class ParquetWriter {
 public:
  using KeyValues = std::vector<std::pair<std::string, std::string>>;
  ParquetWriter(std::ostream& out, std::vector<TableColumn> columns, KeyValues metadata);

  // One group of rows; a block without rows is left out.
  void write(const RowBlock& block);
  // Must be called once, after the last block.
  void finish();

 private:
  struct Page {
    std::uint64_t offset = 0, bytes = 0, raw_bytes = 0;  // with its header
  };
  struct Chunk {
    Page dictionary, data;
  };
  struct Group {
    std::uint64_t rows = 0;
    std::vector<Chunk> chunks;
  };

  [[nodiscard]] Chunk write_chunk(const TableColumn& column, const BlockCells& cells, std::size_t rows);
  [[nodiscard]] Page write_page(std::int32_t type, std::size_t values, std::int32_t encoding, std::string_view body);
  [[nodiscard]] std::string footer() const;
  void put(std::string_view bytes);

  std::ostream& out_;
  std::vector<TableColumn> columns_;
  KeyValues metadata_;
  std::vector<Group> groups_;
  std::uint64_t written_ = 0;
};

}  // namespace trainsweep
