#include "engine/elementary.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

namespace trainsweep::engine {
namespace {

constexpr int kSteps = 1'000'000;
constexpr double kUnits = 4 * std::numeric_limits<double>::epsilon();  // a few units in the last place

TEST(Exponential, AgreesWithTheStandardLibrary) {
  for (int i = 0; i <= kSteps; ++i) {
    const double x = -699 + 1398.0 * i / kSteps;
    ASSERT_NEAR(exponential(x) / std::exp(x), 1, kUnits) << x;
  }
  EXPECT_EQ(exponential(0), 1);
}

TEST(Exponential, StaysFiniteAtTheEnds) {
  EXPECT_EQ(exponential(1e300), exponential(700));
  EXPECT_EQ(exponential(-1e300), exponential(-700));
  EXPECT_TRUE(std::isfinite(exponential(700)) && exponential(-700) > 0);
  EXPECT_TRUE(std::isnan(exponential(std::nan(""))));
}

TEST(Logarithm, AgreesWithTheStandardLibrary) {
  for (int i = 0; i <= kSteps; ++i) {
    const double x = std::exp(-700 + 1400.0 * i / kSteps);
    ASSERT_NEAR(logarithm(x), std::log(x), kUnits * std::abs(std::log(x))) << x;
    const double near_one = 0.5 + 1.5 * i / kSteps;
    ASSERT_NEAR(logarithm(near_one), std::log(near_one), kUnits * std::max(std::abs(std::log(near_one)), 1e-6))
        << near_one;
  }
  EXPECT_EQ(logarithm(1), 0);
}

TEST(Power, AgreesWithTheStandardLibrary) {
  EXPECT_NEAR(power(0.724, 2.5), std::pow(0.724, 2.5), 1e-15);
  EXPECT_NEAR(power(1.1, -5), std::pow(1.1, -5), 1e-15);
  EXPECT_EQ(power(3, 0), 1);
}

TEST(MeanDecay, IsTheMeanOfTheExponentialDownToZero) {
  for (int i = 0; i <= kSteps; ++i) {
    const double x = std::exp(-20 + 25.0 * i / kSteps);
    ASSERT_NEAR(mean_decay(x) / (-std::expm1(-x) / x), 1, 1e-12) << x << ": where the series hands over";
    ASSERT_NEAR(mean_decay(-x) / (std::expm1(x) / x), 1, 1e-12) << -x;
  }
  EXPECT_EQ(mean_decay(0), 1);
}

TEST(PowerOfTwoFrom, IsTheLeastThatIsNotBelow) {
  EXPECT_EQ(power_of_two_from(1), 1);
  EXPECT_EQ(power_of_two_from(1.0001), 2);
  EXPECT_EQ(power_of_two_from(2), 2);
  EXPECT_EQ(power_of_two_from(5), 8);
  EXPECT_EQ(power_of_two_from(0.3), 0.5);
}

}  // namespace
}  // namespace trainsweep::engine
