// Formula: arithmetic over named numbers, as claims are recomputed with it.
//
//   check_formula("1 - new_w / old_w").names                           {"new_w", "old_w"}
//   formula_value("1 - new_w / old_w", {{"new_w", 120}, {"old_w", 300}})   0.6
//
// Numbers, names, + - * / ^ ( ), comparisons, min, max, sqrt, exp, log10 and the like:
// what muParser, which stands behind it, understands.
#pragma once

#include <map>
#include <string>
#include <vector>

namespace trainsweep {

using Numbers = std::map<std::string, double, std::less<>>;

struct FormulaCheck {
  std::vector<std::string> names;  // that it uses, sorted
  std::string fault;               // why it is no formula; empty where it is one
};
[[nodiscard]] FormulaCheck check_formula(const std::string& text);

// Requires a formula without a fault, all of whose names are among `numbers`.
[[nodiscard]] double formula_value(const std::string& text, const Numbers& numbers);

}  // namespace trainsweep
