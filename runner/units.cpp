#include "runner/units.hpp"

#include <algorithm>
#include <numeric>

namespace trainsweep {
namespace {

constexpr std::uint64_t kFewBlocks = 4096;
constexpr std::uint64_t kLargeBlock = 1 << 18;
constexpr std::uint64_t kLeastTile = 4 * kPagePoints;
constexpr std::uint64_t kMostUnits = 1 << 20;
constexpr std::uint64_t kSplitUnits = 1 << 14;
constexpr std::uint64_t kWholeUnits = 1 << 17;
constexpr std::uint64_t kMostWholeUnits = 3 << 21;
constexpr std::uint64_t kMostSmallBlocks = 8;

std::uint64_t divide_up(std::uint64_t a, std::uint64_t b) { return a / b + (a % b != 0 ? 1 : 0); }

}  // namespace

std::uint64_t count_units(const std::vector<UnitRange>& ranges) {
  std::uint64_t n = 0;
  for (const UnitRange& range : ranges) n += range.size();
  return n;
}

UnitCut choose_cut(const Grid& grid) {
  UnitCut cut{.blocks = grid.blocks(), .slots = grid.slots(), .inner = grid.inner()};
  const std::uint64_t block = cut.slots * cut.inner;
  const bool split =
      block > kLargeBlock || (cut.blocks < kFewBlocks && (cut.slots > 1 || cut.inner > kLeastTile));
  if (!split) {
    cut.blocks_per_unit =
        std::max(divide_up(cut.blocks, kMostWholeUnits), std::min(kMostSmallBlocks, divide_up(cut.blocks, kWholeUnits)));
    return cut;
  }
  const std::uint64_t target =
      std::max(std::min(grid.points() / kSplitUnits, kMostUnits), divide_up(grid.points(), kMostUnits));
  if (cut.inner > std::max(target, kLeastTile)) {
    cut.tile = divide_up(std::max(target, kLeastTile), kPagePoints) * kPagePoints;
  } else {
    cut.slots_per_unit = std::min(cut.slots, std::max<std::uint64_t>(1, target / cut.inner));
  }
  return cut;
}

bool is_possible(const UnitCut& cut, std::uint64_t points) {
  if (cut.blocks == 0 || cut.slots == 0 || cut.inner == 0) return false;
  if (points % cut.blocks != 0 || points / cut.blocks % cut.slots != 0) return false;
  if (points / cut.blocks / cut.slots != cut.inner) return false;
  const bool fits = cut.blocks_per_unit <= cut.blocks && cut.slots_per_unit <= cut.slots && cut.tile / 2 <= cut.inner;
  return fits && (cut.blocks_per_unit != 0) + (cut.slots_per_unit != 0) + (cut.tile != 0) == 1;
}

Units::Units(const UnitCut& cut) : cut_(cut) {
  if (!split()) return;
  if (cut.tile != 0) {
    tiles_per_slot_ = divide_up(cut.inner, cut.tile);
    units_per_block_ = cut.slots * tiles_per_slot_;
  } else {
    units_per_block_ = divide_up(cut.slots, cut.slots_per_unit);
  }
}

std::uint64_t Units::count() const {
  return split() ? cut_.blocks * units_per_block_ : divide_up(cut_.blocks, cut_.blocks_per_unit);
}

std::uint64_t Units::step(std::uint64_t points) const {
  const auto step_of = [&](std::uint64_t unit) { return points / std::gcd(unit, points); };
  if (!split()) return step_of(cut_.blocks_per_unit * cut_.slots * cut_.inner);
  if (cut_.tile != 0) return cut_.blocks * cut_.slots == 1 || cut_.inner % cut_.tile == 0 ? step_of(cut_.tile) : 0;
  return cut_.blocks == 1 || cut_.slots % cut_.slots_per_unit == 0 ? step_of(cut_.slots_per_unit * cut_.inner) : 0;
}

PointRange Units::points(std::uint64_t unit) const {
  const std::uint64_t block_points = cut_.slots * cut_.inner;
  if (!split()) {
    const std::uint64_t first = unit * cut_.blocks_per_unit;
    return {first * block_points, std::min(first + cut_.blocks_per_unit, cut_.blocks) * block_points};
  }
  const std::uint64_t start = block_of(unit) * block_points;
  const auto [first, last] = slots_of(unit);
  if (cut_.tile == 0) return {start + first * cut_.inner, start + last * cut_.inner};
  const std::uint64_t tile = unit % units_per_block_ % tiles_per_slot_;
  const std::uint64_t slot_start = start + first * cut_.inner;
  return {slot_start + tile * cut_.tile, slot_start + std::min((tile + 1) * cut_.tile, cut_.inner)};
}

std::pair<std::uint64_t, std::uint64_t> Units::slots_of(std::uint64_t unit) const {
  const std::uint64_t in_block = unit % units_per_block_;
  if (cut_.tile != 0) {
    const std::uint64_t slot = in_block / tiles_per_slot_;
    return {slot, slot + 1};
  }
  const std::uint64_t first = in_block * cut_.slots_per_unit;
  return {first, std::min(first + cut_.slots_per_unit, cut_.slots)};
}

}  // namespace trainsweep
