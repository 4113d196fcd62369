// Statistics of predictions against what was stated.
//
// The error of one prediction is relative: predicted / stated - 1, so +0.1 is a
// tenth too high. Errors that say nearly the same count once: they make one Sample.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace trainsweep {

struct Sample {
  std::vector<double> errors;  // at least one
};

struct ErrorStatistics {
  std::size_t samples = 0;
  double mean_absolute = 0;    // MAPE, as a share: the mean over samples of their mean |error|
  double median_absolute = 0;  // of the samples' mean |error|
  double bias = 0;             // the mean over samples of their mean error
  double worst = 0;            // the signed error of largest size, of all
};

// NaN members where there are no samples.
[[nodiscard]] ErrorStatistics error_statistics(std::span<const Sample> samples);

// The middle value, or the mean of the two middle ones; NaN where empty.
[[nodiscard]] double median(std::span<const double> values);

// Spearman's rank correlation, equal values sharing their mean rank. NaN where
// there are fewer than three pairs or one side is constant. Requires equal sizes.
[[nodiscard]] double rank_correlation(std::span<const double> a, std::span<const double> b);

// The constant c for which the mean of |values[i] / c - 1| is least: what somebody
// who knows nothing but one constant would choose. Requires positive values.
[[nodiscard]] double best_constant(std::span<const double> values);

}  // namespace trainsweep
