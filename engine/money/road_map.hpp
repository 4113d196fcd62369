// The road map: prices that fall while one waits, and chips that are announced but not
// yet to be had. All years count from the date of the offer's price:
//
//   price at the start = price x (1 - decline)^wait
//
// Buy now or wait? Sweep `wait_years` and the offers together and compare npv_usd, which
// counts what the waiting forgoes.
#pragma once

#include "engine/bound.hpp"
#include "engine/elementary.hpp"
#include "engine/parts.hpp"

namespace trainsweep::engine {

struct WaitTerms {
  Time wait, available_in;
  double price_decline;
};
inline constexpr std::array kWaitAxes{
    bind<&WaitTerms::wait, year>({.name = "wait_years",
                                  .unit = "year",
                                  .doc = "years from the date of the price to the start of the run",
                                  .fallback = 0,
                                  .most = 100}),
    bind<&WaitTerms::available_in, year>({.name = "available_in_years",
                                          .unit = "year",
                                          .doc = "years from that date until the chips can be had; unset: the offer's",
                                          .most = 100}),
    bind<&WaitTerms::price_decline>({.name = "price_decline_per_year",
                                     .unit = "1",
                                     .doc = "share by which the prices of a chip and of its hour fall in a year of "
                                            "waiting (0.28: Cottier et al. 2024)",
                                     .fallback = 0,
                                     .most = 0.99}),
};
static_assert(sizeof(WaitTerms) == bound_members(kWaitAxes) * sizeof(double), "a member of WaitTerms has no row");

[[nodiscard]] inline bool is_available(const WaitTerms& w) { return !(w.wait < w.available_in); }

// What is left of today's price when the run starts.
struct Decline {
  double price_share;
};
inline Decline decline(const WaitTerms& w) { return {power(1 - w.price_decline, w.wait / year)}; }

}  // namespace trainsweep::engine
