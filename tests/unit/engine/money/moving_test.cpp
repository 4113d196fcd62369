#include "engine/money/moving.hpp"

#include <gtest/gtest.h>

namespace trainsweep::engine {
namespace {

// 100 chips at 2 USD an hour: 1.752 million USD a year.
Plan plan() {
  Plan p;
  p.chips = 100;
  p.checkpoint = 1000 * gigabyte;
  return p;
}
constexpr WaitTerms kNow{Time{}, Time{}, 0};
constexpr ReturnTerms kReturn{HourlyPrice{}, Money{}, 0.1, 2 * year};
constexpr Renting kRent{2 * usd_per_hour, Money{}};
constexpr Bill kCost{1e6 * usd};
constexpr EgressTerms kEgress{0.09 * usd, 0};

Moving leave(const MovingTerms& m, Time commitment) {
  return moving(plan(), m, kEgress, {commitment, 0, 0}, kNow, kReturn, kRent, kCost);
}

TEST(Moving, PaysEngineersRequalificationAndData) {
  const Moving m = leave({12, 20e3 * usd, 0.1, 9000, Time{}}, Time{});
  EXPECT_NEAR(m.migration / usd, 240e3 + 100e3 + 10000 * 0.09, 1e-6);
  EXPECT_EQ(m.exit_cost, m.migration) << "nothing is committed";
}

TEST(Moving, OwesTheCommitmentThatIsLeft) {
  EXPECT_NEAR(leave({0, Money{}, 0, -1000, 6 * month}, 12 * month).exit_cost / usd, 100 * 2 * 24 * 180.0, 1e-6);
  EXPECT_NEAR(leave({0, Money{}, 0, -1000, 13 * month}, 12 * month).exit_cost / usd, 0, 1e-6);
}

TEST(Moving, BreaksEvenOnTheRentUpToTheHorizon) {
  // 3.504 million USD of rent in two years.
  EXPECT_NEAR(leave({10, 35040 * usd, 0, -1000, Time{}}, Time{}).price_cut, 0.1, 1e-9);
  EXPECT_EQ(leave({1000, 35040 * usd, 0, 0, Time{}}, Time{}).price_cut, 1) << "more than all of it";
  EXPECT_EQ(leave({10, 35040 * usd, 0, 0, 3 * year}, Time{}).price_cut, 1) << "too late";
}

TEST(Expectation, WeighsWhatChangesAfterTheEvent) {
  // A run of 100 days; from day 60 on, with one chance in two, prices rise by half and a
  // fifth of the chips is gone.
  const Training t{1, 1, 1 * hour, 100 * day, 1, 100 * day};
  const RegulationTerms r{0.5, 2 * month, 1.5, 0.8, 1};
  const Expectation e = expectation(r, t, {HourlyPrice{}, 1e6 * usd}, {1.1e6 * usd});
  EXPECT_NEAR(e.expected_cost / usd, 1.1e6 + 0.5 * 0.4 * 0.5 * 1e6, 1e-6);
  EXPECT_NEAR(e.expected_train_time / day, 100 + 0.5 * 40 * 0.25, 1e-9);
  const Expectation later = expectation({0.5, 4 * month, 1.5, 0.8, 1}, t, {HourlyPrice{}, 1e6 * usd}, {1.1e6 * usd});
  EXPECT_NEAR(later.expected_cost / usd, 1.1e6, 1e-6) << "after the run";
}

TEST(Decline, FallsWithEachYearOfWaiting) {
  EXPECT_EQ(decline({5 * year, Time{}, 0}).price_share, 1);
  EXPECT_NEAR(decline({2 * year, Time{}, 0.28}).price_share, 0.72 * 0.72, 1e-12);
  EXPECT_TRUE(is_available({1 * year, 1 * year, 0}));
  EXPECT_FALSE(is_available({0.5 * year, 1 * year, 0}));
}

}  // namespace
}  // namespace trainsweep::engine
