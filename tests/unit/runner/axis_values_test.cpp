#include "runner/axis_values.hpp"

#include <gtest/gtest.h>

#include "runner/record_filter.hpp"

namespace trainsweep {
namespace {

std::vector<double> range(double from, double to, std::size_t count, Scale scale) {
  std::vector<double> values;
  for (std::size_t i = 0; i < count; ++i) values.push_back(range_value(from, to, count, scale, i));
  return values;
}

using Values = std::vector<double>;

TEST(RangeValue, LinearStepsAreTheNumbersThatPeopleWrite) {
  EXPECT_EQ(range(0.5, 1.5, 41, Scale::linear)[1], 0.525);
  EXPECT_EQ(range(0.1, 0.5, 5, Scale::linear), (Values{0.1, 0.2, 0.3, 0.4, 0.5}));
  EXPECT_EQ(range(3, 1, 3, Scale::linear), (Values{3, 2, 1}));
}

TEST(RangeValue, PowersAreExact) {
  EXPECT_EQ(range(64, 16384, 9, Scale::log2), (Values{64, 128, 256, 512, 1024, 2048, 4096, 8192, 16384}));
  EXPECT_EQ(range(1e-3, 1e6, 10, Scale::log), (Values{1e-3, 1e-2, 1e-1, 1, 10, 100, 1e3, 1e4, 1e5, 1e6}));
  EXPECT_EQ(range(5, 500, 3, Scale::log), (Values{5, 50, 500}));
}

TEST(RangeValue, EndsAreExactAndOneValueIsTheFirst) {
  EXPECT_EQ(range(0.1, 0.7, 1, Scale::linear), (Values{0.1}));
  const auto values = range(0.3, 7.7, 100, Scale::log);
  EXPECT_EQ(values.front(), 0.3);
  EXPECT_EQ(values.back(), 7.7);
}

TEST(RangeValue, SurvivesHugeEnds) {
  EXPECT_EQ(range(0, 1.7e308, 3, Scale::linear)[1], 8.5e307);
  EXPECT_EQ(range(1e15, 1e15 + 2, 3, Scale::linear)[1], 1e15 + 1);
}

TEST(MatchesPattern, KnowsStarsAndQuestionMarks) {
  EXPECT_TRUE(matches_pattern("", "*"));
  EXPECT_TRUE(matches_pattern("", ""));
  EXPECT_FALSE(matches_pattern("", "?"));
  EXPECT_TRUE(matches_pattern("aws-trn2", "aws-*"));
  EXPECT_TRUE(matches_pattern("aws-trn2", "*trn?"));
  EXPECT_TRUE(matches_pattern("abcbc", "a*bc"));
  EXPECT_FALSE(matches_pattern("aws-trn2", "aws"));
  EXPECT_FALSE(matches_pattern(std::string(5000, 'a'), "*a*a*a*a*a*a*a*b")) << "in no exponential time";
}

}  // namespace
}  // namespace trainsweep
