// The nearest known name to one that is unknown, for a message's help line.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace trainsweep {

// Edits that lead from `a` to `b`: insert, delete, replace a character, swap two
// neighbours. Upper and lower case, `-` and `_` count as equal.
[[nodiscard]] std::size_t edit_distance(std::string_view a, std::string_view b);

// The nearest of `known` within a third of the name's length (at least one edit),
// the first of several; empty where none is that near.
[[nodiscard]] std::string_view nearest(std::string_view name, std::span<const std::string_view> known);

// A help line: "use `x`" where one is near, "use `xa` or `xb`" where a few begin with
// the name, else "known are `a`, `b` and `c`" where
// they are few, else `otherwise`.
[[nodiscard]] std::string suggestion(std::string_view name, std::span<const std::string_view> known,
                                     std::string_view otherwise = "");

}  // namespace trainsweep
