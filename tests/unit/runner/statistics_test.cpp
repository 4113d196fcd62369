#include "runner/statistics.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

namespace trainsweep {
namespace {

using Values = std::vector<double>;

TEST(ErrorStatistics, AreThoseOfAHandComputedExample) {
  const std::vector<Sample> samples{{{0.1}}, {{-0.3}}, {{0.05}}, {{0.01}}};
  const ErrorStatistics s = error_statistics(samples);
  EXPECT_EQ(s.samples, 4u);
  EXPECT_NEAR(s.mean_absolute, 0.115, 1e-15);
  EXPECT_NEAR(s.median_absolute, 0.075, 1e-15);
  EXPECT_NEAR(s.bias, -0.035, 1e-15);
  EXPECT_EQ(s.worst, -0.3);
}

TEST(ErrorStatistics, CountErrorsOfOneSampleOnceWithoutCancellingThem) {
  const std::vector<Sample> samples{{{0.2, -0.2}}, {{0.1}}};
  const ErrorStatistics s = error_statistics(samples);
  EXPECT_EQ(s.samples, 2u);
  EXPECT_NEAR(s.mean_absolute, 0.15, 1e-15);
  EXPECT_NEAR(s.bias, 0.05, 1e-15);
  EXPECT_EQ(s.worst, 0.2);
}

TEST(ErrorStatistics, AreNotNumbersWhereThereAreNoErrors) {
  EXPECT_EQ(error_statistics({}).samples, 0u);
  EXPECT_TRUE(std::isnan(error_statistics({}).mean_absolute));
  EXPECT_TRUE(std::isnan(median({})));
}

TEST(RankCorrelation, SeesOrderAndNotDistance) {
  EXPECT_DOUBLE_EQ(rank_correlation(Values{1, 2, 3, 4}, Values{1, 10, 100, 1e6}), 1);
  EXPECT_DOUBLE_EQ(rank_correlation(Values{1, 2, 3, 4}, Values{4, 3, 2, 1}), -1);
  // 1 - 6 * sum d^2 / (n (n^2 - 1)) with d^2 = 0 1 1 0
  EXPECT_DOUBLE_EQ(rank_correlation(Values{1, 2, 3, 4}, Values{1, 3, 2, 4}), 0.8);
}

TEST(RankCorrelation, SharesTheRankOfEqualValues) {
  // ranks 0.5 0.5 2 3 against 0 1 2 3: Pearson of these is 4.5 / sqrt(4.5 * 5)
  EXPECT_NEAR(rank_correlation(Values{5, 5, 6, 7}, Values{1, 2, 3, 4}), 4.5 / std::sqrt(4.5 * 5), 1e-15);
  EXPECT_TRUE(std::isnan(rank_correlation(Values{1, 2}, Values{1, 2})));
  EXPECT_TRUE(std::isnan(rank_correlation(Values{1, 1, 1}, Values{1, 2, 3})));
}

TEST(BestConstant, LeavesNoSmallerMeanError) {
  const Values values{0.2, 0.31, 0.4, 0.45, 0.52};
  const auto mean_error = [&](double c) {
    double sum = 0;
    for (const double v : values) sum += std::abs(v / c - 1);
    return sum;
  };
  const double best = best_constant(values);
  for (double c = 0.1; c < 0.7; c += 0.001) EXPECT_LE(mean_error(best), mean_error(c) + 1e-12) << c;
  EXPECT_EQ(best_constant(Values{3}), 3);
}

}  // namespace
}  // namespace trainsweep
