// Condition: `NAME op VALUE`, as people write it after --where.
//
//   parse_condition("train_days <= 30")  -> {"train_days", at_most, "30"}
//   parse_condition("vendor != aws")     -> {"vendor", not_equal, "aws"}
//
// What the name means, and whether the value is a number or a word, is for the
// caller to say.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace trainsweep {

enum class Comparison : std::uint8_t { below, at_most, above, at_least, equal, not_equal };

struct Condition {
  std::string name;
  Comparison comparison = Comparison::equal;
  std::string value;
};

// Throws UserError where `text` is no condition. A value may stand in quotes.
[[nodiscard]] Condition parse_condition(std::string_view text);
[[nodiscard]] std::vector<Condition> parse_conditions(const std::vector<std::string>& texts);

// "<=" for at_most, ...
[[nodiscard]] std::string_view symbol(Comparison comparison);

// NaN satisfies nothing, not even not_equal.
[[nodiscard]] constexpr bool holds(double number, Comparison comparison, double limit) {
  switch (comparison) {
    case Comparison::below: return number < limit;
    case Comparison::at_most: return number <= limit;
    case Comparison::above: return number > limit;
    case Comparison::at_least: return number >= limit;
    case Comparison::equal: return number == limit;
    case Comparison::not_equal: return number < limit || number > limit;
  }
  return false;
}

}  // namespace trainsweep
