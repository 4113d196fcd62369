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

#include "runner/point_filter.hpp"
#include "runner/result_reader.hpp"

namespace trainsweep {

enum class Order : std::uint8_t { ascending, descending };

struct BestQuery {
  std::string by;                // a column, or a coordinate of numbers
  Order order = Order::ascending;
  std::vector<std::string> per;  // coordinates: one group for each combination of their values
  std::size_t count = 10;        // points of each group
};

struct BestPoint {
  std::uint64_t group = 0;  // order of the values of `per`, the last one fastest
  double value = 0;
  std::uint64_t point = 0;
};

struct BestPoints {
  // Best first within a group. Groups that differ in the last of `per` alone stand
  // together, that of the best point first.
  std::vector<BestPoint> points;
  std::uint64_t groups = 1;  // combinations that there are
  std::vector<std::uint64_t> seen;  // seen[s]: points of status s that pass the conditions on coordinates
};

// Throws UserError for names that do not fit.
[[nodiscard]] BestPoints best_points(const ResultReader& file, const PointFilter& filter, const BestQuery& query);

// Index of `point` along each dimension.
[[nodiscard]] std::vector<std::uint64_t> indices_of(const ResultReader& file, std::uint64_t point);

}  // namespace trainsweep
