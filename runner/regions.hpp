// Regions: the units left of a sweep of whole blocks, in the order of handing out: the
// dearest first.
//
// What a unit costs is known only when it is done, but neighbours cost alike. So the
// units left are cut into as many runs, the regions, as there are workers (at least 128),
// and the first claims take units of each. A region is taken to be as dear as the last unit
// seen of it or the first of the region behind it, whichever took longer, and from then on
// units come from the dearest. Thus it does not matter where in the grid the dear units
// are, and the claims that end the sweep, while some workers are idle already, are of
// cheap ones.
//
// Example: of 1,000 units in 10 regions on 10 workers the last hundred take 50 s each and the others
// 1 s. Units 0, 100, ... 900 go first. After 1 s nine workers are free, and as unit 900 is
// not done regions 8 and 9 must be the dearest: units 801 to 809 go out, then the rest of
// both. Only then come 1 to 99, 101 to 199, ...
//
// Costs within a factor of 2^(1/4) count as equal, and of equal regions the first goes
// first: where costs are flat units go out in ascending order.
#pragma once

#include <cstdint>
#include <set>
#include <utility>
#include <vector>

#include "runner/units.hpp"

namespace trainsweep {

class Regions {
 public:
  static constexpr std::uint64_t kLeast = 128;

  // At most `most` regions, which must not be 0, of the units `left`: ascending and
  // disjoint. Regions of at least two steps end at multiples of `step` units; it may be 0.
  Regions(const std::vector<UnitRange>& left, std::uint64_t most, std::uint64_t step);

  [[nodiscard]] bool empty() const { return order_.empty(); }

  // The run of units to take from next. Requires !empty(), as do the next three.
  [[nodiscard]] UnitRange front() const { return runs_[regions_[order_.begin()->second].first_run]; }
  // Whether both costs are known that say how dear its region is.
  [[nodiscard]] bool is_known() const { return likely_seconds(order_.begin()->second) > 0; }
  // What one of those units is likely to take: if not known, as long as the dearest known;
  // 0 while nothing is known of any.
  [[nodiscard]] double unit_seconds() const;
  // The first `count` of those are handed out.
  void take(std::uint64_t count);

  // A unit that was handed out, or each of several from there on, took that long. Requires
  // seconds > 0.
  void observe(std::uint64_t unit, double seconds);

 private:
  struct Region {
    std::uint64_t first_unit;        // as it was cut
    std::size_t first_run, end_run;  // in runs_: what is not handed out
    int place;                       // the region with the least goes first
    double first_seconds = 0;        // of the first unit seen, 0: none
    double last_seconds = 0;
  };
  // Seconds of a unit; 0: not known.
  [[nodiscard]] double likely_seconds(std::uint32_t number) const;
  void arrange(std::uint32_t number);  // after its likely seconds have changed
  void move_to(std::uint32_t number, int place);

  std::vector<UnitRange> runs_;  // ascending; units handed out are taken off the front
  std::vector<Region> regions_;  // ascending
  std::set<std::pair<int, std::uint32_t>> order_;  // place and number of regions with units left
  double dearest_ = 0;  // seconds of a unit
};

}  // namespace trainsweep
