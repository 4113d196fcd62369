// Choices: whether the right one is predicted best, among cases that differ only in
// what the engine chooses where nothing is asked (axes of which there is a column too).
//
// A set of ways holds where the way predicted best was measured to take at most
// `kMostRegret` more than the best one, and the ranks of predicted and measured agree by
// `kLeastCorrelation`. One way measured again differs: by how much, the repeats in a group
// of cases tell. With a noise of 3 %, ways of 100 and 102 s that are predicted the other way
// round say nothing against the prediction; 100 and 110 s do.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "runner/case.hpp"

namespace trainsweep {

// Cases of one scenario that state the same speed for at least `kLeastChoices` ways.
inline constexpr std::size_t kLeastChoices = 4;
inline constexpr double kMostRegret = 0.05, kLeastCorrelation = 0.85;

enum class ChoiceVerdict {
  holds,
  within_noise,  // it would, if ways measured closer together than repeats are came as predicted
  fails,
};
[[nodiscard]] std::string_view choice_verdict_word(ChoiceVerdict verdict);

struct Choice {
  std::string group;
  std::string chosen;    // the case that is predicted best
  std::string best;      // the case that was measured best
  std::size_t ways = 0;  // cases of equal key are one
  double regret = 0;     // what the chosen one was measured to take beyond the best, as a share of it
  double rank_correlation = kNotSet;
  // Standard deviation of one measurement of a way, as a share of it: over all ways of the
  // group that were measured more than once. 0 where none was. A figure that comes twice to
  // the last digit was printed twice.
  double noise = 0;
  ChoiceVerdict verdict = ChoiceVerdict::fails;
};

// In the order in which their first cases appear. Cases that cannot run, as predicted,
// are left out, and so are sets in which all ways count as one.
[[nodiscard]] std::vector<Choice> case_choices(std::span<const Prediction> predictions, const Schema& schema);

}  // namespace trainsweep
