#include "runner/part.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "runner/exit_status.hpp"

namespace trainsweep {
namespace {

constexpr std::uint64_t kMostRuns = 16;  // of a part

}  // namespace

Part parse_part(const std::string& text) {
  const std::size_t slash = text.find('/');
  const auto read = [&](std::size_t first, std::size_t last) {
    std::uint64_t number = 0;
    const auto [end, error] = std::from_chars(text.data() + first, text.data() + last, number);
    return error == std::errc() && end == text.data() + last ? number : 0;
  };
  if (slash != std::string::npos) {
    const Part part{read(0, slash), read(slash + 1, text.size())};
    if (1 <= part.number && part.number <= part.count && part.count <= kMostParts) return part;
  }
  throw UserError(
      fmt::format("`{}` is no part of a sweep\n  = help: a number and a count, as in 3/16: from 1 to the count, "
                  "which is at most {}",
                  text, kMostParts));
}

std::string part_text(const Part& part) { return fmt::format("{}/{}", part.number, part.count); }

std::vector<UnitRange> units_of(const Part& part, const Units& units) {
  const std::uint64_t count = units.count();
  if (part.is_whole()) return {{0, count}};
  const std::uint64_t best_step = units.split() ? units.units_per_block() : units.step(kPagePoints);
  const std::uint64_t step = count / best_step >= part.count ? best_step : 1;
  const std::uint64_t steps = count / step;
  const std::uint64_t runs = part.count * std::clamp<std::uint64_t>(steps / part.count, 1, kMostRuns);
  // steps * run / runs, without the product, which may not fit.
  const auto start = [&](std::uint64_t run) {
    return run == runs ? count : (steps / runs * run + steps % runs * run / runs) * step;
  };
  std::vector<UnitRange> out;
  for (std::uint64_t run = part.number - 1; run < runs; run += part.count) {
    if (start(run) < start(run + 1)) out.push_back({start(run), start(run + 1)});
  }
  return out;
}

std::vector<UnitRange> common_units(const std::vector<UnitRange>& a, const std::vector<UnitRange>& b) {
  std::vector<UnitRange> out;
  for (auto i = a.begin(), j = b.begin(); i != a.end() && j != b.end();) {
    const UnitRange both{std::max(i->begin, j->begin), std::min(i->end, j->end)};
    if (both.begin < both.end) out.push_back(both);
    ++(i->end < j->end ? i : j);
  }
  return out;
}

}  // namespace trainsweep
