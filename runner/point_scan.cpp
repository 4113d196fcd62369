#include "runner/point_scan.hpp"

#include <algorithm>

#include "engine/engine.hpp"

namespace trainsweep {
namespace {

constexpr std::uint64_t kPiece = 1 << 16;  // points read at once

}  // namespace

PointScan::PointScan(const ResultReader& file, const PointFilter& filter, const PointGroups* groups)
    : file_(file), filter_(filter), index_(file.dimensions().size(), 0) {
  if (groups != nullptr) {
    parts_ = groups->parts;
  } else {
    for (const ResultDimension& dimension : file.dimensions()) parts_.emplace_back(dimension.size, 0);
  }
}

bool PointScan::next() {
  if (filter_.passes_nothing()) return false;
  while (end_ < file_.points()) {
    first_ = end_;
    end_ = std::min(first_ + kPiece, file_.points());
    consider(static_cast<std::uint32_t>(end_ - first_));
    if (considered_.empty()) continue;
    pick();
    return true;
  }
  return false;
}

std::span<const float> PointScan::values(const ResultColumn& column) {
  values_.resize(end_ - first_);
  file_.read_column(column, first_, values_);
  return values_;
}

// Those of the considered points that are ok and satisfy the conditions on columns.
void PointScan::pick() {
  statuses_.resize(end_ - first_);
  file_.read_status(first_, statuses_);
  points_.clear();
  std::copy_if(considered_.begin(), considered_.end(), std::back_inserter(points_),
               [&](const ScannedPoint& p) { return statuses_[p.at] == kOk; });
  for (const ColumnCondition& condition : filter_.on_columns()) {
    if (points_.empty()) return;
    const std::span<const float> found = values(*condition.column);
    std::erase_if(points_, [&](const ScannedPoint& p) { return !holds(found[p.at], condition.comparison, condition.limit); });
  }
}

// Those of the next `count` points whose coordinates pass, row by row along the last
// dimension.
void PointScan::consider(std::uint32_t count) {
  considered_.clear();
  const std::uint64_t row = index_.empty() ? 1 : file_.dimensions().back().size;
  for (std::uint32_t at = 0; at < count;) {
    const auto end = static_cast<std::uint32_t>(std::min<std::uint64_t>(count, at + row - in_row_));
    consider_row(at, end);
    in_row_ += end - at;
    at = end;
    if (in_row_ == row) next_row();
  }
}

// Points [begin, end) of the piece: a part of one row.
void PointScan::consider_row(std::uint32_t begin, std::uint32_t end) {
  std::uint64_t group = 0;
  for (std::size_t d = 0; d + 1 < index_.size(); ++d) {
    if (!filter_.passes(d, index_[d])) return;
    group += parts_[d][index_[d]];
  }
  if (index_.empty()) return considered_.push_back({begin, 0});
  const std::size_t last = index_.size() - 1;
  for (std::uint32_t at = begin; at < end; ++at) {
    const std::uint64_t i = in_row_ + (at - begin);
    if (filter_.passes(last, i)) considered_.push_back({at, group + parts_[last][i]});
  }
}

void PointScan::next_row() {
  in_row_ = 0;
  for (std::size_t d = index_.empty() ? 0 : index_.size() - 1; d-- > 0;) {
    if (++index_[d] < file_.dimensions()[d].size) return;
    index_[d] = 0;
  }
}

DimensionIndex::DimensionIndex(const ResultReader& file, std::optional<std::size_t> dimension) {
  if (!dimension) return;
  size_ = file.dimensions()[*dimension].size;
  for (std::size_t d = *dimension + 1; d < file.dimensions().size(); ++d) stride_ *= file.dimensions()[d].size;
}

std::vector<std::uint64_t> indices_of(const ResultReader& file, std::uint64_t point) {
  std::vector<std::uint64_t> index(file.dimensions().size());
  for (std::size_t d = index.size(); d-- > 0;) {
    index[d] = point % file.dimensions()[d].size;
    point /= file.dimensions()[d].size;
  }
  return index;
}

}  // namespace trainsweep
