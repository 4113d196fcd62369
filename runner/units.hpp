// Units: how the points of a sweep are cut for handing out and for the ledger.
//
// A unit is a contiguous range of points, fixed when the file is created and the
// same for any number of ranks. Units never cross the end of a block unless they
// are whole blocks:
//
//   whole  where blocks are many and small: 1 or more whole blocks; whoever gets the
//          unit makes its searches
//   split  where blocks are few (under 4096) or large (over 2^18 points): a range of
//          whole slots, or a tile of one slot, so that several ranks can share a
//          block; its searches are handed out apart (see scheduler.hpp)
//
// Example: 1 block of 1 slot of 10^6 points is split into 61 tiles of 16384 points
// and one of 576. 10^6 blocks of one point are units of 8 blocks.
//
// There are about 2^14 units in a large split sweep, above 10^9 points up to 2^20, but
// at least one a block. Whole blocks, each of which has a search to make, are cut finer:
// up to 2^17 units of one block, then of 8 blocks up to 6 x 2^20. More searches than those
// hold make over 5.5 x 10^6 units, so that even 100,000 ranks have over 50 each and lose
// at most 2 % where all have done n and some n + 1. The ledger stays within 48 MiB, and a
// resume reads it at once.
#pragma once

#include <array>
#include <utility>
#include <vector>

#include "runner/grid.hpp"

namespace trainsweep {

inline constexpr std::uint64_t kPagePoints = 4096;  // a page of status, four of a column

// Units [begin, end).
struct UnitRange {
  std::uint64_t begin = 0;
  std::uint64_t end = 0;
  [[nodiscard]] std::uint64_t size() const { return end - begin; }
  auto operator<=>(const UnitRange&) const = default;
};

[[nodiscard]] std::uint64_t count_units(const std::vector<UnitRange>& ranges);

// A cut in numbers, as the file keeps it (attributes of /run), so that a later
// program that would cut differently still finds the units. Exactly one of the last
// three is not 0.
struct UnitCut {
  std::uint64_t blocks = 1, slots = 1, inner = 1;  // as in Grid
  std::uint64_t blocks_per_unit = 0;               // whole
  std::uint64_t slots_per_unit = 0;                // split: whole slots
  std::uint64_t tile = 0;                          // split: points of one slot
  bool operator==(const UnitCut&) const = default;
};

struct CutMember {
  const char* name;
  std::uint64_t UnitCut::* member;
};
inline constexpr std::array kCutMembers{
    CutMember{"blocks", &UnitCut::blocks},
    CutMember{"slots", &UnitCut::slots},
    CutMember{"inner", &UnitCut::inner},
    CutMember{"blocks_per_unit", &UnitCut::blocks_per_unit},
    CutMember{"slots_per_unit", &UnitCut::slots_per_unit},
    CutMember{"tile", &UnitCut::tile},
};
static_assert(sizeof(UnitCut) == kCutMembers.size() * sizeof(std::uint64_t), "a member of UnitCut has no row");

[[nodiscard]] UnitCut choose_cut(const Grid& grid);

// Whether a cut that stands in a file can be one of that many points.
[[nodiscard]] bool is_possible(const UnitCut& cut, std::uint64_t points);

class Units {
 public:
  explicit Units(const UnitCut& cut);

  [[nodiscard]] const UnitCut& cut() const { return cut_; }
  [[nodiscard]] bool split() const { return cut_.blocks_per_unit == 0; }
  [[nodiscard]] std::uint64_t total_points() const { return cut_.blocks * cut_.slots * cut_.inner; }
  [[nodiscard]] std::uint64_t count() const;
  // Requires unit < count().
  [[nodiscard]] PointRange points(std::uint64_t unit) const;
  [[nodiscard]] PointRange points(UnitRange units) const { return {points(units.begin).begin, points(units.end - 1).end}; }

  // Split sweeps only: units of one block stand together.
  [[nodiscard]] std::uint64_t units_per_block() const { return units_per_block_; }
  [[nodiscard]] std::uint64_t block_of(std::uint64_t unit) const { return unit / units_per_block_; }
  // Slots [begin, end) of its block that a unit has points of.
  [[nodiscard]] std::pair<std::uint64_t, std::uint64_t> slots_of(std::uint64_t unit) const;

  // Claims that end at a multiple of this many units end at a multiple of so many points;
  // 0 where they cannot, as units differ in size.
  [[nodiscard]] std::uint64_t step(std::uint64_t points) const;

 private:
  UnitCut cut_;
  std::uint64_t tiles_per_slot_ = 1;
  std::uint64_t units_per_block_ = 1;  // split
};

}  // namespace trainsweep
