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
  p.model_flop_rate = d.uniform(50, 1000) * teraflop_per_second;
  p.serving = {2 * p.params * byte, d.log_uniform(1e3, 1e7) * byte, d.uniform(8, 300) * gigabyte,
               d.uniform(500, 10000) * gigabyte_per_second, d.uniform(100, 5000) * teraflop_per_second};
  return p;
}

// Owning, return, deals, leaving and regulation.
void roll_business(Terms& t, Dice& d) {
  t.chip_price = d.log_uniform(1e3, 1e5) * usd;
  t.network_share = d.uniform(0, 0.5);
  t.age = d.uniform(0, 5) * year;
  t.depreciation = d.uniform(0, 0.9);
  t.cost_of_capital = d.uniform(0, 0.3);
  t.wait = d.chance(0.5) ? Time{} : d.uniform(0, 5) * year;
  t.price_decline = d.uniform(0, 0.9);
  t.requests_per_year = d.log_uniform(1, 1e9);
  t.prompt_tokens = d.log_uniform(1, 1e6);
  t.answer_tokens = d.log_uniform(1, 1e5);
  if (d.chance(0.5)) t.request_price = d.log_uniform(1e-6, 1) * usd;
  t.yearly_return = d.log_uniform(1, 1e12) * usd_per_year;
  t.discount_rate = d.uniform(0, 0.5);
  t.horizon = d.log_uniform(0.1, 30) * year;
  t.sellable_share = d.uniform(0, 1);
  t.probability = d.uniform(0, 1);
  t.event = d.uniform(0, 36) * month;
  t.regulated_price_factor = d.uniform(0, 3);
  t.available_share = d.uniform(0.1, 1);
  t.sellable_factor = d.uniform(0, 1);
  t.first_tier = d.log_uniform(1, 1e9) * usd;
  t.second_tier = d.log_uniform(1, 1e9) * usd;
  t.first_discount = d.uniform(0, 0.5);
  t.second_discount = d.uniform(0, 1);
  t.credits = d.log_uniform(1, 1e6) * usd;
  if (d.chance(0.3)) t.committed = d.log_uniform(1, 1e9) * usd;
  if (d.chance(0.5)) t.invested = d.log_uniform(1e6, 1e11) * usd;
  t.spent_share = d.uniform(0, 1);
  t.exit = d.uniform(0, 60) * month;
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
  if (d.chance(0.3)) t.interruption = d.log_uniform(10, 1e6) * hour;
  if (d.chance(0.3)) t.idle_share = d.uniform(0, 0.9);
  if (d.chance(0.3)) t.commitment = d.uniform(0, 1100) * day;
  if (d.chance(0.5)) t.unused_commitment_share = d.uniform(0, 1);
  if (d.chance(0.3)) t.archived = d.log_uniform(0.01, 100) * per_day;
  if (d.chance(0.3)) t.archive = d.uniform(0, 1000) * day;
  if (d.chance(0.3)) t.egress_checkpoints = d.uniform(0, 100);
  roll_business(t, d);
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
  for_random_accounts([](const Plan&, const Terms&, const Account& a, Dice&) {
    EXPECT_EQ(a.cost, a.rent + a.idle + a.storage + a.egress);
  });
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

TEST(AccountLaws, ATimeGivenBuysTheTokensThatTakeSoLong) {
  for_random_accounts([](const Plan& p, Terms t, const Account& a, Dice&) {
    t.train_time = a.train_time;
    const Account given = account(p, t);
    EXPECT_EQ(given.train_time, a.train_time);
    // Where the run ends before the first checkpoint is due, the interval differs.
    if (a.train_time * a.goodput < a.checkpoint_interval * (1 + 1e-9)) return;
    EXPECT_NEAR(given.tokens / a.tokens, 1, 1e-9);
    EXPECT_NEAR(given.cost / a.cost, 1, 1e-9);
  });
}

TEST(AccountLaws, InterruptionsAndIdleTimeNeverPay) {
  for_random_accounts([](const Plan& p, Terms t, const Account& a, Dice& d) {
    t.idle_share = d.uniform(t.idle_share, 0.95);
    EXPECT_GE(account(p, t).cost, a.cost * (1 - kRounding));
    t.interruption = min(t.interruption, a.train_time) * d.uniform(0.1, 1);
    EXPECT_LE(account(p, t).goodput, a.goodput * (1 + kRounding));
  });
}

TEST(AccountLaws, AnUnusedCommitmentCostsNoMoreThanAllOfIt) {
  for_random_accounts([](const Plan& p, Terms t, const Account&, Dice&) {
    t.idle_share = 0;
    t.unused_commitment_share = 1;
    const Account a = account(p, t);
    EXPECT_NEAR((a.rent + a.idle) / (a.chip_hour * p.chips * max(t.commitment, a.train_time) + 1e-300 * usd), 1, 1e-9);
  });
}

TEST(AccountLaws, ThePriceFactorScalesTheRentAndNothingElse) {
  for_random_accounts([](const Plan& p, Terms t, const Account& a, Dice&) {
    t.price_factor *= 2;
    const Account dear = account(p, t);
    EXPECT_DOUBLE_EQ(dear.rent / usd, 2 * a.rent / usd);
    EXPECT_DOUBLE_EQ(dear.idle / usd, 2 * a.idle / usd);
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

template <std::size_t... I>
void expect_finite(const AccountFlow::Values& v, std::index_sequence<I...>) {
  const auto check = [](const auto& row, double value) {
    EXPECT_TRUE(std::isfinite(static_cast<float>(value))) << row.column.name;
  };
  (check(std::get<I>(kColumns), std::get<I>(kColumns).value(v)), ...);
}

TEST(AccountLaws, NoColumnIsMissing) {
  for_random_accounts([](const Plan& p, const Terms& t, const Account& a, Dice&) {
    expect_finite({p, t, a}, std::make_index_sequence<kColumnCount>{});
  });
}

TEST(AccountLaws, OwningIsTheSumOfItsLinesAndLosesNoMoreThanTheMachine) {
  for_random_accounts([](const Plan&, const Terms&, const Account& a, Dice&) {
    const Money sum = a.depreciation + a.capital + a.hosting + a.staff + a.electricity + a.storage;
    EXPECT_NEAR(sum / usd, a.own_cost / usd, kRounding * (a.own_cost / usd));
    EXPECT_LE(a.depreciation, a.value * (1 + kRounding));
    EXPECT_LE(a.value, a.bought * (1 + kRounding));
    EXPECT_GE(a.depreciation, Money{});
  });
}

TEST(AccountLaws, WaitingForLowerPricesNeverCostsMore) {
  for_random_accounts([](const Plan& p, Terms t, const Account& a, Dice& d) {
    t.wait += d.uniform(0, 3) * year;
    const Account later = account(p, t);
    EXPECT_LE(later.rent, a.rent * (1 + kRounding));
    EXPECT_LE(later.bought, a.bought * (1 + kRounding));
    EXPECT_GE(later.start, a.start);
    EXPECT_LE(later.duration, a.duration);
  });
}

TEST(AccountLaws, ThePresentValueIsPositiveWhereTheRateOfReturnBeatsTheDiscountRate) {
  for_random_accounts([](const Plan&, const Terms& t, const Account& a, Dice&) {
    if (a.irr <= kLeastRate || a.irr >= kMostRate || std::abs(a.irr / t.discount_rate - 1) < 1e-6) return;
    EXPECT_EQ(a.npv > Money{}, a.irr > t.discount_rate) << a.irr << " and " << t.discount_rate;
  });
}

TEST(AccountLaws, MoreReturnNeverPaysLater) {
  for_random_accounts([](const Plan& p, Terms t, const Account& a, Dice& d) {
    t.yearly_return *= 1 + d.log_uniform(1e-3, 10);
    const Account more = account(p, t);
    EXPECT_LE(more.payback, a.payback);
    EXPECT_GE(more.npv, a.npv);
    EXPECT_GE(more.irr, a.irr - 1e-9);
  });
}

TEST(AccountLaws, ADealTakesNoMoreThanRentAndCommitment) {
  for_random_accounts([](const Plan&, const Terms& t, const Account& a, Dice&) {
    EXPECT_LE(a.paid, max(a.rent + a.idle, max(t.committed, t.spent_share * t.invested)) * (1 + kRounding));
    EXPECT_GE(a.paid, Money{});
    EXPECT_LE(a.returned, t.invested);
    EXPECT_LE(a.outlay, t.invested);
  });
}

TEST(AccountLaws, LeavingLaterOwesNoMore) {
  for_random_accounts([](const Plan& p, Terms t, const Account& a, Dice& d) {
    t.exit += d.uniform(0, 24) * month;
    EXPECT_LE(account(p, t).exit_cost, a.exit_cost * (1 + kRounding));
    EXPECT_GE(a.price_cut, 0);
    EXPECT_LE(a.price_cut, 1);
  });
}

TEST(AccountLaws, WhatIsExpectedLiesBetweenTheScenarios) {
  for_random_accounts([](const Plan& p, Terms t, const Account& a, Dice&) {
    t.probability = 0;
    EXPECT_EQ(account(p, t).expected_cost, a.cost);
    EXPECT_EQ(account(p, t).expected_train_time, a.train_time);
    t.probability = 1;
    const Money certain = account(p, t).expected_cost;
    EXPECT_GE(a.expected_cost, min(certain, a.cost) * (1 - kRounding));
    EXPECT_LE(a.expected_cost, max(certain, a.cost) * (1 + kRounding));
  });
}

TEST(AccountLaws, LongerRequestsCostMoreAndLargerBatchesNoMore) {
  for_random_accounts([](const Plan& p, Terms t, const Account& a, Dice& d) {
    t.answer_tokens *= 1 + d.uniform(0, 1);
    EXPECT_GE(account(p, t).first_token, a.first_token * (a.server_chips / account(p, t).server_chips) * (1 - 1e-9));
    t.answer_tokens = d.log_uniform(1, 1e5);
    const Account before = account(p, t);
    t.most_batch *= 2;
    EXPECT_LE(account(p, t).request_time, before.request_time * (1 + kRounding));
  });
}

}  // namespace
}  // namespace trainsweep::engine
