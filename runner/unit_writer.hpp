// UnitWriter: from evaluated points to the file.
//
// Points come in ascending order into a buffer of bounded size, one run of values a
// column; a full buffer goes to the file with one write a column. Units end where
// they end: their checksums are taken while the values are still in cache, and they
// go to the Committer once their last bytes are written.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "engine/engine.hpp"
#include "runner/checksum.hpp"
#include "runner/committer.hpp"
#include "runner/data_file.hpp"
#include "runner/file_layout.hpp"

namespace trainsweep {

class UnitWriter {
 public:
  static constexpr std::uint64_t kBufferBytes = 4 << 20;

  // `columns`: indices in Schema::columns, in the order of the file. What is referred to
  // must outlive it.
  UnitWriter(DataFile& file, const FileLayout& layout, std::span<const std::size_t> columns, Committer& committer);

  // The next point to come. Requires that no unit is begun.
  void seek(std::uint64_t point);

  // Where the next points go: room for 1 to `most` of them.
  struct Room {
    std::uint64_t count;
    std::uint8_t* status;
    std::span<const ColumnOut> columns;
  };
  [[nodiscard]] Room room(std::uint64_t most);
  void advance(std::uint64_t count) { filled_ += count; }

  // The points since the last unit's end are this unit.
  void end_unit(std::uint64_t unit);
  // Forgets points since the last unit's end.
  void drop_unit();
  // Everything that ended is written and with the Committer.
  void flush();

 private:
  void hash_open_unit(bool is_end);
  void write_out();

  DataFile& file_;
  const FileLayout& layout_;
  Committer& committer_;
  std::uint64_t capacity_;  // points
  std::vector<float> values_;
  std::vector<std::uint8_t> status_;
  std::vector<ColumnOut> out_;
  std::vector<std::size_t> columns_;
  std::uint64_t first_ = 0;       // point at the buffer's start
  std::uint64_t filled_ = 0;      // points in the buffer
  std::uint64_t unit_start_ = 0;  // where in the buffer the open unit starts
  bool unit_in_pieces_ = false;   // part of the open unit has left the buffer
  Checksum checksum_;
  std::vector<FinishedUnit> finished_;
};

}  // namespace trainsweep
