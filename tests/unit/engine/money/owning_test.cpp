#include "engine/money/owning.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "tests/support/engine_records.hpp"

namespace trainsweep::engine {
namespace {

// 100 chips of 20,000 USD that draw 100 kW, held for 73 days: a fifth of a year.
Plan plan() {
  Plan p;
  p.chips = 100;
  p.time.parts.matmul = 1 * second;
  p.step_energy = 1e5 * joule;
  return p;
}
constexpr Holding kHeld{73 * day};
constexpr PurchaseTerms kPrice{20000 * usd, 1, 0, 0, Time{}};
constexpr OwnershipTerms kTerms{0.2756, 0.1, 184 * usd_per_kilowatt_month, 250 * usd_per_year};

TEST(Purchase, IsThePriceWithServerNetworkAndInstallation) {
  EXPECT_DOUBLE_EQ(purchase(plan(), kPrice, kTerms, {1}).bought / usd, 2e6);
  EXPECT_NEAR(purchase(plan(), {20000 * usd, 1.64, 0.19, 0.1, Time{}}, kTerms, {1}).bought / usd,
              2e6 * 1.64 * 1.1 / 0.81, 1e-6);
  EXPECT_NEAR(purchase(plan(), kPrice, kTerms, {0.72}).bought / usd, 2e6 * 0.72, 1e-6) << "who waits pays less";
}

TEST(Purchase, LosesItsValueYearByYear) {
  const Purchase b = purchase(plan(), {20000 * usd, 1, 0, 0, 2 * year}, kTerms, {1});
  EXPECT_NEAR(b.value / b.bought, (1 - 0.2756) * (1 - 0.2756), 1e-12);
}

TEST(Owning, TakesTheLossOfValueWhileTheMachineIsHeld) {
  const Purchase b = purchase(plan(), kPrice, kTerms, {1});
  const Owning o = owning(plan(), kTerms, b, kHeld);
  EXPECT_NEAR(o.depreciation / usd, 2e6 * (1 - std::pow(1 - 0.2756, 0.2)), 1e-6);
  // Interest on a value that falls from 2,000,000 to 1,875,141 USD: on 1,937,000 or so.
  EXPECT_NEAR(o.capital / usd, 0.1 * 0.2 * 1.9368e6, 20);
  EXPECT_NEAR(o.hosting / usd, 100 * 184 * 73 / 30.0, 1e-6);
  EXPECT_NEAR(o.staff / usd, 100 * 250 * 0.2, 1e-9);
}

TEST(Owning, CostsNothingWhereNothingIsLost) {
  const OwnershipTerms free{0, 0, EnergyPrice{}, HourlyPrice{}};
  const Owning o = owning(plan(), free, purchase(plan(), kPrice, free, {1}), kHeld);
  EXPECT_EQ((o.depreciation + o.capital + o.hosting + o.staff) / usd, 0);
}

// The three methods of Cottier et al. 2024 (arXiv:2405.21015), as their code and data have
// them: github.com/epoch-research/training-cost-trends, commit 263c40a, model_costs.csv, in
// USD of December 2024. Inputs from its data and its cost_analysis_standalone.py.
struct Published {
  double chips, hours;                   // of the amortized method
  double rented_hours;                   // of the cloud method
  double chip_hour, chip_price, server;  // USD, USD, factor
  double age_days;                       // from purchase to the start of training
  double watts, load, pue, electricity;  // of a chip with its server; mean to peak; USD/kWh
  double price_index;                    // of data-processing services, against December 2024
  double cloud, acquisition, amortized;  // published, USD
};
// V100: 250 W times the mean of two servers' 2.08 and 1.25. From June 2018 to October 2019.
constexpr Published kGpt3{10000, 355.2,  355.2,           1.16,    18625,     1,      463, 250 * 5 / 3.0, 0.75,
                          1.25,  0.0667, 119.349 / 113.4, 4336473, 242000906, 2198105};
// 6,144 TPU v4 for 1,200 hours and 3,072 for 336; the cloud method takes 1,536 hours of 6,144.
constexpr Published kPalm{6144,     1368,       1536,   1.45, 5167,   1.64,
                          195,      170 * 1.56, 0.43,   1.1,  0.0832, 119.349 / 117.091,
                          13947799, 65515456,   2864192};
constexpr Published kLlama{16384,     2142,        2142,    4.86, 44489.88, 1,
                           432,       10200 / 8.0, 0.75,    1.1,  0.0771,   119.349 / 119.863,
                           169828008, 896044949,   51040524};

Account account_of(const Published& p, double hours) {
  Plan plan;
  plan.chips = p.chips;
  plan.time.parts.matmul = 1 * second;
  plan.tokens_per_step = plan.params = plan.active_params = 1;
  plan.step_energy = p.chips * p.watts * p.load * joule;
  plan.checkpoint_bandwidth = 1 * gigabyte_per_second;
  return account(plan, testing::terms({{"train_days", hours / 24},
                                       {"price_usd_per_chip_hour", p.chip_hour},
                                       {"chip_price_usd", p.chip_price},
                                       {"server_factor", p.server},
                                       {"network_share", 0.19},
                                       {"chip_age_years", p.age_days / 365.25},
                                       {"depreciation_per_year", 1 - std::pow(10, -0.14)},
                                       {"cost_of_capital_per_year", 0},
                                       {"hosting_usd_per_kw_month", 0},
                                       {"staff_usd_per_chip_year", 0},
                                       {"pue", p.pue},
                                       {"electricity_usd_per_kwh", p.electricity}}));
}

void expect_published(const Published& p) {
  EXPECT_NEAR(account_of(p, p.rented_hours).cost / usd * p.price_index / p.cloud, 1, 0.001) << "rented";
  const Account a = account_of(p, p.hours);
  EXPECT_NEAR(a.bought / usd * p.price_index / p.acquisition, 1, 0.001) << "bought";
  // They take the loss of value as linear in time: up to 4 % more than we.
  EXPECT_NEAR(a.own_cost / usd * p.price_index / p.amortized, 1, 0.04) << "amortized";
  const double linear = -std::log(1 - 0.2756) * (a.value / usd) * p.hours / 8766;
  EXPECT_NEAR((linear + a.electricity / usd) * p.price_index / p.amortized, 1, 0.003) << "amortized, linear";
}

TEST(PublishedCosts, OfGpt3AreMetByAllThreeMethods) { expect_published(kGpt3); }
TEST(PublishedCosts, OfPalmAreMetByAllThreeMethods) { expect_published(kPalm); }
TEST(PublishedCosts, OfLlama405bAreMetByAllThreeMethods) { expect_published(kLlama); }

}  // namespace
}  // namespace trainsweep::engine
