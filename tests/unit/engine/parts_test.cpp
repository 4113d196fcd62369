#include "engine/parts.hpp"

#include <gtest/gtest.h>

namespace trainsweep::engine {
namespace {

// Two terms and three parts: a price and a speed make a time, a rent, and their sum.
struct Speed {
  double per_hour;
};
struct Fees {
  double hourly, once;
};
struct Hours {
  double hours, extra;
};
struct Rent {
  double rent;
};
struct Total {
  double total;
};
Hours hours(const Plan& p, const Speed& s) { return {p.chips / s.per_hour, 1}; }
Rent rent(const Hours& h, const Fees& f) { return {h.hours * f.hourly}; }
Total total(const Rent& r, const Fees& f) { return {r.rent + f.once}; }

using Toy = Flow<Joined<Speed, Fees>, hours, rent, total>;

constexpr PartSet kSpeed = 1, kFees = 2, kHours = 4, kRent = 8, kTotal = 16;

TEST(Parts, AFormulaReachesWhatItReadsDirectlyOrNot) {
  constexpr auto of_plan = [](const Plan& p) { return p.chips; };
  constexpr auto of_hours = [](const Plan&, const Hours& h) { return h.hours; };
  constexpr auto of_all = [](const Total& t) { return t.total; };
  EXPECT_EQ(Formula<decltype(of_plan)>::reach<Toy>(), PartSet{0});
  EXPECT_EQ(Formula<decltype(of_hours)>::reach<Toy>(), kHours | kSpeed);
  EXPECT_EQ(Formula<decltype(of_all)>::reach<Toy>(), kTotal | kRent | kHours | kFees | kSpeed);
  const std::array<PartSet, 5> expected{kSpeed, kFees, kHours | kSpeed, kRent | kHours | kFees | kSpeed,
                                        kTotal | kRent | kHours | kFees | kSpeed};
  EXPECT_EQ(Toy::reaches(), expected);
}

TEST(Parts, DoublesStandInARowTermsFirst) {
  EXPECT_EQ(Toy::place<Fees>(), 1u);
  EXPECT_EQ(Toy::place<Total>(), 4u);
  EXPECT_EQ(Toy::offset(0), 0u);
  EXPECT_EQ(Toy::offset(Toy::place<Fees>()), 1u);
  EXPECT_EQ(Toy::offset(Toy::place<Rent>()), 5u);
  EXPECT_EQ(Toy::offset(Toy::kPlaces), 7u);
  EXPECT_EQ(Toy::place_of(0), 0u);
  EXPECT_EQ(Toy::place_of(1), 1u);
  EXPECT_EQ(Toy::place_of(2), 1u);
  EXPECT_EQ(Toy::place_of(3), 2u);
}

TEST(Parts, EachPartIsMadeFromThoseBeforeIt) {
  Plan plan;
  plan.chips = 60;
  const Toy::Terms terms{{20}, {7, 5}};
  Toy::Account account{};
  const Toy::Values known{plan, terms, account};
  std::size_t expected_place = Toy::kTerms;
  Toy::for_each_part([&]<auto make>(std::size_t place) {
    EXPECT_EQ(place, expected_place++);
    using Maker = Formula<decltype(make)>;
    static_cast<typename Maker::Result&>(account) = Maker::call(make, known);
  });
  EXPECT_EQ(account.hours, 3);
  EXPECT_EQ(account.rent, 21);
  EXPECT_EQ(account.total, 26);
}

TEST(Parts, MembersAreTheNumbersInOrder) {
  EXPECT_EQ(members<2>(Fees{7, 5}), (std::array{7.0, 5.0}));
  EXPECT_EQ(members<1>(Rent{21}), (std::array{21.0}));
}

}  // namespace
}  // namespace trainsweep::engine
