#include "runner/regions.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace trainsweep {
namespace {

constexpr int kNotAsked = std::numeric_limits<int>::min();
constexpr int kNotAnswered = kNotAsked + 1;
constexpr double kPlacesOfDoubling = 4;

std::uint64_t round_up(std::uint64_t n, std::uint64_t step) { return (n + step - 1) / step * step; }

int place_for(double seconds) { return -static_cast<int>(std::floor(kPlacesOfDoubling * std::log2(seconds))); }

}  // namespace

Regions::Regions(const std::vector<UnitRange>& left, std::uint64_t most, std::uint64_t step) {
  const std::uint64_t each = round_up(count_units(left), most) / most;
  if (each < 2 * step || step == 0) step = 1;
  std::uint64_t missing = 0;  // in the last region
  for (UnitRange run : left) {
    while (run.size() > 0) {
      if (missing == 0) {
        order_.emplace(kNotAsked, static_cast<std::uint32_t>(regions_.size()));
        regions_.push_back({.first_unit = run.begin, .first_run = runs_.size(), .end_run = runs_.size(), .place = kNotAsked});
        missing = each;
      }
      const std::uint64_t end = std::min(run.end, round_up(run.begin + missing, step));
      runs_.push_back({run.begin, end});
      ++regions_.back().end_run;
      missing -= std::min(missing, runs_.back().size());
      run.begin = end;
    }
  }
}

double Regions::likely_seconds(std::uint32_t number) const {
  const Region& region = regions_[number];
  const Region& behind = regions_[std::min<std::size_t>(number + 1, regions_.size() - 1)];
  return region.first_seconds == 0 || behind.first_seconds == 0 ? 0 : std::max(region.last_seconds, behind.first_seconds);
}

double Regions::unit_seconds() const {
  const double seconds = likely_seconds(order_.begin()->second);
  return seconds > 0 ? seconds : dearest_;
}

void Regions::take(std::uint64_t count) {
  const std::uint32_t number = order_.begin()->second;
  Region& region = regions_[number];
  UnitRange& run = runs_[region.first_run];
  run.begin += count;
  if (run.size() == 0) ++region.first_run;
  if (region.first_run == region.end_run) {
    order_.erase(order_.begin());
  } else if (region.place == kNotAsked) {
    move_to(number, kNotAnswered);
  }
}

void Regions::observe(std::uint64_t unit, double seconds) {
  const auto after = std::upper_bound(regions_.begin(), regions_.end(), unit,
                                      [](std::uint64_t u, const Region& region) { return u < region.first_unit; });
  const auto number = static_cast<std::uint32_t>(after - regions_.begin() - 1);
  Region& region = regions_[number];
  const bool is_first = region.first_seconds == 0;
  if (is_first) region.first_seconds = seconds;
  region.last_seconds = seconds;
  dearest_ = std::max(dearest_, seconds);
  arrange(number);
  if (is_first && number > 0) arrange(number - 1);
}

void Regions::arrange(std::uint32_t number) {
  const double seconds = likely_seconds(number);
  if (seconds > 0 && regions_[number].first_run < regions_[number].end_run) move_to(number, place_for(seconds));
}

void Regions::move_to(std::uint32_t number, int place) {
  Region& region = regions_[number];
  if (place == region.place) return;
  order_.erase({region.place, number});
  order_.emplace(place, number);
  region.place = place;
}

}  // namespace trainsweep
