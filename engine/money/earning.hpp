// Earning: what the trained model brings, and whether it pays. All times count from the
// date of the prices. The run is paid when it starts; the model earns from its end to the
// horizon, so that who waits or trains longer earns less:
//
//   net  = (yearly return + requests x return a request) x sellable share - serving, a year
//   npv  = net x integral of e^(-r t) over those years - cost x e^(-r wait),  r = ln(1 + rate)
//   irr  = the rate at which npv is 0, at most 10; -1 where less than a thousandth comes back
//   payback = wait + training + cost / net;  1,000 years: never
//
//   A run of 120,000 USD that saves 1,000,000 a year and serves for 5,000 pays back
//   120 / 995 = 0.12 years after it is trained.
#pragma once

#include "engine/money/regulation.hpp"
#include "engine/money/road_map.hpp"
#include "engine/money/serving.hpp"

namespace trainsweep::engine {

struct SalesTerms {
  double sellable_share, least_sellable_share;
};
inline constexpr std::array kSalesAxes{
    bind<&SalesTerms::sellable_share>(
        {.name = "sellable_share",
         .unit = "1",
         .doc = "share of its market to which the model may be sold: others may hold a right of first refusal",
         .fallback = 1,
         .most = 1}),
    bind<&SalesTerms::least_sellable_share>(
        {.name = "least_sellable_share",
         .unit = "1",
         .doc = "smallest sellable_share that is accepted; points below it are not_sellable",
         .fallback = 0,
         .most = 1}),
};
static_assert(sizeof(SalesTerms) == bound_members(kSalesAxes) * sizeof(double), "a member of SalesTerms has no row");

[[nodiscard]] inline bool is_sellable(const SalesTerms& s) { return !(s.sellable_share < s.least_sellable_share); }

struct ReturnTerms {
  HourlyPrice yearly_return;
  Money request_return;
  double discount_rate;
  Time horizon;
};
inline constexpr std::array kReturnAxes{
    bind<&ReturnTerms::yearly_return, usd_per_year>({.name = "return_usd_per_year",
                                                     .unit = "USD/year",
                                                     .doc = "revenue or savings that the model brings in a year",
                                                     .fallback = 0,
                                                     .most = 1e15}),
    bind<&ReturnTerms::request_return, usd>({.name = "return_usd_per_request",
                                             .unit = "USD",
                                             .doc = "revenue or savings that a request brings, beside that",
                                             .fallback = 0,
                                             .most = 1e9}),
    bind<&ReturnTerms::discount_rate>({.name = "discount_rate_per_year",
                                       .unit = "1",
                                       .doc = "what money of next year is worth less today",
                                       .fallback = 0.1,
                                       .most = 10}),
    bind<&ReturnTerms::horizon, year>({.name = "horizon_years",
                                       .unit = "year",
                                       .doc = "years from the date of the prices after which the model earns no more",
                                       .fallback = 5,
                                       .least = 1e-3,
                                       .most = 100}),
};
static_assert(sizeof(ReturnTerms) == bound_members(kReturnAxes) * sizeof(double), "a member of ReturnTerms has no row");

inline constexpr Time kNever = 1000 * year;
inline constexpr double kLeastRate = -1, kMostRate = 10;
inline constexpr double kMostBack = 1000;  // of a cost that comes back to less than a thousandth nothing does

struct Service {
  Time start, duration;
  HourlyPrice net;  // return less the cost of serving
};
inline Service service(const WaitTerms& w, const Training& t, const ReturnTerms& r, const SalesTerms& s,
                       const RegulationTerms& g, const ServingTerms& requests, const ServingBill& cost) {
  const Time start = w.wait + t.train_time, duration = max(r.horizon - start, Time{});
  const Time regulated = max(r.horizon - max(w.wait + g.event, start), Time{});
  const double share = regulated / max(duration, second);
  const double sellable = s.sellable_share * (1 + g.probability * share * (g.sellable_factor - 1));
  const HourlyPrice gross = r.yearly_return + (requests.requests_per_year / year) * r.request_return;
  return {start, duration, sellable * gross - cost.serving_rate};
}

[[nodiscard]] inline bool earns(const Service& s) { return s.net > HourlyPrice{}; }

struct Earning {
  Time payback;
  Money npv;
};
inline Earning earning(const WaitTerms& w, const ReturnTerms& r, const Service& s, const Bill& b) {
  const Time payback = min(s.start + b.cost / max(s.net, HourlyPrice{1e-12}), kNever);
  const double rate = logarithm(1 + r.discount_rate), years = s.duration / year;
  const Money income = (exponential(-rate * (s.start / year)) * mean_decay(rate * years)) * (s.net * s.duration);
  return {earns(s) ? payback : kNever, income - exponential(-rate * (w.wait / year)) * b.cost};
}

// One of Newton's steps towards the x at which e^(-x delay) mean_decay(x) is `target`.
inline double newton(double x, double delay, double target) {
  const bool small = (x < 0 ? -x : x) < 1e-3;
  const double wait = exponential(-x * delay), mean = mean_decay(x);
  const double near = -0.5 + x / 3, far = (exponential(-x) - mean) / (small ? 1 : x);  // slope of mean_decay
  return x + (wait * mean - target) / (wait * (delay * mean - (small ? near : far)));
}

// That x, a rate times the duration of a service that begins after `delay` durations.
// The function is convex and falls; by Jensen's inequality it lies above
// e^(-x (delay + 1/2)), so that the steps from there never overshoot. Unrolled, as no
// loop within a loop over points is vectorized.
inline double rate_of_mean(double delay, double target) {
  double x = -logarithm(target) / (delay + 0.5);
  x = newton(newton(newton(newton(x, delay, target), delay, target), delay, target), delay, target);
  x = newton(newton(newton(newton(x, delay, target), delay, target), delay, target), delay, target);
  return x;
}

struct InternalRate {
  double irr;
};
// Of what does not earn.
inline InternalRate no_rate(const Service&) { return {kLeastRate}; }
// By force: gcc 12 leaves so large a function out of line, and then vectorizes no loop over it.
[[gnu::always_inline]] inline InternalRate internal_rate(const Service& s, const Training& t, const Bill& b) {
  const double years = s.duration / year, span = years < 1e-6 ? 1e-6 : years;
  const double back = b.cost / (max(s.net, HourlyPrice{1e-12}) * (span * year));
  const double target = back < 1e-9 ? 1e-9 : back > kMostBack ? kMostBack : back;
  const double delay = t.train_time / year / span;
  const double found = exponential(rate_of_mean(delay < 1e3 ? delay : 1e3, target) / span) - 1;
  const double irr = found < kLeastRate ? kLeastRate : found > kMostRate ? kMostRate : found;
  return {earns(s) && back < kMostBack ? irr : kLeastRate};
}

}  // namespace trainsweep::engine
