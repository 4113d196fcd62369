#include "engine/quantity.hpp"

#include <gtest/gtest.h>

#include <type_traits>

namespace trainsweep::engine {
namespace {

template <class A, class B>
concept Added = requires(A a, B b) {
  a + b;
};
template <class A, class B>
concept Subtracted = requires(A a, B b) {
  a - b;
};
template <class A, class B>
concept Compared = requires(A a, B b) {
  a < b;
};
template <class A, class B>
concept Assigned = requires(A a, B b) {
  a = b;
};
template <class A, class B>
concept Accumulated = requires(A a, B b) {
  a += b;
};

TEST(Quantity, AddingUnlikeThingsDoesNotCompile) {
  static_assert(Added<Time, Time> && Subtracted<Money, Money> && Accumulated<Energy, Energy>);
  static_assert(!Added<Time, Bytes> && !Added<Energy, Power> && !Added<Money, HourlyPrice>);
  static_assert(!Subtracted<Flops, FlopRate> && !Accumulated<Money, Carbon>);
}

TEST(Quantity, APlainNumberIsNoQuantity) {
  static_assert(!Added<Time, double> && !Added<double, Time> && !Accumulated<Bytes, double>);
  static_assert(!Assigned<Time, double> && !Assigned<double, Time>);
  static_assert(!std::is_convertible_v<double, Time> && !std::is_convertible_v<Time, double>);
}

TEST(Quantity, OnlyLikeThingsCompare) {
  static_assert(Compared<Time, Time> && !Compared<Time, Bytes> && !Compared<Time, double>);
  EXPECT_LT(2 * second, 1 * minute);
  EXPECT_EQ(3600 * second, hour);
}

TEST(Quantity, ProductsAndRatiosHaveTheirOwnDimension) {
  static_assert(std::is_same_v<decltype(Flops{} / FlopRate{}), Time>);
  static_assert(std::is_same_v<decltype(Power{} * Time{}), Energy>);
  static_assert(std::is_same_v<decltype(HourlyPrice{} * Time{}), Money>);
  static_assert(std::is_same_v<decltype(CarbonIntensity{} * Energy{}), Carbon>);
  static_assert(std::is_same_v<decltype(Bytes{} * (1 / Bandwidth{})), Time>);
  EXPECT_EQ(6e12 * flop / (2 * teraflop_per_second), 3 * second);
}

TEST(Quantity, EqualDimensionsDivideToANumber) {
  static_assert(std::is_same_v<decltype(Time{} / Time{1}), double>);
  static_assert(std::is_same_v<decltype((1 / Time{1}) * Time{}), double>);
  EXPECT_EQ(90 * minute / hour, 1.5);
}

TEST(Quantity, UnitsAgreeWithEachOther) {
  EXPECT_EQ(day / hour, 24);
  EXPECT_EQ(hour / minute, 60);
  EXPECT_EQ(gibibyte / byte, 1024.0 * 1024 * 1024);
  EXPECT_EQ(tonne / kilogram, 1000);
  EXPECT_DOUBLE_EQ(1000 * watt * hour / kilowatt_hour, 1);
  EXPECT_DOUBLE_EQ(megawatt * hour / megawatt_hour, 1);
  EXPECT_DOUBLE_EQ(usd_per_hour * hour / usd, 1);
  EXPECT_DOUBLE_EQ(usd_per_kilowatt_hour * kilowatt_hour / usd, 1);
  EXPECT_DOUBLE_EQ(gram_per_kilowatt_hour * kilowatt_hour / gram, 1);
  EXPECT_DOUBLE_EQ(teraflop_per_second * second / teraflop, 1);
  EXPECT_DOUBLE_EQ(gigabyte_per_second * second / gigabyte, 1);
}

TEST(Quantity, MaxAndMinTakeEitherSide) {
  EXPECT_EQ(max(1 * second, 2 * second), 2 * second);
  EXPECT_EQ(max(2 * second, 1 * second), 2 * second);
  EXPECT_EQ(min(1 * byte, 2 * byte), 1 * byte);
  EXPECT_EQ(min(2 * byte, 1 * byte), 1 * byte);
}

TEST(Quantity, IsAsWideAsADouble) { static_assert(sizeof(Time) == sizeof(double)); }

}  // namespace
}  // namespace trainsweep::engine
