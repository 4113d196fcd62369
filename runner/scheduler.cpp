#include "runner/scheduler.hpp"

#include <algorithm>

namespace trainsweep {
namespace {

// Plans that go with one claim of units; bounds the message.
constexpr std::uint64_t kMostSlots = 1024;
// Some 1 ms of waiting for the next claim is nothing beside one that takes as long.
constexpr double kLongSeconds = 1;
constexpr double kSurprise = 100;       // so many times dearer may be what is not known yet
constexpr double kLeastSeconds = 1e-9;  // no clock tells less from nothing

}  // namespace

Scheduler::Scheduler(const Grid& grid, const Units& units, std::vector<UnitRange> left, std::uint64_t workers,
                     std::uint64_t stripe)
    : grid_(grid),
      units_(units),
      workers_(std::max<std::uint64_t>(1, workers)),
      steps_{stripe == 0 ? 0 : units.step(stripe / sizeof(float)), units.step(kPagePoints)},
      regions_(units.split() ? std::vector<UnitRange>() : left, std::max(workers_, Regions::kLeast),
               steps_.back()),
      units_left_(count_units(left)),
      unit_claims_(units_left_, workers),
      search_claims_(grid.searches(), workers) {
  if (units.split()) left_.assign(left.begin(), left.end());
}

Claim Scheduler::next(Holding holding) {
  // Near the end whoever is free first shall have what is left.
  if (holding == Holding::one && units_left_ <= 2 * workers_) return {};
  if (!units_.split()) return next_whole(holding);
  if (const Claim ready = next_ready(); ready.task == Task::units) return ready;
  if (holding == Holding::one && searches_left() <= 2 * workers_) return {};
  if (const Claim search = next_search(); search.task == Task::search) return search;
  return {units_left_ == 0 ? Task::stop : Task::wait, 0, 0};
}

std::uint64_t Scheduler::count_from(const UnitRange& run, std::uint64_t most) const {
  const std::uint64_t count = std::min(most, run.size());
  const auto step = std::find_if(steps_.begin(), steps_.end(), [&](std::uint64_t s) { return s != 0 && count >= 2 * s; });
  return step == steps_.end() ? count : (run.begin + count) / *step * *step - run.begin;
}

Claim Scheduler::next_whole(Holding holding) {
  if (regions_.empty()) return {Task::stop, 0, 0};
  const double cost = regions_.unit_seconds();
  const double at_most = cost * (regions_.is_known() ? 1 : kSurprise);
  std::uint64_t most = unit_claims_.next(units_left_, cost);
  // Few of an unknown region, so that even a surprise can be held in hand.
  if (!regions_.is_known() && cost > 0) {
    most = std::clamp<std::uint64_t>(static_cast<std::uint64_t>(std::min(kLongSeconds / at_most, 1e9)), 1, most);
  }
  const Claim claim{Task::units, regions_.front().begin, count_from(regions_.front(), most)};
  const bool is_long = cost == 0 || at_most * static_cast<double>(claim.count) > kLongSeconds;
  if (holding == Holding::one && is_long) return {};
  regions_.take(claim.count);
  units_left_ -= claim.count;
  return claim;
}

Claim Scheduler::next_ready() {
  while (!open_.empty() && open_.front().left.empty()) open_.pop_front();
  for (OpenBlock& block : open_) {
    if (block.left.empty() || block.left.front().begin >= block.ready_end) continue;
    const auto [first_slot, last_slot] = units_.slots_of(block.left.front().begin);
    const std::uint64_t most = std::max<std::uint64_t>(1, kMostSlots / (last_slot - first_slot));
    UnitRange& front = block.left.front();
    const UnitRange ready{front.begin, std::min(front.end, block.ready_end)};
    const Claim claim{Task::units, ready.begin,
                      count_from(ready, std::min(most, unit_claims_.next(units_left_, unit_claims_.cost_in_order())))};
    front.begin += claim.count;
    if (front.size() == 0) block.left.pop_front();
    units_left_ -= claim.count;
    return claim;
  }
  return {};
}

Claim Scheduler::next_search() {
  const auto has_search = [](const OpenBlock& block) { return block.next_class < block.searches.size(); };
  if ((open_.empty() || !has_search(open_.back())) && !open_block()) return {};
  OpenBlock& block = open_.back();
  const std::uint64_t first = block.next_class;
  const std::uint64_t most = search_claims_.next(std::max<std::uint64_t>(1, searches_left()), search_claims_.cost_in_order());
  std::uint64_t& next = block.next_class;
  while (next < block.searches.size() && next - first < most && block.searches[next] == Search::needed) {
    block.searches[next++] = Search::out;
  }
  const Claim claim{Task::search, block.block * grid_.classes() + first, next - first};
  while (next < block.searches.size() && block.searches[next] != Search::needed) ++next;
  return claim;
}

std::uint64_t Scheduler::searches_left() const {
  const std::uint64_t blocks =
      left_.empty() ? 0 : units_.block_of(left_.back().end - 1) + 1 - units_.block_of(left_.front().begin);
  return blocks * grid_.classes() + (open_.empty() ? 0 : open_.back().searches.size() - open_.back().next_class);
}

bool Scheduler::open_block() {
  if (left_.empty()) return false;
  OpenBlock block{units_.block_of(left_.front().begin), {}, left_.front().begin, {}, 0, 0};
  const std::uint64_t end = (block.block + 1) * units_.units_per_block();
  while (!left_.empty() && left_.front().begin < end) {
    UnitRange& range = left_.front();
    block.left.push_back({range.begin, std::min(range.end, end)});
    range.begin = block.left.back().end;
    if (range.size() == 0) left_.pop_front();
  }
  mark_needed(block);
  open_.push_back(std::move(block));
  return true;
}

void Scheduler::mark_needed(OpenBlock& block) const {
  const bool whole = block.left.front().size() == units_.units_per_block();
  block.searches.assign(grid_.classes(), whole ? Search::needed : Search::not_needed);
  for (const UnitRange& range : block.left) {
    for (std::uint64_t unit = range.begin; !whole && unit < range.end; ++unit) {
      const auto [first, last] = units_.slots_of(unit);
      for (std::uint64_t slot = first; slot < last; ++slot) block.searches[grid_.class_of(slot)] = Search::needed;
    }
  }
  block.missing = static_cast<std::uint64_t>(std::count(block.searches.begin(), block.searches.end(), Search::needed));
  block.next_class = static_cast<std::uint64_t>(
      std::find(block.searches.begin(), block.searches.end(), Search::needed) - block.searches.begin());
}

bool Scheduler::is_ready(const OpenBlock& block, std::uint64_t unit) const {
  const auto [first, last] = units_.slots_of(unit);
  for (std::uint64_t slot = first; slot < last; ++slot) {
    if (block.searches[grid_.class_of(slot)] != Search::done) return false;
  }
  return true;
}

void Scheduler::advance_ready(OpenBlock& block) const {
  if (block.left.empty()) return;
  if (block.missing == 0) {
    block.ready_end = block.left.back().end;
    return;
  }
  for (const UnitRange& range : block.left) {
    for (std::uint64_t unit = std::max(range.begin, block.ready_end); unit < range.end; ++unit) {
      if (!is_ready(block, unit)) return;
      block.ready_end = unit + 1;
    }
  }
}

void Scheduler::finished(const Claim& claim, double seconds) {
  if (claim.count == 0) return;
  seconds = std::max(seconds, kLeastSeconds);
  if (claim.task == Task::units) {
    unit_claims_.observe(claim.count, seconds);
    if (!units_.split()) regions_.observe(claim.first, seconds / static_cast<double>(claim.count));
    return;
  }
  search_claims_.observe(claim.count, seconds);
  const std::uint64_t number = claim.first / grid_.classes();
  const auto block = std::find_if(open_.begin(), open_.end(), [&](const OpenBlock& b) { return b.block == number; });
  for (std::uint64_t i = 0; i < claim.count; ++i) block->searches[claim.first % grid_.classes() + i] = Search::done;
  block->missing -= claim.count;
  advance_ready(*block);
}

std::uint64_t Scheduler::slots_closed() const {
  for (const OpenBlock& block : open_) {
    if (!block.left.empty()) return block.block * grid_.slots() + units_.slots_of(block.left.front().begin).first;
  }
  return (left_.empty() ? grid_.blocks() : units_.block_of(left_.front().begin)) * grid_.slots();
}

}  // namespace trainsweep
