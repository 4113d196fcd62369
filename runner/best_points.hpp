// best_points: the points of least (or largest) value among those that pass a
// filter, for a whole file or for each group of it.
//
// The file is read in pieces, so memory holds one piece and the points found; a
// point that is not evaluated or cannot run is never among them. Of equal values
// the point of lower index wins, so the answer does not depend on anything else.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "runner/point_scan.hpp"

namespace trainsweep {

enum class Order : std::uint8_t { ascending, descending };

struct BestQuery {
  std::string by;          // a column, or a coordinate of numbers
  Order order = Order::ascending;
  std::size_t count = 10;  // points of each group
};

struct BestPoint {
  std::uint64_t group = 0;
  double value = 0;
  std::uint64_t point = 0;
};

struct BestPoints {
  // Best first within a group. Groups that differ in the last coordinate alone stand
  // together, that of the best point first.
  std::vector<BestPoint> points;
  StatusCounts seen;  // of the points that pass the conditions on coordinates
};

// The best of each group. Throws UserError for names that do not fit.
[[nodiscard]] BestPoints best_points(const ResultReader& file, const PointFilter& filter, const PointGroups& groups,
                                     const BestQuery& query);

}  // namespace trainsweep
