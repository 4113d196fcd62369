#include "engine/account.hpp"

#include <gtest/gtest.h>

#include "tests/support/engine_records.hpp"

namespace trainsweep::engine {
namespace {

// Round numbers: 1,000 chips, steps of 10 s and a million tokens, checkpoints of
// 1 TB in 100 s, a failure of the machine each 20,000 s.
Plan plan() {
  Plan p;
  p.verdict = static_cast<double>(Verdict::ok);
  p.chips = 1000;
  p.time.parts.matmul = 10 * second;
  p.active_params = 1e9;
  p.tokens_per_step = 1e6;
  p.step_energy = 1e7 * joule;  // a megawatt
  p.checkpoint = 1000 * gigabyte;
  p.checkpoint_bandwidth = 10 * gigabyte_per_second;
  return p;
}

Terms terms(const testing::Values& given = {}) {
  return testing::terms(testing::with({{"tokens", 1e9},
                                       {"chip_mtbf_hours", 2e7 / 3600},
                                       {"restart_minutes", 10},
                                       {"useful_share", 1},
                                       {"price_usd_per_chip_hour", 3.6},
                                       {"pue", 1.2},
                                       {"electricity_usd_per_kwh", 0.1},
                                       {"grid_carbon_g_per_kwh", 500},
                                       {"storage_usd_per_gb_month", 0.02},
                                       {"kept_checkpoints", 10}},
                                      given));
}

// Young: tau = sqrt(2 x 100 s x 20,000 s) = 2,000 s. Of each useful second 100 / 2,000
// go to writing, 2,100 / 40,000 to lost work, 600 / 20,000 to restarting.
constexpr double kOverhead = 0.05 + 0.0525 + 0.03;

TEST(Account, TakesYoungsIntervalAndDalysFirstOrderOverhead) {
  const Account a = account(plan(), terms());
  EXPECT_NEAR(a.cluster_mtbf / second, 20000, 1e-6);
  EXPECT_NEAR(a.checkpoint_interval / second, 2000, 1e-6);
  EXPECT_NEAR(a.goodput, 1 / (1 + kOverhead), 1e-12);
  EXPECT_DOUBLE_EQ(a.steps, 1000);
  EXPECT_NEAR(a.train_time / second, 10000 * (1 + kOverhead), 1e-6);
}

TEST(Account, InterruptionsStopTheMachineAsFailuresDo) {
  // Failures each 20,000 s and interruptions each 5,000 s: a stop each 4,000 s.
  const Account a = account(plan(), terms({{"interruption_hours", 5e6 / 3600}}));
  EXPECT_NEAR(a.cluster_mtbf / second, 4000, 1e-6);
  EXPECT_EQ(account(plan(), terms({{"chip_mtbf_hours", 4e6 / 3600}})).goodput, a.goodput);
}

TEST(Account, ATimeGivenInsteadOfTokensIsFilledWithSteps) {
  const Account a = account(plan(), terms());
  const Account same = account(plan(), terms({{"tokens", kNotSet}, {"train_days", a.train_time / day}}));
  EXPECT_NEAR(same.tokens / a.tokens, 1, 1e-12);
  EXPECT_NEAR(same.goodput, a.goodput, 1e-12);
  EXPECT_NEAR(same.rent / a.rent, 1, 1e-12);
  EXPECT_EQ(account(plan(), terms({{"train_days", 30}})).train_time, 30 * day) << "wins over tokens";
}

TEST(Account, WhatDoesNotTrainBetweenFailuresStretchesTheTime) {
  const Account all = account(plan(), terms()), most = account(plan(), terms({{"useful_share", 0.8}}));
  EXPECT_NEAR(most.goodput, 0.8 * all.goodput, 1e-12);
  EXPECT_NEAR(most.train_time / all.train_time, 1.25, 1e-12);
  EXPECT_NEAR(most.energy / all.energy, 1.25, 1e-12) << "it draws power all the while";
  EXPECT_NEAR(most.rent / all.rent, 1.25, 1e-12);
}

TEST(Account, PaysRentForAllOfTheTimeAndStorageForTheCheckpointsKept) {
  const Account a = account(plan(), terms());
  const double seconds = 10000 * (1 + kOverhead);
  EXPECT_NEAR(a.rent / usd, 1000 * seconds * 3.6 / 3600, 1e-6);
  EXPECT_NEAR(a.storage / usd, 10 * 1000 * 0.02 * seconds / (30 * 86400), 1e-9);
  EXPECT_DOUBLE_EQ(a.cost / usd, (a.rent + a.storage) / usd);
  EXPECT_NEAR(a.chip_time / hour, 1000 * seconds / 3600, 1e-9);
  EXPECT_DOUBLE_EQ(account(plan(), terms({{"price_factor", 0.5}})).rent / usd, a.rent / usd / 2);
}

TEST(Account, EnergyIsPowerTimesTimeAtTheMeter) {
  const Account a = account(plan(), terms());
  EXPECT_DOUBLE_EQ(a.power / megawatt, 1.2);
  EXPECT_NEAR(a.energy / megawatt_hour, 1.2 * 10000 * (1 + kOverhead) / 3600, 1e-9);
  EXPECT_NEAR(a.carbon / tonne, a.energy / megawatt_hour * 0.5, 1e-9);
  EXPECT_NEAR(a.electricity / usd, a.energy / kilowatt_hour * 0.1, 1e-9);
}

TEST(Account, TokensFollowTheActiveParametersWhereNotGiven) {
  const Account a = account(plan(), terms({{"tokens", kNotSet}, {"tokens_per_param", 20}}));
  EXPECT_EQ(a.tokens, 20e9);
}

TEST(Account, WritesACheckpointOnceAStepAtMostAndOnceARunAtLeast) {
  const Account often = account(plan(), terms({{"chip_mtbf_hours", 1e-3}}));
  EXPECT_EQ(often.checkpoint_interval, 10 * second) << "failing always: every step";
  const Account never = account(plan(), terms({{"chip_mtbf_hours", 1e15}}));
  EXPECT_EQ(never.checkpoint_interval, 10000 * second) << "failing never: at the end";
  EXPECT_GT(often.goodput, 0);
  EXPECT_LT(never.goodput, 1);
}

TEST(Account, ADeadlineIsMetUpToItsLastMoment) {
  const Account a = account(plan(), terms());
  const double days = a.train_time / day;
  EXPECT_TRUE(in_time(a, terms({{"deadline_days", days * (1 + 1e-9)}})));
  EXPECT_FALSE(in_time(a, terms({{"deadline_days", days * (1 - 1e-9)}})));
  EXPECT_TRUE(in_time(a, terms())) << "no deadline";
}

TEST(Account, WithoutAnOfferThereIsNoPriceAndAnUnnamedSite) {
  const Terms t = testing::terms();
  EXPECT_EQ(t.chip_hour, HourlyPrice{});
  EXPECT_EQ(t.pue, 1.2);
  EXPECT_EQ(t.chip_mtbf, testing::chip().mtbf);
  EXPECT_EQ(account(plan(), t).rent, Money{});
}

}  // namespace
}  // namespace trainsweep::engine
