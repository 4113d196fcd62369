#include "runner/axes_given.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "runner/suggest.hpp"

namespace trainsweep {

std::optional<std::size_t> AxesGiven::take(const TomlEntry& entry, const std::string& where) {
  for (std::size_t axis = 0; axis < schema_.axes.size(); ++axis) {
    const std::string_view name = schema_.axes[axis].name;
    if (name != entry.key) continue;
    const auto [place, is_new] = given_.try_emplace(name, Given{where, entry.at});
    if (is_new) return axis;
    errors_.add(entry.at, fmt::format("axis `{}` is given twice: here and in {}", name, place->second.where));
    return std::nullopt;
  }
  std::vector<std::string_view> known;
  for (const Axis& axis : schema_.axes) known.push_back(axis.name);
  meant_.insert(nearest(entry.key, known));
  errors_.add(entry.at, fmt::format("unknown axis {}", ticked(entry.key)),
              suggestion(entry.key, known, "`trainsweep catalog axes` lists them"));
  return std::nullopt;
}

void AxesGiven::check_complete(const Position& whole) {
  for (const OneOf& group : schema_.one_of) check_group(group, whole);
  for (const Axis& axis : schema_.axes) {
    if (!axis.required || find(axis.name) != nullptr || meant_.contains(axis.name)) continue;
    errors_.add(whole, fmt::format("axis `{}` is missing: {}", axis.name, axis.doc),
                fmt::format("give it in [grid] or [fixed]: {} = ...", axis.name));
  }
}

void AxesGiven::check_group(const OneOf& group, const Position& whole) {
  const std::vector<std::string_view> names(group.axes.begin(), group.axes.end());
  std::string_view first;
  for (const std::string_view name : names) {
    const Given* given = find(name);
    if (given == nullptr) continue;
    if (first.empty()) {
      first = name;
      continue;
    }
    errors_.add(given->at, fmt::format("`{}` is given as well as `{}`", name, first),
                fmt::format("give one of {}", ticked_list(names, "or")));
  }
  const bool is_meant = std::any_of(names.begin(), names.end(), [&](auto name) { return meant_.contains(name); });
  if (!first.empty() || is_meant || !group.required) return;
  errors_.add(whole, fmt::format("no axis says {}", ticked_list(names, "or")), "give one of them in [grid] or [fixed]");
}

const AxesGiven::Given* AxesGiven::find(std::string_view axis) const {
  const auto found = given_.find(axis);
  return found == given_.end() ? nullptr : &found->second;
}

}  // namespace trainsweep
