#include "runner/progress.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "runner/data_file.hpp"

namespace trainsweep {
namespace {

TEST(Progress, SaysShareRateTimeLeftAndRanks) {
  const Progress progress(Progress::Style::none, 12'300'000, 1'000'000, 16);
  EXPECT_EQ(progress.line(10, 5'166'000, 15), "42.0 % of 12.3 M points, 417 k/s, 18 s left, 15 of 16 ranks at work");
}

TEST(Progress, HasNoRateBeforeTheFirstPoint) {
  const Progress progress(Progress::Style::none, 100, 0, 1);
  EXPECT_EQ(progress.line(3, 0, 1), "0.0 % of 100 points, 0/s, no point yet, 1 of 1 ranks at work");
}

TEST(Progress, CountsHaveThreeFigures) {
  EXPECT_EQ(describe_count(0), "0");
  EXPECT_EQ(describe_count(999), "999");
  EXPECT_EQ(describe_count(1000), "1.00 k");
  EXPECT_EQ(describe_count(12345), "12.3 k");
  EXPECT_EQ(describe_count(999499), "999 k");
  EXPECT_EQ(describe_count(999500), "1.00 M");
  EXPECT_EQ(describe_count(4.2e18), "4.20 E");
}

TEST(Progress, TimesHaveTwoUnits) {
  EXPECT_EQ(describe_seconds(0.2), "1 s");
  EXPECT_EQ(describe_seconds(59), "59 s");
  EXPECT_EQ(describe_seconds(60), "1 min 0 s");
  EXPECT_EQ(describe_seconds(3600), "1 h 0 min");
  EXPECT_EQ(describe_seconds(90000), "1 d 1 h");
  for (const double no_time : {-1e244, std::nan(""), 0.0}) EXPECT_EQ(describe_seconds(no_time), "0 s");
  EXPECT_EQ(describe_seconds(1e300), describe_seconds(1e15));
}

TEST(Progress, BytesAreDecimal) {
  EXPECT_EQ(describe_bytes(999), "999 B");
  EXPECT_EQ(describe_bytes(1000), "1.0 kB");
  EXPECT_EQ(describe_bytes(999'960'000), "1.0 GB");
}

}  // namespace
}  // namespace trainsweep
