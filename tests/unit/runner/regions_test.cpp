#include "runner/regions.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>

namespace trainsweep {
namespace {

std::uint64_t take_one(Regions& regions) {
  const std::uint64_t unit = regions.front().begin;
  regions.take(1);
  return unit;
}

std::vector<std::uint64_t> take_ones(Regions& regions, int count) {
  std::vector<std::uint64_t> out;
  for (int i = 0; i < count; ++i) out.push_back(take_one(regions));
  return out;
}

using UnitList = std::vector<std::uint64_t>;

TEST(Regions, TheFirstClaimsAreSpreadOverTheGrid) {
  Regions regions({{0, 1000}}, 10, 1);
  EXPECT_EQ(take_ones(regions, 10), (UnitList{0, 100, 200, 300, 400, 500, 600, 700, 800, 900}));
  EXPECT_EQ(regions.unit_seconds(), 0) << "nothing is known";
}

// The example of the header.
TEST(Regions, WhoHasNotAnsweredIsDearest) {
  Regions regions({{0, 1000}}, 10, 1);
  (void)take_ones(regions, 10);
  for (std::uint64_t unit = 0; unit < 900; unit += 100) regions.observe(unit, 1);
  EXPECT_EQ(regions.unit_seconds(), 1) << "at least as dear as the dearest known";
  EXPECT_EQ(regions.front(), (UnitRange{801, 900})) << "unit 900 is not done, and may be like those before it";
  regions.take(99);
  EXPECT_EQ(regions.front(), (UnitRange{901, 1000}));
  regions.observe(900, 50);
  EXPECT_EQ(regions.front(), (UnitRange{901, 1000}));
  EXPECT_EQ(regions.unit_seconds(), 50);
  regions.take(99);
  EXPECT_EQ(regions.front(), (UnitRange{1, 100}));
  EXPECT_EQ(regions.unit_seconds(), 1);
}

TEST(Regions, GoFromTheDearestToTheCheapest) {
  Regions regions({{0, 50}}, 5, 1);
  (void)take_ones(regions, 5);
  const std::vector<double> seconds{3, 9, 1, 4, 2};
  for (std::uint64_t i = 0; i < 5; ++i) regions.observe(10 * i, seconds[i]);
  UnitList begins;
  std::vector<double> likely;
  for (; !regions.empty(); regions.take(9)) {
    begins.push_back(regions.front().begin);
    likely.push_back(regions.unit_seconds());
  }
  EXPECT_EQ(begins, (UnitList{1, 11, 21, 31, 41}));
  EXPECT_EQ(likely, (std::vector<double>{9, 9, 4, 4, 2})) << "of the last unit seen, or the first of the region behind";
}

TEST(Regions, FollowWhatTheLastUnitsTook) {
  Regions regions({{0, 40}}, 4, 1);
  (void)take_ones(regions, 4);
  for (std::uint64_t unit = 0; unit < 40; unit += 10) regions.observe(unit, unit == 20 ? 8 : 1);
  EXPECT_EQ(take_ones(regions, 10), (UnitList{11, 12, 13, 14, 15, 16, 17, 18, 19, 21}));
  regions.observe(21, 0.5);
  EXPECT_EQ(take_one(regions), 1U) << "20 to 29 have become cheap, and 30 costs 1 as 1 does";
}

TEST(Regions, OfEqualCostTheFirstGoesFirst) {
  Regions regions({{0, 40}}, 4, 1);
  (void)take_ones(regions, 4);
  for (std::uint64_t unit = 0; unit < 40; unit += 10) regions.observe(unit, 1 + 0.004 * static_cast<double>(unit));
  UnitList rest;
  while (!regions.empty()) rest.push_back(take_one(regions));
  EXPECT_TRUE(std::is_sorted(rest.begin(), rest.end()));
}

TEST(Regions, OneGoesInAscendingOrder) {
  Regions regions({{3, 5}, {8, 9}}, 1, 4);
  UnitList all;
  for (double seconds = 1; !regions.empty(); seconds *= 3) {
    all.push_back(take_one(regions));
    regions.observe(all.back(), seconds);
  }
  EXPECT_EQ(all, (UnitList{3, 4, 8}));
}

TEST(Regions, FewerUnitsThanRegionsAreOneEach) {
  Regions regions({{5, 8}}, 100, 0);
  EXPECT_EQ(take_ones(regions, 3), (UnitList{5, 6, 7}));
  EXPECT_TRUE(regions.empty());
  regions.observe(6, 1);
  EXPECT_TRUE(regions.empty());
  EXPECT_TRUE(Regions({}, 4, 1).empty());
}

TEST(Regions, EndOnPagesWhereTheyAreLong) {
  Regions regions({{5, 1000}}, 4, 64);
  EXPECT_EQ(take_ones(regions, 4), (UnitList{5, 256, 512, 768}));
  Regions short_ones({{5, 1000}}, 10, 64);
  (void)take_one(short_ones);
  EXPECT_EQ(take_one(short_ones), 105U);
}

TEST(Regions, HaveEveryUnitLeftOnce) {
  std::mt19937_64 random(11);
  const auto pick = [&](std::uint64_t least, std::uint64_t most) {
    return std::uniform_int_distribution<std::uint64_t>(least, most)(random);
  };
  for (int i = 0; i < 300; ++i) {
    std::vector<UnitRange> left;
    std::uint64_t end = 0;
    for (std::uint64_t ranges = pick(1, 30); ranges > 0; --ranges) {
      const std::uint64_t begin = end + pick(0, 9);
      end = begin + pick(1, i % 2 == 0 ? 5 : 500);
      left.push_back({begin, end});
    }
    std::vector<int> expected(end), taken(end);
    for (const UnitRange& range : left) std::fill(expected.begin() + range.begin, expected.begin() + range.end, 1);
    Regions regions(left, pick(1, 50), pick(0, 16));
    while (!regions.empty()) {
      const UnitRange run = regions.front();
      const std::uint64_t count = pick(1, run.size());
      regions.take(count);
      for (std::uint64_t unit = run.begin; unit < run.begin + count; ++unit) ++taken[unit];
      if (pick(0, 2) > 0) regions.observe(run.begin, static_cast<double>(pick(1, 100)));
    }
    ASSERT_EQ(taken, expected) << i;
  }
}

}  // namespace
}  // namespace trainsweep
