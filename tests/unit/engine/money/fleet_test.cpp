#include "engine/money/fleet.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "engine/account.hpp"
#include "tests/property/random_jobs.hpp"

namespace trainsweep::engine {
namespace {

using testing::Dice;

constexpr SpendTerms kNoDeal{Money{}, Money{}, Money{}, 1e15 * usd, 0, 0};
constexpr FleetTerms kTenRuns{10, 1, 0, Time{kNotSet}, 1};

// A run of so many USD and chip-hours.
Member member_of(double cost, double chip_hours = 1, double entry = 0) {
  return {{cost * usd, Money{}, entry * usd, chip_hours * hour, 1}, kNoDeal, Time{kNotSet}, 1};
}
constexpr Member kNobody{};

double cost(const Fleet& f) { return f.paid_in_all() / usd; }

TEST(Fleet, GoesWhereItIsCheapestOnceMovingPays) {
  const Fleet stays = best_split(kTenRuns, member_of(3e6), member_of(2e6, 1, 11e6), kNobody);
  EXPECT_EQ(stays.own_share, 1);
  EXPECT_EQ(cost(stays), 30e6);
  const Fleet moves = best_split(kTenRuns, member_of(3e6), member_of(2e6, 1, 1e6), kNobody);
  EXPECT_EQ(moves.second_share, 1);
  EXPECT_EQ(cost(moves), 21e6);
}

TEST(Fleet, LeavesNoVendorMoreThanTheLargestShare) {
  FleetTerms f = kTenRuns;
  f.largest_share = 0.5;
  const Fleet half = best_split(f, member_of(3e6), member_of(2e6, 1, 1e6), kNobody);
  EXPECT_EQ(half.own_share, 0.5);
  EXPECT_EQ(cost(half), 26e6);
  const Fleet three = best_split(f, member_of(3e6), member_of(2e6), member_of(1e6));
  EXPECT_EQ(three.own_share, 0);
  EXPECT_EQ(three.second_share, 0.5);
  EXPECT_EQ(cost(three), 15e6);
  f.largest_share = 0.3;
  EXPECT_EQ(best_split(f, member_of(3e6), member_of(2e6), member_of(1e6)).possible, 0);
}

TEST(Fleet, StaysWithinCapacities) {
  Member cheap = member_of(2e6, 1000);
  cheap.capacity = 2600 * hour;  // of 10,000: five twentieths, and a part that is no slice
  const Fleet f = best_split(kTenRuns, member_of(3e6), cheap, kNobody);
  EXPECT_EQ(f.second_share, 0.25);
  EXPECT_EQ(cost(f), 0.75 * 30e6 + 0.25 * 20e6);
  cheap.capacity = 2500 * hour;
  EXPECT_EQ(best_split(kTenRuns, member_of(3e6), cheap, kNobody).second_share, 0.25) << "a limit may be reached";
  Member own = member_of(1);
  own.capacity = 4 * hour;
  EXPECT_EQ(best_split(kTenRuns, own, member_of(2), kNobody).own_share, 0.4);
}

TEST(Fleet, OwesItsOwnCommitmentButSignsNoOther) {
  Member bound = member_of(3e6);
  bound.spend.committed = 15e6 * usd;
  const Fleet f = best_split(kTenRuns, bound, member_of(2e6), kNobody);
  EXPECT_EQ(f.own_share, 0.5) << "what is owed is used";
  EXPECT_EQ(cost(f), 25e6);
  Member other = member_of(2.9e6);
  other.spend.committed = 40e6 * usd;
  EXPECT_EQ(cost(best_split(kTenRuns, member_of(3e6), other, kNobody)), 30e6);
}

TEST(Fleet, UsesDiscountTiers) {
  Member tiered = member_of(3e6);
  tiered.spend.first_tier = 10e6 * usd;
  tiered.spend.first_discount = 0.5;  // 10 and half of 20 million
  EXPECT_EQ(cost(best_split(kTenRuns, tiered, member_of(2.5e6), kNobody)), 20e6);
}

TEST(Fleet, ReachesTheLeastAvailability) {
  Member flaky = member_of(2e6);
  flaky.availability = 0.9;
  FleetTerms f = kTenRuns;
  f.least_availability = 0.98;
  EXPECT_EQ(best_split(f, member_of(3e6), flaky, kNobody).second_share, 0.2);
  Member own = member_of(3e6);
  own.availability = 0.5;
  EXPECT_EQ(best_split(f, own, flaky, kNobody).possible, 0);
}

TEST(Fleet, OfEqualSplitsLeavesMostWithItsOwn) {
  const Fleet f = best_split(kTenRuns, member_of(2e6), member_of(2e6), member_of(2e6));
  EXPECT_EQ(f.own_share, 1);
  FleetTerms half = kTenRuns;
  half.largest_share = 0.5;
  EXPECT_EQ(best_split(half, member_of(3e6), member_of(2e6), member_of(2e6)).second_share, 0.5);
}

Member random_member(Dice& d, double runs) {
  Member m = member_of(d.log_uniform(1e4, 1e6), d.log_uniform(1e3, 1e5), d.chance(0.5) ? d.log_uniform(1e3, 1e6) : 0);
  m.run.beside = d.uniform(0, 1e4) * usd;
  const Money year = runs * m.run.spending;
  m.spend = {d.chance(0.4) ? d.uniform(0, 1) * year : Money{},
             d.chance(0.2) ? d.uniform(0, 0.3) * year : Money{},
             d.uniform(0, 1) * year,
             d.uniform(0, 1.5) * year,
             d.uniform(0, 0.5),
             d.uniform(0, 0.7)};
  if (d.chance(0.5)) m.capacity = d.uniform(0, 1.5) * runs * m.run.effort;
  m.availability = d.uniform(0.8, 1);
  m.run.usable = d.chance(0.9) ? 1 : 0;
  return m;
}

// What the header says a member is paid for n twentieths, worked out anew.
double paid(const Member& m, double runs, int n, bool is_bound) {
  if (n == 0 && !is_bound) return 0;
  const double u = n / 20.0, gross = u * runs * (m.run.spending / usd);
  const double first = m.spend.first_tier / usd, later = std::fmax(first, m.spend.second_tier / usd);
  double bill = std::fmin(gross, first);
  if (gross > first) bill += (1 - m.spend.first_discount) * (std::fmin(gross, later) - first);
  if (gross > later) bill += (1 - m.spend.second_discount) * (gross - later);
  const double due = std::fmax(bill, m.spend.committed / usd);
  return std::fmax(due - m.spend.credits / usd, 0) + u * runs * (m.run.beside / usd) + m.run.entry / usd;
}
bool allows(const Member& m, const FleetTerms& f, int n) {
  const double u = n / 20.0;
  const bool fits = !(u * f.runs * m.run.effort > m.capacity * (1 + 1e-12));
  return n == 0 || (m.run.usable != 0 && fits && u <= f.largest_share + 1e-12);
}

// Every triple of slices, in any order.
double least_of_all(const FleetTerms& f, const Member& a, const Member& b, const Member& c) {
  double least = kUnbounded;
  for (int k = 0; k <= 20; ++k) {
    for (int i = 0; i + k <= 20; ++i) {
      const int j = 20 - i - k;
      const double available = (i * a.availability + j * b.availability + k * c.availability) / 20;
      if (!allows(a, f, i) || !allows(b, f, j) || !allows(c, f, k) || available < f.least_availability) continue;
      least = std::fmin(least, paid(a, f.runs, i, true) + paid(b, f.runs, j, false) + paid(c, f.runs, k, false));
    }
  }
  return least;
}

TEST(Fleet, IsTheCheapestOfAllSplits) {
  int possible = 0, split = 0;
  for (int seed = 0; seed < 5000 && !HasFailure(); ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    Dice d(static_cast<std::uint64_t>(seed));
    FleetTerms f{d.log_uniform(0.1, 50), d.chance(0.5) ? d.uniform(0.2, 1) : 1,
                 d.chance(0.4) ? d.uniform(0.8, 0.97) : 0, Time{kNotSet}, 1};
    Member a = random_member(d, f.runs), b = random_member(d, f.runs), c = random_member(d, f.runs);
    a.run.entry = Money{};
    const double least = least_of_all(f, a, b, c);
    const Fleet found = best_split(f, a, b, c);
    ASSERT_EQ(found.possible != 0, least < kUnbounded);
    if (found.possible == 0) continue;
    EXPECT_NEAR(cost(found) / least, 1, 1e-12);
    EXPECT_NEAR(found.own_share + found.second_share + found.third_share, 1, 1e-12);
    ++possible;
    split += found.own_share > 0 && found.own_share < 1 ? 1 : 0;
  }
  EXPECT_GT(possible, 1000);
  EXPECT_GT(split, 500) << "most splits must not be trivial";
}

// A tighter limit never makes it cheaper, a dearer member neither.
TEST(Fleet, LimitsAndPricesOnlyAdd) {
  for (int seed = 0; seed < 2000 && !HasFailure(); ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    Dice d(static_cast<std::uint64_t>(seed));
    const FleetTerms f{10, d.uniform(0.5, 1), d.uniform(0, 0.85), Time{kNotSet}, 1};
    const Member a = random_member(d, f.runs), b = random_member(d, f.runs), c = random_member(d, f.runs);
    const Fleet base = best_split(f, a, b, c);
    if (base.possible == 0) continue;
    const auto is_no_cheaper = [&](const Fleet& other) {
      return other.possible == 0 || cost(other) >= cost(base) * (1 - 1e-12);
    };
    FleetTerms tight = f;
    tight.largest_share *= 0.8;
    EXPECT_TRUE(is_no_cheaper(best_split(tight, a, b, c)));
    Member less = b, dear = b;
    const Time some = 0.3 * f.runs * b.run.effort;
    less.capacity = b.capacity < some ? b.capacity : some;
    EXPECT_TRUE(is_no_cheaper(best_split(f, a, less, c)));
    dear.run.beside += 1e4 * usd;
    EXPECT_TRUE(is_no_cheaper(best_split(f, a, dear, c)));
    EXPECT_TRUE(is_no_cheaper(best_split(f, a, b, Member{}))) << "another vendor can only help";
  }
}

TEST(Fleet, AloneItIsTheYearUnderTheDeal) {
  SearchCount count;
  const Plan p = best_plan(testing::job(testing::llama3_8b(), 64), count);
  const Terms t = testing::terms({{"price_usd_per_chip_hour", 2},
                                  {"runs_per_year", 5},
                                  {"first_tier_usd", 1000},
                                  {"first_tier_discount", 0.25},
                                  {"capacity_chip_hours", 1}});
  const Account a = account(p, t);
  EXPECT_NEAR(a.own_paid / usd, 0.75 * (5 * (a.rent / usd) - 1000) + 1000 + 5 * (a.storage / usd), 1e-6);
  EXPECT_EQ(a.own_share, 1) << "limits are for those who can go elsewhere";
}

}  // namespace
}  // namespace trainsweep::engine
