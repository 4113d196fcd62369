#include "runner/grid.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <map>
#include <set>

#include "tests/support/toy_sweep.hpp"

namespace trainsweep {
namespace {

using toy::dimension;

SweepSpec three_stages() {
  return toy::sweep({dimension(toy::batch, {1, 10, 100, 1000, 10000}), dimension(toy::offer, {0, 1, 2, 3}),
                     dimension(toy::model, {0, 1, 2})});
}

TEST(Grid, CountsBlocksSlotsInnerPointsAndClasses) {
  const SweepSpec spec = three_stages();
  const toy::ToyEngine engine(spec.records);
  const Grid grid(spec, engine);
  EXPECT_EQ(grid.points(), 60U);
  EXPECT_EQ(grid.blocks(), 3U);
  EXPECT_EQ(grid.slots(), 4U);
  EXPECT_EQ(grid.inner(), 5U);
  EXPECT_EQ(grid.classes(), 3U);
  EXPECT_EQ(grid.searches(), 9U);
}

TEST(Grid, OffersOfOneMachineShareAClass) {
  const SweepSpec spec = three_stages();
  const toy::ToyEngine engine(spec.records);
  const Grid grid(spec, engine);
  EXPECT_EQ(grid.class_of(0), 0U);
  EXPECT_EQ(grid.class_of(1), 0U);
  EXPECT_EQ(grid.class_of(2), 1U);
  EXPECT_EQ(grid.class_of(3), 2U);
}

TEST(Grid, LastIndexMapsToLastPoint) {
  const SweepSpec spec = three_stages();
  const toy::ToyEngine engine(spec.records);
  const Grid grid(spec, engine);
  std::vector<double> point = grid.base();
  grid.fill_point(59, point);
  EXPECT_EQ(point[toy::model], 2);
  EXPECT_EQ(point[toy::offer], 3);
  EXPECT_EQ(point[toy::batch], 10000);
  EXPECT_EQ(point[toy::size], 8);
  EXPECT_EQ(grid.coordinates(59), (std::vector<std::uint64_t>{2, 3, 4}));
  grid.fill_point(37, point);
  EXPECT_EQ(grid.coordinates(37), (std::vector<std::uint64_t>{1, 3, 2}));
  EXPECT_EQ(point[toy::batch], 100);
}

TEST(Grid, NoDimensionsAreOnePoint) {
  const SweepSpec spec = toy::sweep({});
  const toy::ToyEngine engine(spec.records);
  const Grid grid(spec, engine);
  EXPECT_EQ(grid.points(), 1U);
  EXPECT_EQ(grid.searches(), 1U);
  EXPECT_TRUE(grid.coordinates(0).empty());
}

TEST(Grid, AxesOfAZipMoveTogether) {
  Dimension zip{.name = "site", .axes = {toy::offer, toy::factor}, .values = {{0, 1, 2}, {1, 2, 3}}, .labels = {}, .stage = Stage::both};
  const SweepSpec spec = toy::sweep({zip});
  const toy::ToyEngine engine(spec.records);
  const Grid grid(spec, engine);
  EXPECT_EQ(grid.points(), 3U);
  EXPECT_EQ(grid.classes(), 2U);  // the factor is of no concern to the plan
  std::vector<double> point = grid.base();
  grid.fill_point(2, point);
  EXPECT_EQ(point[toy::offer], 2);
  EXPECT_EQ(point[toy::factor], 3);
}

TEST(Grid, DimensionsThatShareNoSearchAreOfBlocks) {
  const SweepSpec spec = toy::sweep({dimension(toy::offer, {3, 0, 2}), dimension(toy::size, {4, 100}), dimension(toy::batch, {1, 2})});
  const toy::ToyEngine engine(spec.records);
  const Grid grid(spec, engine);
  EXPECT_EQ(grid.blocks(), 6U);
  EXPECT_EQ(grid.slots(), 1U);
  EXPECT_EQ(grid.searches(), 6U);
  std::vector<double> point = grid.base();
  grid.fill_point(11, point);
  EXPECT_EQ(point[toy::size], 100);
  EXPECT_EQ(point[toy::offer], 2);
  EXPECT_EQ(point[toy::batch], 2);
}

TEST(Grid, KnowsTheLastSlotOfEverySearch) {
  const SweepSpec spec = toy::sweep({dimension(toy::offer, {3, 0, 2, 1}), dimension(toy::size, {4, 100}),
                                     Dimension{"pair", {toy::lanes, toy::factor}, {{1, 2, 2, 4}, {1, 1, 5, 1}}, {}, Stage::both}});
  const toy::ToyEngine engine(spec.records);
  const Grid grid(spec, engine);
  std::vector<std::uint64_t> last(grid.searches());
  for (std::uint64_t slot = 0; slot < grid.blocks() * grid.slots(); ++slot) {
    last[slot / grid.slots() * grid.classes() + grid.class_of(slot % grid.slots())] = slot;
  }
  for (std::uint64_t search = 0; search < grid.searches(); ++search) EXPECT_EQ(grid.last_slot(search), last[search]);
}

// Slots of a class make equal plans, and a search's point is one of them.
TEST(Grid, SlotsOfAClassHaveThePlanOfItsSearch) {
  const SweepSpec spec = toy::sweep({dimension(toy::offer, {3, 0, 2, 1}), dimension(toy::size, {4, 100}),
                                     Dimension{"pair", {toy::lanes, toy::factor}, {{1, 2, 2, 4}, {1, 1, 5, 1}}, {}, Stage::both}});
  const toy::ToyEngine engine(spec.records);
  const Grid grid(spec, engine);
  EXPECT_EQ(grid.slots(), 16U);
  EXPECT_EQ(grid.classes(), 9U);
  std::uint64_t highest = 0;
  for (std::uint64_t block = 0; block < grid.blocks(); ++block) {
    for (std::uint64_t slot = 0; slot < grid.slots(); ++slot) {
      const std::uint64_t number = grid.class_of(slot);
      std::vector<double> own = grid.base(), shared = grid.base();
      grid.fill_block(block, own);
      grid.fill_slot(slot, own);
      grid.fill_search(block * grid.classes() + number, shared);
      std::vector<double> plan_own(toy::schema().plan_width), plan_shared(plan_own);
      SearchCount count;
      engine.plan(own, plan_own, count);
      engine.plan(shared, plan_shared, count);
      EXPECT_EQ(plan_own[0], plan_shared[0]);
      if (plan_own[0] == kOk) { EXPECT_EQ(plan_own, plan_shared); }
      highest = std::max(highest, number);
    }
  }
  EXPECT_EQ(highest, grid.classes() - 1);
}

TEST(Grid, IsAsLargeAsTheSumOfItsDimensions) {
  const SweepSpec spec = toy::sweep({dimension(toy::weight, toy::steps(1000000)), dimension(toy::batch, toy::steps(1000000)),
                                     dimension(toy::factor, toy::steps(1000000))});
  const toy::ToyEngine engine(spec.records);
  const Grid grid(spec, engine);
  EXPECT_EQ(grid.points(), 1000000000000000000U);
  EXPECT_EQ(grid.coordinates(grid.points() - 1), (std::vector<std::uint64_t>{999999, 999999, 999999}));
}

}  // namespace
}  // namespace trainsweep
