#include "engine/money/deal.hpp"

#include <gtest/gtest.h>

namespace trainsweep::engine {
namespace {

// 100,000 chip-hours at 3 USD, and 20,000 USD of idle time.
constexpr Training kTraining{1, 1, 1 * hour, 1 * hour, 1, 100000 * hour};
constexpr Renting kRent{3 * usd_per_hour, 300e3 * usd};
constexpr Idling kIdle{20e3 * usd};
constexpr SpendTerms kNoTerms{Money{}, Money{}, Money{}, 1e15 * usd, 0, 0};
constexpr InvestmentTerms kNone{Money{}, 500e9 * usd, 0, 0, 0.5};

double paid(const SpendTerms& s, const InvestmentTerms& v = kNone) {
  return deal(s, v, kTraining, kRent, kIdle).paid / usd;
}

TEST(Deal, IsTheRentWhereNothingWasAgreed) {
  EXPECT_DOUBLE_EQ(paid(kNoTerms), 320e3);
  EXPECT_NEAR(deal(kNoTerms, kNone, kTraining, kRent, Idling{}).deal_chip_hour / usd_per_hour, 3, 1e-12);
}

TEST(Deal, DiscountsWhatLiesBeyondEachTier) {
  // 10 % from 100,000 to 250,000, 30 % beyond.
  EXPECT_DOUBLE_EQ(paid({Money{}, Money{}, 100e3 * usd, 250e3 * usd, 0.1, 0.3}), 320e3 - 15e3 - 21e3);
  EXPECT_DOUBLE_EQ(paid({Money{}, Money{}, 400e3 * usd, 1e15 * usd, 0.1, 0.3}), 320e3) << "not reached";
  EXPECT_DOUBLE_EQ(paid({Money{}, Money{}, 300e3 * usd, 200e3 * usd, 0.1, 0.3}), 320e3 - 6e3) << "second before first";
}

TEST(Deal, OwesTheCommitmentAndSpendsCreditsFirst) {
  SpendTerms s = kNoTerms;
  s.committed = 1e6 * usd;
  EXPECT_DOUBLE_EQ(paid(s), 1e6);
  s.credits = 0.9e6 * usd;
  EXPECT_DOUBLE_EQ(paid(s), 0.1e6);
  s.credits = 2e6 * usd;
  EXPECT_DOUBLE_EQ(paid(s), 0);
}

TEST(Deal, AnInvestmentMustBeSpentAndItsPremiumIsADiscount) {
  const InvestmentTerms half{1e6 * usd, 500e9 * usd, 0.5, 0.1, 0.5};
  EXPECT_DOUBLE_EQ(paid(kNoTerms, half), 500e3);
  EXPECT_NEAR(deal(kNoTerms, half, kTraining, kRent, kIdle).deal_chip_hour / usd_per_hour, 4, 1e-12)
      << "500,000 less 100,000 USD of premium for 100,000 chip-hours";
}

TEST(Circle, TheInvestorsOutlayIsLessItsMarginOnWhatComesBack) {
  // 10 billion at 500: all of it spent on the investor's chips, of which half is margin.
  const InvestmentTerms v{10e9 * usd, 500e9 * usd, 1, 0, 0.5};
  const Circle c = circle(v, deal(kNoTerms, v, kTraining, kRent, kIdle));
  EXPECT_DOUBLE_EQ(c.returned / usd, 10e9);
  EXPECT_DOUBLE_EQ(c.outlay / usd, 5e9);
  EXPECT_DOUBLE_EQ(c.equity, 0.02);
  EXPECT_DOUBLE_EQ(circle(v, {3e9 * usd, HourlyPrice{}}).outlay / usd, 8.5e9);
  EXPECT_DOUBLE_EQ(circle(v, {30e9 * usd, HourlyPrice{}}).returned / usd, 10e9) << "no more than was invested";
}

}  // namespace
}  // namespace trainsweep::engine
