#include "runner/point_groups.hpp"

#include <fmt/format.h>

#include <unordered_map>
#include <unordered_set>

#include "runner/exit_status.hpp"
#include "runner/point_filter.hpp"

namespace trainsweep {
namespace {

constexpr std::uint64_t kMostGroups = 50'000'000;

// codes[i]: which of the distinct values index i has; the values go to `labels`.
template <class T>
std::vector<std::uint64_t> codes_of(const std::vector<T>& values, std::vector<Cell>& labels) {
  std::unordered_map<T, std::uint64_t> code_of;
  std::vector<std::uint64_t> codes;
  for (const T& value : values) {
    const auto [at, is_new] = code_of.try_emplace(value, code_of.size());
    codes.push_back(at->second);
    if (is_new) labels.emplace_back(value);
  }
  return codes;
}

const ResultCoordinate& coordinate_of(const ResultReader& file, const std::string& name) {
  if (const ResultCoordinate* found = file.find_coordinate(name)) return *found;
  if (file.find_column(name) == nullptr) refuse_unknown_name(file, name);
  throw UserError(fmt::format("`{}` is a column\n  = help: points are grouped by axes and their coordinates; --where takes columns", name));
}

}  // namespace

PointGroups make_groups(const ResultReader& file, const std::vector<std::string>& names) {
  PointGroups groups;
  groups.labels.resize(names.size());
  for (const ResultDimension& dimension : file.dimensions()) groups.parts.emplace_back(dimension.size, 0);
  for (std::size_t n = names.size(); n-- > 0;) {
    const ResultCoordinate& coordinate = coordinate_of(file, names[n]);
    std::vector<Cell>& labels = groups.labels[n];
    const auto codes = coordinate.is_text() ? codes_of(coordinate.texts, labels) : codes_of(coordinate.numbers, labels);
    if (!coordinate.dimension) continue;  // one value: one group
    auto& parts = groups.parts[*coordinate.dimension];
    for (std::size_t i = 0; i < codes.size(); ++i) parts[i] += codes[i] * groups.count;
    if (labels.size() > kMostGroups / groups.count) throw UserError("that makes too many groups");
    groups.count *= labels.size();
  }
  return groups;
}

std::uint64_t existing_groups(const PointGroups& groups) {
  std::uint64_t count = 1;
  for (const std::vector<std::uint64_t>& parts : groups.parts) {
    count *= std::unordered_set<std::uint64_t>(parts.begin(), parts.end()).size();
  }
  return count;
}

Cell value_at(const ResultCoordinate& coordinate, std::uint64_t index) {
  return coordinate.is_text() ? Cell(coordinate.texts[index]) : Cell(coordinate.numbers[index]);
}

}  // namespace trainsweep
