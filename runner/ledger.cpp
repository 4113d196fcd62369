#include "runner/ledger.hpp"

#include <algorithm>

#include "runner/checksum.hpp"

namespace trainsweep {
namespace {

constexpr std::uint64_t kPiece = 1 << 20;  // bytes read at once

void add_bytes(Checksum& checksum, std::size_t part, const DataFile& file, std::uint64_t offset, std::uint64_t bytes,
               std::vector<std::byte>& buffer) {
  for (std::uint64_t at = 0; at < bytes; at += kPiece) {
    buffer.resize(std::min(kPiece, bytes - at));
    file.read(offset + at, buffer);
    checksum.add(part, buffer, bytes <= kPiece);
  }
}

}  // namespace

std::vector<std::uint64_t> read_ledger(const DataFile& file, const FileLayout& layout, const Units& units) {
  std::vector<std::uint64_t> ledger(units.count());
  file.read(layout.ledger, std::as_writable_bytes(std::span(ledger)));
  return ledger;
}

std::vector<UnitRange> units_left(const std::vector<std::uint64_t>& ledger) {
  std::vector<UnitRange> left;
  for (std::uint64_t unit = 0; unit < ledger.size(); ++unit) {
    if (ledger[unit] != 0) continue;
    if (!left.empty() && left.back().end == unit) {
      ++left.back().end;
    } else {
      left.push_back({unit, unit + 1});
    }
  }
  return left;
}

std::uint64_t points_done(const std::vector<std::uint64_t>& ledger, const Units& units) {
  std::uint64_t left = 0;
  for (const UnitRange& range : units_left(ledger)) left += units.points(range).size();
  return units.total_points() - left;
}

std::uint64_t unit_checksum(const DataFile& file, const FileLayout& layout, PointRange points) {
  Checksum checksum(layout.columns.size() + 1);
  std::vector<std::byte> buffer;
  for (std::size_t c = 0; c < layout.columns.size(); ++c) {
    add_bytes(checksum, c, file, layout.columns[c] + points.begin * sizeof(float), points.size() * sizeof(float), buffer);
  }
  add_bytes(checksum, layout.columns.size(), file, layout.status + points.begin, points.size(), buffer);
  return checksum.finish();
}

void withdraw_units(DataFile& file, const FileLayout& layout, const std::vector<std::uint64_t>& units) {
  if (units.empty()) return;
  file.write_value(layout.complete, std::int64_t{0});
  for (const std::uint64_t unit : units) file.write_value(layout.ledger + unit * sizeof(std::uint64_t), std::uint64_t{0});
  file.sync();
}

}  // namespace trainsweep
