#include "engine/money/earning.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace trainsweep::engine {
namespace {

constexpr WaitTerms kNow{Time{}, Time{}, 0};
constexpr SalesTerms kAllMarkets{1, 0};
constexpr RegulationTerms kNoRegulation{0, Time{}, 1, 1, 1};
constexpr ReturnTerms kReturn{1e6 * usd_per_year, Money{}, 0.1, 5 * year};
constexpr ServingTerms kRequests{1e6, 1000, 500, 256, 1, 1, 0.005 * usd};
constexpr ServingBill kServing{0.005 * usd, 5000 * usd_per_year};

Training trained(Time time) { return {1e9, 1, hour, time, 1, time}; }

// As an article of December 2025 has it: 120,000 USD of training, a million saved a year.
struct Case {
  WaitTerms wait = kNow;
  ReturnTerms income = kReturn;
  SalesTerms sales = kAllMarkets;
  RegulationTerms regulation = kNoRegulation;
  Time training = 30 * day;
  Money cost = 120e3 * usd;

  [[nodiscard]] Service earns() const {
    return service(wait, trained(training), income, sales, regulation, kRequests, kServing);
  }
  [[nodiscard]] Earning result() const { return earning(wait, income, earns(), {cost}); }
  [[nodiscard]] double irr() const { return internal_rate(earns(), trained(training), {cost}).irr; }
};

TEST(Earning, PaysBackAfterWeeksWhereAnArticleSaysYears) {
  // 120,000 / (1,000,000 - 5,000) years after a month of training; the article: 2.4 years.
  EXPECT_NEAR(Case{}.result().payback / year, 30 / 365.0 + 120 / 995.0, 1e-12);
  Case gpu;
  gpu.cost = 250e3 * usd;
  gpu.training = 60 * day;
  EXPECT_NEAR(gpu.result().payback / year, 60 / 365.0 + 250 / 995.0, 1e-12) << "the article: 5 years";
}

TEST(Earning, NeverPaysBackWhereServingCostsMoreThanItBrings) {
  Case c;
  c.income.yearly_return = 4000 * usd_per_year;
  EXPECT_EQ(c.result().payback, kNever);
  EXPECT_EQ(c.irr(), kLeastRate);
  EXPECT_LT(c.result().npv, -1 * c.cost);
}

TEST(Earning, DiscountsEachYearsReturns) {
  // Without a discount: 995,000 USD for 5 years less 30 days.
  Case c;
  c.income.discount_rate = 0;
  EXPECT_NEAR(c.result().npv / usd, 995e3 * (5 - 30 / 365.0) - 120e3, 1e-3);
  // At 10 % in steps of a day.
  double sum = -120e3;
  for (int d = 30; d < 1825; ++d) sum += 995e3 / 365 * std::pow(1.1, -(d + 0.5) / 365);
  EXPECT_NEAR(Case{}.result().npv / usd, sum, 1);
}

TEST(Earning, TheRateOfReturnMakesThePresentValueNothing) {
  for (const double cost : {3e5, 1e6, 3e6, 4.9e6, 6e6, 2e7, 1e9}) {
    for (const double delay : {1.0, 30.0, 365.0, 1000.0}) {
      Case c;
      c.cost = cost * usd;
      c.training = delay * day;
      const double irr = c.irr();
      if (irr >= kMostRate || irr <= kLeastRate) continue;
      // By its definition, at negative rates too.
      const double rate = std::log1p(irr), from = delay / 365, to = 5;
      const double income = std::abs(rate) < 1e-9 ? to - from : (std::exp(-rate * from) - std::exp(-rate * to)) / rate;
      EXPECT_NEAR(995e3 * income / cost, 1, 1e-6) << cost << " USD after " << delay << " days: " << irr;
    }
  }
}

TEST(Earning, TheRateOfReturnStaysWithinItsBounds) {
  Case c;
  c.cost = 1 * usd;
  EXPECT_EQ(c.irr(), kMostRate);
  c.cost = Money{};
  EXPECT_EQ(c.irr(), kMostRate);
  c.cost = 1e12 * usd;
  EXPECT_EQ(c.irr(), kLeastRate);
}

TEST(Earning, WhoTrainsPastTheHorizonEarnsNothing) {
  Case c;
  c.training = 6 * year;
  EXPECT_EQ(c.earns().duration, Time{});
  EXPECT_NEAR(c.result().npv / usd, -120e3, 1e-6);
  EXPECT_EQ(c.irr(), kLeastRate);
}

TEST(Service, EarnsWhereTheModelMayBeSold) {
  Case c;
  c.sales.sellable_share = 0.5;
  EXPECT_NEAR(c.earns().net / usd_per_year, 495e3, 1e-6);
  EXPECT_TRUE(is_sellable(c.sales));
  EXPECT_FALSE(is_sellable({0.5, 0.6}));
}

TEST(Service, ExpectsWhatARegulatorMayChange) {
  // Half of the service, with one chance in four, at 0.2 of the market.
  Case c;
  c.training = 1 * year;
  c.regulation = {0.25, 3 * year, 1, 1, 0.2};
  EXPECT_NEAR(c.earns().net / usd_per_year, 1e6 * (1 - 0.25 * 0.5 * 0.8) - 5000, 1e-6);
}

TEST(Service, WaitingShortensIt) {
  Case c;
  c.wait.wait = 1 * year;
  EXPECT_NEAR(c.earns().start / year, 1 + 30 / 365.0, 1e-12);
  EXPECT_LT(c.result().npv, Case{}.result().npv);
  EXPECT_GT(c.result().payback, Case{}.result().payback);
}

}  // namespace
}  // namespace trainsweep::engine
