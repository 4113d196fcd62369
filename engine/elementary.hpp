// Elementary functions as straight-line arithmetic: the compiler runs many of them at
// once, and every machine and every width gives the same bits, which those of the
// standard library do not promise. Accurate to a few units in the last place (tested
// against the standard library).
#pragma once

#include <bit>
#include <cstdint>

namespace trainsweep::engine {

// a + b x + c x^2 + ...
template <class... More>
constexpr double polynomial(double x, double a, More... more) {
  if constexpr (sizeof...(more) == 0) {
    return a;
  } else {
    return a + x * polynomial(x, more...);
  }
}

// ln 2 in two parts: whole multiples of the first are exact.
inline constexpr double kLog2High = 0x1.62e42fefa3800p-1, kLog2Low = 0x1.ef35793c76730p-45;

// e to the x. Below -700 and above 700 as at those ends: 1e-304 and 1e304.
inline double exponential(double x) {
  x = x < -700 ? -700 : x > 700 ? 700 : x;
  // x = k ln 2 + r with |r| <= ln 2 / 2. Adding 1.5 x 2^52 rounds to a whole number, and
  // leaves it in the low bits.
  constexpr double kRound = 0x1.8p52;
  const double shifted = x * 1.4426950408889634 + kRound;
  const double k = shifted - kRound;
  const double r = (x - k * kLog2High) - k * kLog2Low;
  // The series of e^r to r^13: the next term is under 1e-17.
  const double series =
      polynomial(r, 1.0, 1.0, 1.0 / 2, 1.0 / 6, 1.0 / 24, 1.0 / 120, 1.0 / 720, 1.0 / 5040, 1.0 / 40320, 1.0 / 362880,
                 1.0 / 3628800, 1.0 / 39916800, 1.0 / 479001600, 1.0 / 6227020800);
  return series * std::bit_cast<double>((std::bit_cast<std::uint64_t>(shifted) + 1023) << 52);
}

// Natural logarithm. Requires a normal x > 0.
inline double logarithm(double x) {
  // x = m 2^e with m from 0.707 to 1.414.
  const auto bits = std::bit_cast<std::uint64_t>(x);
  const double mantissa = std::bit_cast<double>((bits & 0x000fffffffffffff) | 0x3ff0000000000000);
  const double exponent = std::bit_cast<double>((bits >> 52) | 0x4330000000000000) - 0x1p52 - 1023;
  const bool high = mantissa > 1.4142135623730951;
  const double m = high ? 0.5 * mantissa : mantissa;
  const double e = high ? exponent + 1 : exponent;
  // ln m = 2 artanh f, f = (m - 1) / (m + 1), |f| < 0.172: the series to f^21.
  const double f = (m - 1) / (m + 1), f2 = f * f;
  const double series =
      polynomial(f2, 1.0 / 3, 1.0 / 5, 1.0 / 7, 1.0 / 9, 1.0 / 11, 1.0 / 13, 1.0 / 15, 1.0 / 17, 1.0 / 19, 1.0 / 21);
  return e * kLog2High + (2 * f + (2 * f * (f2 * series) + e * kLog2Low));
}

// Requires a normal base > 0.
inline double power(double base, double exponent) { return exponential(exponent * logarithm(base)); }

// (1 - e^-x) / x: the mean of e^-t for t from 0 to x; 1 at 0.
inline double mean_decay(double x) {
  const bool small = (x < 0 ? -x : x) < 1e-3;
  const double series = 1 - x / 2 + x * x / 6 - x * x * x / 24;
  return small ? series : (1 - exponential(-x)) / (small ? 1 : x);
}

// The least power of two that is not below x. Requires a normal x > 0.
inline double power_of_two_from(double x) {
  const auto bits = std::bit_cast<std::uint64_t>(x);
  const double below = std::bit_cast<double>(bits & 0xfff0000000000000);
  return below < x ? 2 * below : below;
}

}  // namespace trainsweep::engine
