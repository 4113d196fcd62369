#include "runner/ledger.hpp"

#include <algorithm>

#include "runner/checksum.hpp"

namespace trainsweep {
namespace {

constexpr std::uint64_t kPiece = 1 << 18;  // points or entries read at once

template <class Value>
void add_values(Checksum& checksum, std::size_t part, const DataFile& file, const StoredValues& stored, PointRange points) {
  std::vector<Value> values;
  for (std::uint64_t first = points.begin; first < points.end; first += kPiece) {
    values.resize(std::min(kPiece, points.end - first));
    stored.read(file, first, std::span(values));
    checksum.add(part, std::as_bytes(std::span(values)), points.size() <= kPiece);
  }
}

}  // namespace

std::vector<std::uint64_t> read_ledger(const DataFile& file, const FileLayout& layout, const Units& units) {
  std::vector<std::uint64_t> ledger(units.count());
  file.read(layout.ledger, std::as_writable_bytes(std::span(ledger)));
  return ledger;
}

std::vector<UnitRange> units_left(const DataFile& file, const FileLayout& layout, const Units& units) {
  std::vector<UnitRange> left;
  std::vector<std::uint64_t> entries(std::min(kPiece, units.count()));
  for (std::uint64_t first = 0; first < units.count(); first += entries.size()) {
    entries.resize(std::min<std::uint64_t>(entries.size(), units.count() - first));
    file.read(layout.ledger + first * sizeof(std::uint64_t), std::as_writable_bytes(std::span(entries)));
    for (std::uint64_t i = 0; i < entries.size(); ++i) {
      if (entries[i] != 0) continue;
      const std::uint64_t unit = first + i;
      if (!left.empty() && left.back().end == unit) {
        ++left.back().end;
      } else {
        left.push_back({unit, unit + 1});
      }
    }
  }
  return left;
}

std::uint64_t points_of(const std::vector<UnitRange>& ranges, const Units& units) {
  std::uint64_t points = 0;
  for (const UnitRange& range : ranges) points += units.points(range).size();
  return points;
}

PointValues find_point_values(const ResultFile& file) {
  PointValues out;
  if (!file.is_packed) {
    for (const std::uint64_t offset : file.layout.columns) out.columns.push_back({offset});
    out.status = {file.layout.status};
    return out;
  }
  const hdf5::File open = hdf5::File::open(file.path);
  for (const std::string& column : file.columns) out.columns.push_back(find_values(open.dataset(column)));
  out.status = find_values(open.dataset("status"));
  return out;
}

std::uint64_t unit_checksum(const DataFile& file, const PointValues& values, PointRange points) {
  const std::size_t columns = values.columns.size();
  Checksum checksum(columns + 1);
  for (std::size_t c = 0; c < columns; ++c) add_values<float>(checksum, c, file, values.columns[c], points);
  add_values<std::uint8_t>(checksum, columns, file, values.status, points);
  return checksum.finish();
}

void withdraw_units(DataFile& file, const FileLayout& layout, const std::vector<std::uint64_t>& units) {
  if (units.empty()) return;
  file.write_value(layout.complete, std::int64_t{0});
  for (const std::uint64_t unit : units) file.write_value(layout.ledger + unit * sizeof(std::uint64_t), std::uint64_t{0});
  file.sync();
}

}  // namespace trainsweep
