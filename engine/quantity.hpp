// Quantity: a double that knows its dimension, so that adding unlike things does
// not compile. Values are held in base units: seconds, bytes, floating-point
// operations, joules, US dollars and grams (of CO2 equivalent).
//
//   Time t = 3 * second;  Flops work = 2e12 * flop;
//   FlopRate rate = work / t;        // derived dimensions come by themselves
//   t + work;                        // does not compile
//   double ratio = t / t;            // same dimensions divide to a plain double
//
// A unit is a Quantity of that name: `12 * gigabyte` makes a value, `x / gigabyte`
// reads it back as the number that people quote.
#pragma once

#include <string_view>

namespace trainsweep::engine {

template <int T, int B, int F, int E, int M, int C>
struct Quantity {
  double base = 0;

  // Spelled out, since a three-way comparison of doubles compiles to branches.
  friend constexpr bool operator==(Quantity a, Quantity b) { return a.base == b.base; }
  friend constexpr bool operator<(Quantity a, Quantity b) { return a.base < b.base; }
  friend constexpr bool operator>(Quantity a, Quantity b) { return a.base > b.base; }
  friend constexpr bool operator<=(Quantity a, Quantity b) { return a.base <= b.base; }
  friend constexpr bool operator>=(Quantity a, Quantity b) { return a.base >= b.base; }
  constexpr Quantity& operator+=(Quantity o) {
    base += o.base;
    return *this;
  }
  constexpr Quantity& operator-=(Quantity o) {
    base -= o.base;
    return *this;
  }
  constexpr Quantity& operator*=(double k) {
    base *= k;
    return *this;
  }
  constexpr Quantity& operator/=(double k) {
    base /= k;
    return *this;
  }
  friend constexpr Quantity operator+(Quantity a, Quantity b) { return {a.base + b.base}; }
  friend constexpr Quantity operator-(Quantity a, Quantity b) { return {a.base - b.base}; }
  friend constexpr Quantity operator*(double k, Quantity q) { return {k * q.base}; }
  friend constexpr Quantity operator*(Quantity q, double k) { return {q.base * k}; }
  friend constexpr Quantity operator/(Quantity q, double k) { return {q.base / k}; }
};

// Products and ratios whose dimensions cancel are plain doubles.
template <int T, int B, int F, int E, int M, int C>
constexpr auto make_quantity(double base) {
  if constexpr (T == 0 && B == 0 && F == 0 && E == 0 && M == 0 && C == 0) {
    return base;
  } else {
    return Quantity<T, B, F, E, M, C>{base};
  }
}

template <int T, int B, int F, int E, int M, int C, int T2, int B2, int F2, int E2, int M2, int C2>
constexpr auto operator*(Quantity<T, B, F, E, M, C> a, Quantity<T2, B2, F2, E2, M2, C2> b) {
  return make_quantity<T + T2, B + B2, F + F2, E + E2, M + M2, C + C2>(a.base * b.base);
}
template <int T, int B, int F, int E, int M, int C, int T2, int B2, int F2, int E2, int M2, int C2>
constexpr auto operator/(Quantity<T, B, F, E, M, C> a, Quantity<T2, B2, F2, E2, M2, C2> b) {
  return make_quantity<T - T2, B - B2, F - F2, E - E2, M - M2, C - C2>(a.base / b.base);
}
template <int T, int B, int F, int E, int M, int C>
constexpr auto operator/(double k, Quantity<T, B, F, E, M, C> q) {
  return make_quantity<-T, -B, -F, -E, -M, -C>(k / q.base);
}

template <int T, int B, int F, int E, int M, int C>
constexpr Quantity<T, B, F, E, M, C> max(Quantity<T, B, F, E, M, C> a, Quantity<T, B, F, E, M, C> b) {
  return {a.base < b.base ? b.base : a.base};
}
template <int T, int B, int F, int E, int M, int C>
constexpr Quantity<T, B, F, E, M, C> min(Quantity<T, B, F, E, M, C> a, Quantity<T, B, F, E, M, C> b) {
  return {b.base < a.base ? b.base : a.base};
}

using Time = Quantity<1, 0, 0, 0, 0, 0>;
using Bytes = Quantity<0, 1, 0, 0, 0, 0>;
using Flops = Quantity<0, 0, 1, 0, 0, 0>;
using Energy = Quantity<0, 0, 0, 1, 0, 0>;
using Money = Quantity<0, 0, 0, 0, 1, 0>;
using Carbon = Quantity<0, 0, 0, 0, 0, 1>;
using Bandwidth = decltype(Bytes{} / Time{1});
using FlopRate = decltype(Flops{} / Time{1});
using Power = decltype(Energy{} / Time{1});
using HourlyPrice = decltype(Money{} / Time{1});
using EnergyPrice = decltype(Money{} / Energy{1});
using CarbonIntensity = decltype(Carbon{} / Energy{1});
using Frequency = decltype(1 / Time{1});

// Units. The names that a catalogue or a column quotes are made of these.
inline constexpr Time second{1}, microsecond{1e-6}, minute{60}, hour{3600}, day{86400}, month{30 * 86400.0},
    year{365 * 86400.0};
inline constexpr Bytes byte{1}, gigabyte{1e9}, gibibyte{1073741824.0};
inline constexpr Flops flop{1}, teraflop{1e12};
inline constexpr Energy joule{1}, kilowatt_hour{3.6e6}, megawatt_hour{3.6e9};
inline constexpr Power watt{1}, megawatt{1e6};
inline constexpr Money usd{1};
inline constexpr Carbon gram{1}, kilogram{1e3}, tonne{1e6};
inline constexpr Frequency per_day{1.0 / 86400};
inline constexpr FlopRate teraflop_per_second{1e12};
inline constexpr Bandwidth gigabyte_per_second{1e9};
inline constexpr HourlyPrice usd_per_hour{1.0 / 3600}, usd_per_year{1.0 / (365 * 86400.0)};
inline constexpr EnergyPrice usd_per_kilowatt_hour{1.0 / 3.6e6}, usd_per_kilowatt_month{1.0 / (1e3 * 30 * 86400)};
inline constexpr CarbonIntensity gram_per_kilowatt_hour{1.0 / 3.6e6};

}  // namespace trainsweep::engine
