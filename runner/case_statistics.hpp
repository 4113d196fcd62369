// Statistics over cases: how far predictions are from what was stated, by group.
//
// Figures are compared as quantities. Rates and times (Column::pace) say the same
// thing in many ways, so all of them make one quantity, "speed", and a rate counts
// as the time that it means: error = predicted time / stated time - 1. Any other
// column is a quantity of its own. Where a case states several figures of one
// quantity they count once, as do cases of equal config_key.
//
// Each speed is also predicted by a rival who knows no more than one constant share
// of the peak for each chip and number format, and who fits it to the very group:
// its error is the least that such a rule of thumb can have. (In the words of the
// schema: the share is the first ratio among the rates, and the constants are fitted
// for each combination of the labels that the caller names.)
#pragma once

#include <span>
#include <string>
#include <vector>

#include "runner/case.hpp"
#include "runner/statistics.hpp"

namespace trainsweep {

inline constexpr std::string_view kSpeed = "speed";

struct GroupStatistics {
  std::string quantity;      // "speed" or a column's name
  bool calibration = false;  // of cases that set numbers of the model
  std::string grouping;      // "all", "group", or a label's name
  std::string value;         // the label's value; empty for "all"
  ErrorStatistics errors;
  double rank_correlation = kNotSet;
  double rival = kNotSet;    // the rival's mean absolute error; NaN for all but speed
  std::size_t figures = 0;   // before equal keys were joined
  std::size_t missed = 0;    // figures of cases that cannot run, as predicted
};

struct StatusAgreement {
  std::size_t stated = 0;
  std::size_t agree = 0;
};

// By quantity, evidence before calibration, then `groupings` in their order with
// their values as they appear. A grouping that splits the cases like an earlier one
// is left out, unless `keep_all`.
struct StatisticsRequest {
  std::vector<std::string> groupings;
  std::vector<std::string> rival_by;  // labels: one constant for each combination
  bool keep_all = false;
};
[[nodiscard]] std::vector<GroupStatistics> case_statistics(std::span<const Prediction> predictions, const Schema& schema,
                                                           const StatisticsRequest& request);

[[nodiscard]] StatusAgreement status_agreement(std::span<const Prediction> predictions, const Schema& schema);

// The value of a label; "group", "file", "kind" and "source" are labels too, and "a+b"
// is a and b together. Empty where the case has none of that name.
[[nodiscard]] std::string label_of(const Case& asked, std::string_view name);

}  // namespace trainsweep
