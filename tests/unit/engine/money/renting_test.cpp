#include "engine/money/renting.hpp"

#include <gtest/gtest.h>

namespace trainsweep::engine {
namespace {

// 100 chips for 10 days at 3 USD an hour: 24,000 chip-hours.
Plan plan() {
  Plan p;
  p.chips = 100;
  p.checkpoint = 500 * gigabyte;
  return p;
}
constexpr Training kTraining{1e9, 1000, 1 * hour, 10 * day, 0.9, 100 * 10 * day};
constexpr Renting kRenting{3 * usd_per_hour, 72000 * usd};

double idle(const Commitment& c) { return idling(plan(), c, kTraining, holding(c, kTraining), kRenting).idle / usd; }

TEST(Renting, PaysEveryChipHourAtTheFactoredPrice) {
  const Renting r = renting({4 * usd_per_hour, 0.75}, {0.5}, kTraining);
  EXPECT_DOUBLE_EQ(r.chip_hour / usd_per_hour, 1.5);
  EXPECT_DOUBLE_EQ(r.rent / usd, 100 * 240 * 1.5);
}

TEST(Idling, NothingWhereNeitherIdleNorCommitted) { EXPECT_EQ(idle({365 * day, 0, 0}), 0) << "others use the rest"; }

TEST(Idling, TheShareOfIdleTimeIsOfAllThatIsPaid) {
  // A quarter of the time idle: of 13.33 days paid, 3.33.
  EXPECT_NEAR(idle({Time{}, 0, 0.25}), 72000 / 3.0, 1e-6);
}

TEST(Idling, AnUnusedCommitmentIsPaidToItsEnd) {
  EXPECT_NEAR(idle({365 * day, 1, 0}), 100 * 24 * 3 * 355.0, 1e-6);
  EXPECT_NEAR(idle({365 * day, 0.5, 0}), 100 * 24 * 3 * 355.0 / 2, 1e-6);
  EXPECT_EQ(idle({10 * day, 1, 0}), 0) << "used up";
  EXPECT_EQ(idle({5 * day, 1, 0}), 0) << "outlived";
}

TEST(Idling, IdleTimeBetweenRunsUsesTheCommitmentToo) {
  // Held for 20 days of 30 committed: 10 idle between runs, 10 left over.
  EXPECT_NEAR(idle({30 * day, 1, 0.5}), 100 * 24 * 3 * 20.0, 1e-6);
}

TEST(Storing, KeepsSomeAndAddsOthersDayByDay) {
  const Money price = 0.02 * usd;
  EXPECT_NEAR(storing(plan(), {price, 10, Frequency{}, Time{}}, kTraining).storage / usd, 500 * 0.02 * 10 / 3.0, 1e-9);
  // Two a day for ten days: ten on average meanwhile, and twenty for 90 days more.
  EXPECT_NEAR(storing(plan(), {price, 0, 2 * per_day, Time{}}, kTraining).storage / usd, 500 * 0.02 * 10 / 3.0, 1e-9);
  EXPECT_NEAR(storing(plan(), {price, 0, 2 * per_day, 90 * day}, kTraining).storage / usd,
              500 * 0.02 * (10 / 3.0 + 20 * 3), 1e-9);
}

TEST(Leaving, PaysEachGigabyteThatLeaves) {
  EXPECT_NEAR(leaving(plan(), {0.09 * usd, 3}).egress / usd, 3 * 500 * 0.09, 1e-9);
}

TEST(Bill, IsTheSumOfItsLines) {
  EXPECT_EQ(bill(kRenting, {5 * usd}, {7 * usd}, {11 * usd}).cost / usd, 72000 + 5 + 7 + 11);
}

}  // namespace
}  // namespace trainsweep::engine
