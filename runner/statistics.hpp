// Statistics of predictions against what was stated.
//
// The error of one prediction is relative: predicted / stated - 1, so +0.1 is a
// tenth too high.
#pragma once

#include <cstddef>
#include <span>

namespace trainsweep {

struct ErrorStatistics {
  std::size_t count = 0;
  double mean_absolute = 0;    // MAPE, as a share
  double median_absolute = 0;
  double bias = 0;             // mean of the signed errors
  double worst = 0;            // the signed error of largest size
};

// NaN members where `errors` is empty.
[[nodiscard]] ErrorStatistics error_statistics(std::span<const double> errors);

// The middle value, or the mean of the two middle ones; NaN where empty.
[[nodiscard]] double median(std::span<const double> values);

// Spearman's rank correlation, equal values sharing their mean rank. NaN where
// there are fewer than three pairs or one side is constant. Requires equal sizes.
[[nodiscard]] double rank_correlation(std::span<const double> a, std::span<const double> b);

// The constant c for which the mean of |values[i] / c - 1| is least: what somebody
// who knows nothing but one constant would choose. Requires positive values.
[[nodiscard]] double best_constant(std::span<const double> values);

}  // namespace trainsweep
