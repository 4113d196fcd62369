#include "runner/ledger.hpp"

#include <algorithm>

#include "runner/checksum.hpp"

namespace trainsweep {
namespace {

constexpr std::uint64_t kPiece = 1 << 18;  // points read at once

// Adds a part's values of `points`, which read(first, values) fetches.
template <class Value, class Read>
void add_values(Checksum& checksum, std::size_t part, PointRange points, Read read) {
  std::vector<Value> values;
  for (std::uint64_t first = points.begin; first < points.end; first += kPiece) {
    values.resize(std::min(kPiece, points.end - first));
    read(first, std::span(values));
    checksum.add(part, std::as_bytes(std::span(values)), points.size() <= kPiece);
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

std::uint64_t unit_checksum(const ResultReader& file, PointRange points) {
  const std::vector<ResultColumn>& columns = file.columns();
  Checksum checksum(columns.size() + 1);
  for (std::size_t c = 0; c < columns.size(); ++c) {
    add_values<float>(checksum, c, points, [&](std::uint64_t first, std::span<float> out) { file.read_column(columns[c], first, out); });
  }
  add_values<std::uint8_t>(checksum, columns.size(), points,
                           [&](std::uint64_t first, std::span<std::uint8_t> out) { file.read_status(first, out); });
  return checksum.finish();
}

void withdraw_units(DataFile& file, const FileLayout& layout, const std::vector<std::uint64_t>& units) {
  if (units.empty()) return;
  file.write_value(layout.complete, std::int64_t{0});
  for (const std::uint64_t unit : units) file.write_value(layout.ledger + unit * sizeof(std::uint64_t), std::uint64_t{0});
  file.sync();
}

}  // namespace trainsweep
