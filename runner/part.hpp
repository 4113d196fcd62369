// Part: one of several equal parts of a sweep, for jobs that share its output.
//
//   mpirun trainsweep run my.toml --part 3/16      the third of sixteen
//
// Neighbouring points cost alike and distant ones may differ a thousandfold, so a part
// is no single stretch: the sweep is cut into 16 runs of units a part, and every
// count-th run is one part's. Runs end where blocks or pages end, if there are enough
// of those. Example: of 1,000 units part 2/5 has [12, 25), [75, 87), [137, 150) and 13 more.
#pragma once

#include <string>
#include <vector>

#include "runner/units.hpp"

namespace trainsweep {

struct Part {
  std::uint64_t number = 1;  // from 1 to count
  std::uint64_t count = 1;

  [[nodiscard]] bool is_whole() const { return count == 1; }
  auto operator<=>(const Part&) const = default;
};

inline constexpr std::uint64_t kMostParts = 1'000'000;

// "3/16". Throws UserError for anything else.
[[nodiscard]] Part parse_part(const std::string& text);
[[nodiscard]] std::string part_text(const Part& part);

// The units of a part, ascending. All parts of one count together have every unit
// once; where there are more parts than units some have none.
[[nodiscard]] std::vector<UnitRange> units_of(const Part& part, const Units& units);

// What two ascending lists of disjoint ranges have in common.
[[nodiscard]] std::vector<UnitRange> common_units(const std::vector<UnitRange>& a, const std::vector<UnitRange>& b);

}  // namespace trainsweep
