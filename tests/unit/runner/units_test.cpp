#include "runner/units.hpp"

#include <gtest/gtest.h>

#include <random>

#include "tests/support/toy_sweep.hpp"

namespace trainsweep {
namespace {

using toy::dimension;
using toy::steps;

Units units_of(const SweepSpec& spec) {
  const toy::ToyEngine engine(spec.records);
  return Units(choose_cut(Grid(spec, engine)));
}

void expect_all_points_once(const Units& units) {
  std::uint64_t next = 0;
  for (std::uint64_t unit = 0; unit < units.count(); ++unit) {
    const PointRange points = units.points(unit);
    ASSERT_EQ(points.begin, next);
    ASSERT_GT(points.size(), 0U);
    next = points.end;
  }
  EXPECT_EQ(next, units.total_points());
}

TEST(Units, ManySmallBlocksAreCutWhole) {
  const Units units = units_of(toy::sweep({dimension(toy::weight, steps(1000000))}));
  EXPECT_FALSE(units.split());
  EXPECT_EQ(units.count(), 125000U);
  EXPECT_EQ(units.points(0).size(), 8U);
}

TEST(Units, OneLargeSlotIsCutIntoTilesOfWholePages) {
  const Units units = units_of(toy::sweep({dimension(toy::batch, steps(1000)), dimension(toy::factor, steps(1000))}));
  EXPECT_TRUE(units.split());
  EXPECT_EQ(units.count(), 62U);
  EXPECT_EQ(units.points(0).size(), 16384U);
  EXPECT_EQ(units.points(61).size(), 576U);
}

TEST(Units, FewBlocksAreCutIntoSlots) {
  const Units units = units_of(toy::scenario("slots"));
  EXPECT_TRUE(units.split());
  EXPECT_EQ(units.count(), 240U);
  EXPECT_EQ(units.units_per_block(), 4U);
}

TEST(Units, OnePointIsOneUnit) { EXPECT_EQ(units_of(toy::sweep({})).count(), 1U); }

TEST(Units, TheLedgerStaysSmallWhateverTheGrid) {
  const Units many = units_of(toy::sweep({dimension(toy::weight, steps(1000000)), dimension(toy::size, steps(10000))}));
  EXPECT_LE(many.count(), 3U << 21);
  const Units large = units_of(toy::sweep({dimension(toy::batch, steps(1000000)), dimension(toy::factor, steps(1000000))}));
  EXPECT_LE(large.count(), 1U << 20);
  EXPECT_EQ(large.points(0).size() % 4096, 0U);
}

TEST(Units, ManySearchesAreCutFineEnoughForAHundredThousandRanks) {
  for (const std::size_t thousands : {50'332U, 56'624U, 132'000U, 1'000'000U}) {
    const Units units = units_of(toy::sweep({dimension(toy::weight, steps(1000)), dimension(toy::size, steps(thousands))}));
    EXPECT_GE(units.count(), 50U * 100'000U) << thousands;
  }
}

TEST(Units, CoverEveryPointOnceForAnyShape) {
  std::mt19937_64 random(7);
  const auto pick = [&](std::uint64_t most) { return std::uniform_int_distribution<std::uint64_t>(1, most)(random); };
  for (int i = 0; i < 300; ++i) {
    // Every second one is small, so that all ways of cutting come up.
    const std::uint64_t most = i % 2 == 0 ? 20 : 500;
    const SweepSpec spec = toy::sweep({dimension(toy::weight, steps(pick(most * 10))), dimension(toy::offer, std::vector<double>(pick(most), 0)),
                                       dimension(toy::batch, steps(pick(most))), dimension(toy::factor, steps(pick(most)))});
    SCOPED_TRACE(testing::Message() << spec.dimensions[0].size() << " x " << spec.dimensions[1].size() << " x "
                                    << spec.dimensions[2].size() << " x " << spec.dimensions[3].size());
    expect_all_points_once(units_of(spec));
  }
}

// Whether every multiple of a step ends at a multiple of so many points, and a smaller step does not.
void expect_step(const UnitCut& cut, std::uint64_t points, std::uint64_t step) {
  const Units units(cut);
  ASSERT_EQ(units.step(points), step);
  for (std::uint64_t unit = 1; unit < units.count(); ++unit) {
    EXPECT_EQ(units.points(unit).begin % points == 0, unit % step == 0) << "unit " << unit;
  }
}

TEST(Units, StepsEndAtMultiplesOfSoManyPoints) {
  expect_step({.blocks = 9000, .slots = 3, .inner = 8, .blocks_per_unit = 4}, 1024, 32);
  expect_step({.blocks = 1, .slots = 1, .inner = 1'000'000, .tile = 16384}, 65536, 4);
  expect_step({.blocks = 2, .slots = 3, .inner = 65536, .tile = 16384}, 65536, 4);
  expect_step({.blocks = 4, .slots = 8, .inner = 512, .slots_per_unit = 2}, 4096, 4);
  expect_step({.blocks = 1, .slots = 7, .inner = 512, .slots_per_unit = 2}, 1024, 1);
}

TEST(Units, OfDifferentSizesHaveNoStep) {
  EXPECT_EQ(Units({.blocks = 2, .slots = 3, .inner = 50'000, .tile = 16384}).step(4096), 0U);
  EXPECT_EQ(Units({.blocks = 4, .slots = 7, .inner = 512, .slots_per_unit = 2}).step(4096), 0U);
}

TEST(Units, ACutThatCannotBeIsKnown) {
  const UnitCut good{.blocks = 4, .slots = 3, .inner = 10, .slots_per_unit = 2};
  EXPECT_TRUE(is_possible(good, 120));
  EXPECT_FALSE(is_possible(good, 121));
  EXPECT_FALSE(is_possible({.blocks = 4, .slots = 3, .inner = 10}, 120)) << "no way to cut";
  EXPECT_FALSE(is_possible({.blocks = 4, .slots = 3, .inner = 10, .blocks_per_unit = 1, .tile = 4096}, 120)) << "two ways";
  EXPECT_FALSE(is_possible({.blocks = 4, .slots = 3, .inner = 10, .slots_per_unit = 4}, 120));
  EXPECT_FALSE(is_possible({.blocks = 0, .slots = 3, .inner = 10, .slots_per_unit = 1}, 0));
  const std::uint64_t huge = 1ULL << 33;  // its square is 4 modulo 2^64
  EXPECT_FALSE(is_possible({.blocks = huge, .slots = huge, .inner = 1, .blocks_per_unit = 1}, 4));
}

}  // namespace
}  // namespace trainsweep
