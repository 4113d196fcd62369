// PointScan: goes through the points of a result file that pass a filter, in order and
// a piece at a time, and reads no more than is asked for.
//
//   PointScan scan(file, filter);
//   while (scan.next()) {
//     const auto cost = scan.values(*file.find_column("cost_usd"));
//     for (const ScannedPoint& p : scan.points()) sum += cost[p.at];   // point scan.first() + p.at
//   }
//
// The same code serves every command that selects points, so --where means the same
// to all of them: a point counts where its status is ok and all conditions hold.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "runner/point_filter.hpp"
#include "runner/point_groups.hpp"
#include "runner/result_reader.hpp"

namespace trainsweep {

struct ScannedPoint {
  std::uint32_t at = 0;     // in the piece
  std::uint64_t group = 0;  // its number; 0 where nothing is grouped
};

class PointScan {
 public:
  // File, filter and groups must outlive the scan.
  PointScan(const ResultReader& file, const PointFilter& filter, const PointGroups* groups = nullptr);

  // Goes to the next piece that has points; false after the last one.
  [[nodiscard]] bool next();

  // Of the piece: its first point; the points whose coordinates pass, whatever their
  // status; and those among them that count.
  [[nodiscard]] std::uint64_t first() const { return first_; }
  [[nodiscard]] std::span<const ScannedPoint> considered() const { return considered_; }
  [[nodiscard]] std::span<const ScannedPoint> points() const { return points_; }

  // Values of the piece by ScannedPoint::at, until the next call that reads.
  [[nodiscard]] std::span<const std::uint8_t> statuses() const { return statuses_; }
  [[nodiscard]] std::span<const float> values(const ResultColumn& column);

 private:
  void consider(std::uint32_t count);
  void consider_row(std::uint32_t begin, std::uint32_t end);
  void next_row();
  void pick();

  const ResultReader& file_;
  const PointFilter& filter_;
  std::vector<std::vector<std::uint64_t>> parts_;
  std::vector<std::uint64_t> index_;  // of the next row, and of a point in it
  std::uint64_t in_row_ = 0;          // where in its row the next point stands
  std::uint64_t first_ = 0, end_ = 0;
  std::vector<ScannedPoint> considered_, points_;
  std::vector<std::uint8_t> statuses_;
  std::vector<float> values_;
};

// Which index of a dimension a point has: 0 always where there is no dimension.
class DimensionIndex {
 public:
  DimensionIndex(const ResultReader& file, std::optional<std::size_t> dimension);
  [[nodiscard]] std::uint64_t of(std::uint64_t point) const { return point / stride_ % size_; }

 private:
  std::uint64_t stride_ = 1, size_ = 1;
};

// Index of `point` along each dimension.
[[nodiscard]] std::vector<std::uint64_t> indices_of(const ResultReader& file, std::uint64_t point);

// How many points there are of each status, by its value.
using StatusCounts = std::vector<std::uint64_t>;
inline constexpr std::size_t kStatusValues = 256;

}  // namespace trainsweep
