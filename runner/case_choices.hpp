// Choices: whether the right one is predicted best, among cases that differ only in
// what the engine chooses where nothing is asked (axes of which there is a column too).
#pragma once

#include <span>
#include <string>
#include <vector>

#include "runner/case.hpp"

namespace trainsweep {

// Cases of one scenario that state the same speed for at least `kLeastChoices` ways.
inline constexpr std::size_t kLeastChoices = 4;

struct Choice {
  std::string group;
  std::string chosen;    // the case that is predicted best
  std::string best;      // the case that was measured best
  std::size_t ways = 0;  // cases of equal key are one
  double regret = 0;     // what the chosen one was measured to take beyond the best, as a share of it
  double rank_correlation = kNotSet;
};

// In the order in which their first cases appear. Cases that cannot run, as predicted,
// are left out, and so are sets in which all ways count as one.
[[nodiscard]] std::vector<Choice> case_choices(std::span<const Prediction> predictions, const Schema& schema);

}  // namespace trainsweep
