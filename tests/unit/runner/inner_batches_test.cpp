#include "runner/inner_batches.hpp"

#include <gtest/gtest.h>

#include <random>

#include "tests/support/toy_sweep.hpp"

namespace trainsweep {
namespace {

using toy::dimension;
using toy::steps;

// Goes through all inner points in batches of at most `most` and compares every axis
// with the grid's own idea of the point. Returns the number of batches.
std::uint64_t check(const SweepSpec& spec, std::uint64_t most) {
  const toy::ToyEngine engine(spec.records);
  const Grid grid(spec, engine);
  InnerBatches batches(grid.inner_dimensions());
  std::vector<double> point = grid.base(), expected = grid.base();
  std::uint64_t calls = 0;
  for (std::uint64_t at = 0; at < grid.inner(); ++calls) {
    const std::uint64_t count = batches.prepare(at, most, point);
    EXPECT_GE(count, 1U);
    EXPECT_LE(count, most);
    for (std::uint64_t i = 0; i < count; ++i) {
      std::vector<double> here = point;
      for (const Varying& v : batches.varying()) {
        EXPECT_EQ(v.values.size(), count);
        here[v.axis] = v.values[i];
      }
      grid.fill_inner(at + i, expected);
      for (const Dimension& d : grid.inner_dimensions()) {
        for (const std::size_t axis : d.axes) {
          if (here[axis] != expected[axis]) {
            ADD_FAILURE() << "axis " << axis << " at inner point " << at + i;
            return calls;
          }
        }
      }
    }
    at += count;
  }
  return calls;
}

TEST(InnerBatches, NoAccountAxesAreOnePoint) { EXPECT_EQ(check(toy::sweep({dimension(toy::size, {1, 2})}), 100), 1U); }

TEST(InnerBatches, ASmallProductIsOneBatch) {
  EXPECT_EQ(check(toy::sweep({dimension(toy::batch, steps(40)), dimension(toy::factor, steps(100))}), 1 << 20), 1U);
}

TEST(InnerBatches, OneLongAxisIsReadInPlace) {
  EXPECT_EQ(check(toy::sweep({dimension(toy::batch, steps(10000))}), 1 << 20), 3U);
}

TEST(InnerBatches, AShortLastAxisStillFillsBatches) {
  EXPECT_EQ(check(toy::sweep({dimension(toy::batch, steps(3)), dimension(toy::factor, steps(5000)), dimension(toy::limit, steps(5))}), 1 << 20),
            3 * 7U);
}

TEST(InnerBatches, EveryAxisIsRightForAnyShapeAndCut) {
  std::mt19937_64 random(11);
  const auto pick = [&](std::uint64_t most) { return std::uniform_int_distribution<std::uint64_t>(1, most)(random); };
  for (int i = 0; i < 60; ++i) {
    Dimension zip{"zip", {toy::limit, toy::rate}, {steps(pick(30)), {}}, {}, Stage::account};
    zip.values[1] = steps(zip.values[0].size(), 100, 3);
    const SweepSpec spec = toy::sweep({dimension(toy::batch, steps(pick(i % 3 == 0 ? 20 : 200))), dimension(toy::factor, steps(pick(90))), zip});
    check(spec, pick(9000));
  }
}

}  // namespace
}  // namespace trainsweep
