#include "runner/sweep_spec.hpp"

namespace trainsweep {

std::uint64_t SweepSpec::points() const {
  std::uint64_t points = 1;
  for (const Dimension& dimension : dimensions) points *= dimension.size();
  return points;
}

}  // namespace trainsweep
