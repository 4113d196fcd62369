// Claim: figures that somebody stated, judged by what follows from numbers.
//
// A figure is held against a formula over named numbers: the claim's own inputs, and
// where it has a scenario the axes, the columns and the records' fields of that point.
// `origin` says whose numbers these are, and so what a contradiction means:
//
//   stated saving 0.30, formula 1 - new_w / old_w, inputs 120 and 300 of the claim itself
//   -> computed 0.6, factor 2, inconsistent with its own numbers
//
// A claim without figures is not checkable. Nothing here is a matter of opinion: the
// only judgement that a file can make is the tolerance.
#pragma once

#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "runner/formula.hpp"

namespace trainsweep {

struct ClaimedFigure {
  std::string name;     // ends in its unit
  double least, most;   // equal where one value is stated
  std::string formula;  // what it is held against
};

struct Claim {
  enum class Origin : std::uint8_t { own, open };

  std::string text;              // what is claimed, in words
  Origin origin = Origin::open;  // the claim's own numbers, or those that are open to all
  double tolerance = 0.05;       // relative; within it a figure holds
  std::string reason;            // a line; {FORMULA} in it stands for the formula's value
  std::vector<ClaimedFigure> figures;
  Numbers inputs;
};

inline constexpr double kNoNumber = std::numeric_limits<double>::quiet_NaN();

enum class Verdict : std::uint8_t { holds, off, inconsistent, not_checkable };

struct Judgement {
  const ClaimedFigure* figure = nullptr;  // null for a claim without figures
  Verdict verdict = Verdict::not_checkable;
  double computed = kNoNumber;
  double ratio = kNoNumber;  // computed to the nearest stated value
  std::string reason;
};

// One judgement a figure, or one for a claim without. `numbers` are those that formulas
// may name beside the claim's inputs. A figure that comes out as no finite number is
// not checkable.
[[nodiscard]] std::vector<Judgement> judge(const Claim& claim, Numbers numbers);

// "holds", "off", "inconsistent", "not checkable".
[[nodiscard]] std::string_view verdict_word(Verdict verdict);

// The same with the factor: "holds", "off by a factor of 800", "inconsistent with its own numbers, by a factor of 19",
// "not checkable".
[[nodiscard]] std::string verdict_text(const Judgement& judgement);

// The formulas in the braces of a reason; nothing where a brace stays open.
[[nodiscard]] std::optional<std::vector<std::string>> formulas_in(std::string_view reason);

// The names under which a reason's formulas find what was stated and computed. A
// range stands there with its lower end.
inline constexpr std::string_view kStated = "stated", kComputed = "computed";

}  // namespace trainsweep
