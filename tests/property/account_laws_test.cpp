// Laws of the account stage on random plans and terms.
#include <gtest/gtest.h>

#include "engine/columns.hpp"
#include "tests/property/random_jobs.hpp"

namespace trainsweep::engine {
namespace {

using testing::Dice;

constexpr int kCases = 20000;
constexpr double kRounding = 1e-12;

// A plan of any size from one chip to a hundred thousand; only what account() reads.
Plan random_plan(Dice& d) {
  Plan p;
  p.verdict = static_cast<double>(Verdict::ok);
  p.chips = std::round(d.log_uniform(1, 1e5));
  p.time.parts.matmul = d.log_uniform(1e-3, 1e3) * second;
  p.params = d.log_uniform(1e6, 1e13);
  p.active_params = p.params * d.uniform(0.02, 1);
  p.tokens_per_step = d.log_uniform(1e3, 1e8);
  p.step_energy = p.chips * d.uniform(100, 1500) * watt * p.time.total();
  p.embodied = p.chips * 150 * kilogram;
  p.checkpoint = 14 * p.params * byte;
  p.checkpoint_bandwidth = std::ceil(p.chips / 8) * d.log_uniform(0.01, 100) * gigabyte_per_second;
  p.chip_mtbf = 50000 * hour;
  return p;
}

Terms random_terms(Dice& d) {
  Terms t = testing::terms({{"tokens_per_param", d.log_uniform(0.1, 1e4)},
                            {"price_usd_per_chip_hour", d.log_uniform(0.1, 100)},
                            {"price_factor", d.uniform(0, 3)},
                            {"electricity_usd_per_kwh", d.uniform(0, 0.5)},
                            {"pue", d.uniform(1, 2)},
                            {"grid_carbon_g_per_kwh", d.uniform(0, 1000)},
                            {"chip_mtbf_hours", d.log_uniform(1, 1e7)},
                            {"restart_minutes", d.uniform(0, 120)},
                            {"useful_share", d.uniform(0.01, 1)},
                            {"storage_usd_per_gb_month", d.uniform(0, 1)},
                            {"kept_checkpoints", d.uniform(0, 100)}});
  if (d.chance(0.3)) t.tokens = d.log_uniform(1, 1e14);
  return t;
}

template <class Check>
void for_random_accounts(Check&& check) {
  for (int i = 0; i < kCases && !::testing::Test::HasFailure(); ++i) {
    SCOPED_TRACE("seed " + std::to_string(i));
    Dice dice(static_cast<std::uint64_t>(i));
    const Plan plan = random_plan(dice);
    const Terms terms = random_terms(dice);
    check(plan, terms, account(plan, terms), dice);
  }
}

TEST(AccountLaws, CostIsTheSumOfItsLines) {
  for_random_accounts(
      [](const Plan&, const Terms&, const Account& a, Dice&) { EXPECT_EQ(a.cost, a.rent + a.storage); });
}

TEST(AccountLaws, EnergyIsPowerTimesTimeAndCarbonItsShare) {
  for_random_accounts([](const Plan& p, const Terms& t, const Account& a, Dice&) {
    EXPECT_DOUBLE_EQ(a.energy / joule, a.power * a.train_time / joule);
    EXPECT_DOUBLE_EQ(a.carbon / gram, a.energy * t.grid_carbon / gram);
    EXPECT_DOUBLE_EQ(a.power / watt, p.step_energy / p.time.total() * t.pue / watt);
    EXPECT_DOUBLE_EQ(a.electricity / usd, a.energy * t.electricity / usd);
  });
}

TEST(AccountLaws, GoodputIsAShareAndStretchesTime) {
  for_random_accounts([](const Plan& p, const Terms&, const Account& a, Dice&) {
    EXPECT_GT(a.goodput, 0);
    EXPECT_LE(a.goodput, 1);
    EXPECT_GE(a.train_time, a.steps * p.time.total() * (1 - kRounding));
  });
}

TEST(AccountLaws, LongerTimeBetweenFailuresNeverLowersGoodput) {
  for_random_accounts([](const Plan& p, Terms t, const Account& a, Dice& d) {
    t.chip_mtbf *= d.log_uniform(1.001, 1000);
    EXPECT_GE(account(p, t).goodput, a.goodput * (1 - kRounding));
  });
}

TEST(AccountLaws, QuickerRestartsAndCheckpointsNeverLowerGoodput) {
  for_random_accounts([](Plan p, Terms t, const Account& a, Dice& d) {
    t.restart /= d.log_uniform(1.001, 100);
    EXPECT_GE(account(p, t).goodput, a.goodput * (1 - kRounding));
    p.checkpoint_bandwidth *= d.log_uniform(1.001, 100);
    EXPECT_GE(account(p, t).goodput, a.goodput * (1 - kRounding));
  });
}

TEST(AccountLaws, NoCheckpointIntervalIsBetterThanYoungs) {
  for_random_accounts([](const Plan& p, const Terms& t, const Account& a, Dice& d) {
    const Time write = p.checkpoint / p.checkpoint_bandwidth;
    const Time step = p.time.total(), useful = max(a.steps * step, step);
    const Time other = min(max(a.checkpoint_interval * d.log_uniform(0.1, 10), step), useful);
    const double overhead = write / other + (other + write) / (2 * a.cluster_mtbf) + t.restart / a.cluster_mtbf;
    EXPECT_LE(t.useful_share / (1 + overhead), a.goodput * (1 + kRounding));
  });
}

TEST(AccountLaws, MorePueNeverTakesLessEnergy) {
  for_random_accounts([](const Plan& p, Terms t, const Account& a, Dice& d) {
    t.pue *= d.uniform(1, 2);
    EXPECT_GE(account(p, t).energy, a.energy);
  });
}

TEST(AccountLaws, ThePriceFactorScalesTheRentAndNothingElse) {
  for_random_accounts([](const Plan& p, Terms t, const Account& a, Dice&) {
    t.price_factor *= 2;
    const Account dear = account(p, t);
    EXPECT_DOUBLE_EQ(dear.rent / usd, 2 * a.rent / usd);
    EXPECT_EQ(dear.storage, a.storage);
    EXPECT_EQ(dear.train_time, a.train_time);
    EXPECT_EQ(dear.electricity, a.electricity);
  });
}

TEST(AccountLaws, MoreTokensTakeLonger) {
  for_random_accounts([](const Plan& p, Terms t, const Account& a, Dice& d) {
    t.tokens = a.tokens * d.log_uniform(1.01, 100);
    const Account more = account(p, t);
    EXPECT_GT(more.train_time, a.train_time);
    EXPECT_GE(more.cost, a.cost);
    EXPECT_GT(more.chip_time, a.chip_time);
  });
}

}  // namespace
}  // namespace trainsweep::engine
