#include "runner/sweep_spec.hpp"

#include <algorithm>

namespace trainsweep {

std::uint64_t SweepSpec::points() const {
  std::uint64_t points = 1;
  for (const Dimension& dimension : dimensions) points *= dimension.size();
  return points;
}

void unset_excluded(const Schema& schema, std::size_t axis, std::vector<double>& point) {
  for (const OneOf& group : schema.one_of) {
    const auto has = [&](std::size_t a) {
      return std::find(group.axes.begin(), group.axes.end(), schema.axes[a].name) != group.axes.end();
    };
    for (std::size_t a = 0; has(axis) && a < schema.axes.size(); ++a) {
      if (a != axis && has(a)) point[a] = kNotSet;
    }
  }
}

}  // namespace trainsweep
