// PointGroups: the points of a result file by the values that some coordinates have there.
//
// Groups are numbered over the distinct values of each coordinate in order of
// appearance, the last coordinate fastest. With vendor (aws, aws, google) along offer
// and model (8b, 70b), the groups by {model, vendor} are
//   0: 8b aws   1: 8b google   2: 70b aws   3: 70b google
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "runner/result_reader.hpp"
#include "runner/text_table.hpp"

namespace trainsweep {

struct PointGroups {
  // parts[d][i]: what index i of dimension d adds to the number of a point's group.
  std::vector<std::vector<std::uint64_t>> parts;
  std::vector<std::vector<Cell>> labels;  // one a coordinate: its distinct values
  std::uint64_t count = 1;
};

// Throws UserError for names that are no coordinates of the file.
[[nodiscard]] PointGroups make_groups(const ResultReader& file, const std::vector<std::string>& names);

// Groups that some point has: two coordinates of one dimension do not multiply.
[[nodiscard]] std::uint64_t existing_groups(const PointGroups& groups);

// The value of a coordinate at an index of its dimension.
[[nodiscard]] Cell value_at(const ResultCoordinate& coordinate, std::uint64_t index);

}  // namespace trainsweep
