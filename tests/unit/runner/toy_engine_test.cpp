// The toy keeps the promises that the runner builds on.
#include "tests/support/toy_engine.hpp"

#include <gtest/gtest.h>

#include <array>
#include <cmath>

namespace trainsweep {
namespace {

std::vector<double> fallback_point() {
  std::vector<double> point;
  for (const Axis& axis : toy::schema().axes) point.push_back(axis.fallback);
  return point;
}

struct Row {
  std::uint8_t status;
  std::array<float, 5> values;
};
Row evaluate(const Engine& engine, const std::vector<double>& point) {
  std::vector<double> plan(toy::schema().plan_width);
  SearchCount count;
  engine.plan(point, plan, count);
  Row row{};
  std::vector<ColumnOut> out;
  for (std::size_t c = 0; c < row.values.size(); ++c) out.push_back({c, &row.values[c]});
  engine.account(point, plan, {}, 1, &row.status, out);
  return row;
}

TEST(ToyEngine, OffersOfOneMachineShareTheirPlan) {
  const toy::ToyEngine engine(toy::records());
  EXPECT_EQ(engine.plan_part(toy::offer, 0), engine.plan_part(toy::offer, 1));
  EXPECT_NE(engine.plan_part(toy::offer, 0), engine.plan_part(toy::offer, 2));
  EXPECT_EQ(engine.plan_part(toy::factor, 1), engine.plan_part(toy::factor, 2));
}

TEST(ToyEngine, SomePointsCannotRun) {
  const toy::ToyEngine engine(toy::records());
  auto point = fallback_point();
  point[toy::model] = 1;
  point[toy::offer] = 0;
  point[toy::size] = 64;
  const Row ok = evaluate(engine, point);
  EXPECT_EQ(ok.status, kOk);
  EXPECT_GT(ok.values[toy::cost_usd], 0);
  point[toy::limit] = 1e-6;
  EXPECT_EQ(evaluate(engine, point).status, toy::too_late);
  point[toy::size] = 65;
  const Row large = evaluate(engine, point);
  EXPECT_EQ(large.status, toy::too_large);
  EXPECT_TRUE(std::isnan(large.values[toy::time_s]));
  point[toy::size] = 7;
  point[toy::strict] = 1;
  point[toy::lanes] = 2;
  EXPECT_EQ(evaluate(engine, point).status, toy::no_lanes);
  EXPECT_EQ(engine.plans_made(), 4u);
}

}  // namespace
}  // namespace trainsweep
