#include "engine/power.hpp"

#include <gtest/gtest.h>

#include "engine/plan.hpp"
#include "tests/property/random_jobs.hpp"

namespace trainsweep::engine {
namespace {

// 16 chips of 80 to 400 W on 2 hosts of 1,000 W and 10 W of switches a chip.
Job job() {
  return testing::job(testing::llama3_8b(), 16, {}, testing::chip({{"tdp_w", 400}, {"idle_w", 80}}),
                      testing::system({{"host_w", 1000}, {"network_w_per_chip", 10}}));
}

TEST(Power, OfAnIdleMachineIsIdleChipsSwitchesAndHosts) {
  EXPECT_DOUBLE_EQ(idle_power(job()) / watt, 16 * (80 + 10) + 2 * 1000);
  Job nine = job();
  nine.chips = 9;
  EXPECT_DOUBLE_EQ(idle_power(nine) / watt, 9 * 90 + 2 * 1000) << "a host that is not full draws all the same";
}

TEST(Power, OfHostsAndNetworkIsAConstantPartOfAPlansPower) {
  SearchCount count;
  const Plan p = best_plan(job(), count);
  ASSERT_TRUE(p.is_ok());
  EXPECT_DOUBLE_EQ(p.host_power / watt, 2 * 1000);
  EXPECT_DOUBLE_EQ(p.network_power / watt, 16 * 10);
  EXPECT_GT(p.step_energy / p.time.total(), p.host_power + p.network_power + 16 * 80 * watt);
}

TEST(Power, WaitingDrawsIdlePower) {
  StepTime t;
  t.bubble = 2 * second;
  t.overhead = 1 * second;
  EXPECT_DOUBLE_EQ(step_energy(job(), {}, t) / joule, 3 * (idle_power(job()) / watt));
}

TEST(Power, MultiplyingDrawsMoreThanMovingAndThatMoreThanTalking) {
  const auto energy = [](Time Parts::*part) {
    StepTime t;
    t.parts.*part = 1 * second;
    return step_energy(job(), {}, t);
  };
  EXPECT_GT(energy(&Parts::matmul), energy(&Parts::memory_bound));
  EXPECT_GT(energy(&Parts::memory_bound), energy(&Parts::tensor_comm));
  EXPECT_GT(energy(&Parts::tensor_comm), idle_power(job()) * (1 * second));
}

// The means of the table in analysis/calibration, "Power": one chip, 130 W waiting, 700 W at most.
TEST(Power, OfAPhaseIsWhatAnH100WasMeasuredAt) {
  Job one = testing::job(testing::llama3_8b(), 1, {}, testing::chip({{"tdp_w", 700}, {"idle_w", 130}}),
                         testing::system({{"host_w", 0}}));
  one.software.slowdown = 1;
  const auto watts = [&](Time Parts::*part) {
    StepTime t;
    t.parts.*part = 1 * second;
    return step_energy(one, {}, t) / joule;
  };
  EXPECT_NEAR(watts(&Parts::matmul) / 691, 1, 0.05);
  EXPECT_NEAR(watts(&Parts::attention) / 690, 1, 0.05);
  EXPECT_NEAR(watts(&Parts::memory_bound) / 586, 1, 0.05);
  EXPECT_NEAR(watts(&Parts::tensor_comm) / 292, 1, 0.05);
}

TEST(Power, SlowdownDrawsWhatTheSlowedOperatorsDraw) {
  Job slow = job(), fast = job();
  slow.software.slowdown = 1.25;
  fast.software.slowdown = 1;
  StepTime stretched, alone;
  stretched.parts.matmul = alone.parts.matmul = 4 * second;
  stretched.overhead = 1 * second;
  EXPECT_NEAR(step_energy(slow, {}, stretched) / second / (step_energy(fast, {}, alone) / second), 1.25, 1e-12);
}

TEST(Power, AnOptimizerOnTheHostIsTransfersToTheChip) {
  Job here = job(), there = job();
  there.offload = Offload::optimizer;
  StepTime updating, sending;
  updating.optimizer = sending.data_comm = 4 * second;
  EXPECT_EQ(step_energy(there, {}, updating), step_energy(here, {}, sending));
  EXPECT_LT(step_energy(there, {}, updating), step_energy(here, {}, updating));
}

TEST(Power, LiesBetweenIdleAndDesignPower) {
  for (int i = 0; i < 300; ++i) {
    testing::Dice d(static_cast<std::uint64_t>(i));
    const Job j = testing::random_job(d, 0.1);
    SearchCount count;
    const Plan p = best_plan(j, count);
    if (!p.is_ok()) continue;
    const Power mean = p.step_energy / p.time.total();
    EXPECT_GE(mean, idle_power(j)) << i;
    EXPECT_LE(mean, idle_power(j) + j.chips * (j.chip.tdp - j.chip.idle_power)) << i;
  }
}

}  // namespace
}  // namespace trainsweep::engine
