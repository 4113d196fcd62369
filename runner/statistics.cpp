#include "runner/statistics.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <vector>

namespace trainsweep {
namespace {

constexpr double kNone = std::numeric_limits<double>::quiet_NaN();

// ranks[i]: how many values are smaller, plus half of the others that equal it.
std::vector<double> ranks(std::span<const double> values) {
  std::vector<double> sorted(values.begin(), values.end());
  std::sort(sorted.begin(), sorted.end());
  std::vector<double> out;
  for (const double value : values) {
    const auto [first, last] = std::equal_range(sorted.begin(), sorted.end(), value);
    out.push_back(0.5 * static_cast<double>((first - sorted.begin()) + (last - sorted.begin()) - 1));
  }
  return out;
}

double mean(std::span<const double> values) {
  return std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
}

}  // namespace

double median(std::span<const double> values) {
  if (values.empty()) return kNone;
  std::vector<double> sorted(values.begin(), values.end());
  std::sort(sorted.begin(), sorted.end());
  const std::size_t middle = sorted.size() / 2;
  return sorted.size() % 2 == 1 ? sorted[middle] : 0.5 * (sorted[middle - 1] + sorted[middle]);
}

ErrorStatistics error_statistics(std::span<const Sample> samples) {
  if (samples.empty()) return {0, kNone, kNone, kNone, kNone};
  std::vector<double> sizes;
  std::vector<double> means;
  double worst = 0;
  for (const Sample& sample : samples) {
    std::vector<double> absolute;
    for (const double error : sample.errors) {
      absolute.push_back(std::abs(error));
      if (std::abs(error) > std::abs(worst)) worst = error;
    }
    sizes.push_back(mean(absolute));
    means.push_back(mean(sample.errors));
  }
  return {samples.size(), mean(sizes), median(sizes), mean(means), worst};
}

double rank_correlation(std::span<const double> a, std::span<const double> b) {
  if (a.size() < 3) return kNone;
  const std::vector<double> x = ranks(a);
  const std::vector<double> y = ranks(b);
  const double mean_x = mean(x);
  const double mean_y = mean(y);
  double xy = 0;
  double xx = 0;
  double yy = 0;
  for (std::size_t i = 0; i < x.size(); ++i) {
    xy += (x[i] - mean_x) * (y[i] - mean_y);
    xx += (x[i] - mean_x) * (x[i] - mean_x);
    yy += (y[i] - mean_y) * (y[i] - mean_y);
  }
  return xx > 0 && yy > 0 ? xy / std::sqrt(xx * yy) : kNone;
}

double best_constant(std::span<const double> values) {
  if (values.empty()) return kNone;
  // |v/c - 1| = v |1/c - 1/v|, so 1/c is the median of 1/v with the weights v.
  std::vector<double> sorted(values.begin(), values.end());
  std::sort(sorted.begin(), sorted.end());
  const double half = 0.5 * std::accumulate(sorted.begin(), sorted.end(), 0.0);
  double weight = 0;
  for (const double value : sorted) {
    weight += value;
    if (weight >= half) return value;
  }
  return sorted.back();
}

}  // namespace trainsweep
