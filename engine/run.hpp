// The whole run: from a plan and the account's first terms to tokens, days, energy and
// carbon.
//
// Failures. A cluster of N chips stops every M on average, 1 / M = N / mtbf + N /
// interruption: a chip fails, or the vendor takes one back (spot). Checkpoints
// that take C are written every tau = sqrt(2 C M) (Young 1974; Daly 2006, first
// order), at most once a step and at least once a run's end. Each useful hour costs
// C / tau of writing, (tau + C) / (2 M) of lost work and R / M of restarting:
//   goodput = u / (1 + C / tau + (tau + C) / (2 M) + R / M)
// which is Daly's expected overhead to first order, kept positive for any M, times the
// share u of the rest of the time that trains (useful_share).
#pragma once

#include <cmath>

#include "engine/bound.hpp"
#include "engine/parts.hpp"

namespace trainsweep::engine {

// What is to be done: tokens, or for how long to train.
struct Work {
  double tokens, tokens_per_param;
  Time train_time;
};
inline constexpr std::array kWorkAxes{
    bind<&Work::tokens>({.name = "tokens",
                         .unit = "1",
                         .doc = "tokens to train on; unset: tokens_per_param times the active parameters",
                         .least = 1,
                         .most = 1e20}),
    bind<&Work::tokens_per_param>({.name = "tokens_per_param",
                                   .unit = "1",
                                   .doc = "tokens for each active parameter (20: Hoffmann et al. 2022)",
                                   .fallback = 20,
                                   .least = 1e-6,
                                   .most = 1e9}),
    bind<&Work::train_time, day>({.name = "train_days",
                                  .unit = "d",
                                  .doc = "instead of tokens: train for this long, failures included",
                                  .least = 1e-6,
                                  .most = 1e9}),
};
static_assert(sizeof(Work) == bound_members(kWorkAxes) * sizeof(double), "a member of Work has no row");

struct Site {
  EnergyPrice electricity;
  double pue;
  CarbonIntensity grid_carbon;
};
inline constexpr std::array kSiteAxes{
    bind<&Site::electricity, usd_per_kilowatt_hour>({.name = "electricity_usd_per_kwh",
                                                     .unit = "USD/kWh",
                                                     .doc = "electricity tariff; unset: the offer's",
                                                     .most = 1e6}),
    bind<&Site::pue>(
        {.name = "pue", .unit = "1", .doc = "power usage effectiveness; unset: the offer's", .least = 1, .most = 100}),
    bind<&Site::grid_carbon, gram_per_kilowatt_hour>({.name = "grid_carbon_g_per_kwh",
                                                      .unit = "g/kWh",
                                                      .doc = "CO2 equivalent of a kilowatt hour; unset: the offer's",
                                                      .most = 1e6}),
};
static_assert(sizeof(Site) == bound_members(kSiteAxes) * sizeof(double), "a member of Site has no row");

struct Reliability {
  Time chip_mtbf, interruption, restart;
  double useful_share;
};
inline constexpr std::array kReliabilityAxes{
    bind<&Reliability::chip_mtbf, hour>({.name = "chip_mtbf_hours",
                                         .unit = "h",
                                         .doc = "mean time between failures per chip; unset: the chip's own",
                                         .least = 1e-3,
                                         .most = 1e15}),
    bind<&Reliability::interruption, hour>(
        {.name = "interruption_hours",
         .unit = "h",
         .doc = "mean time until the vendor takes a chip back (spot); unset: the offer's",
         .least = 1e-3,
         .most = 1e15}),
    bind<&Reliability::restart, minute>(
        {.name = "restart_minutes",
         .unit = "min",
         .doc = "from a failure or interruption to the next useful step: detect, replace, load",
         .fallback = 10,
         .most = 1e6}),
    bind<&Reliability::useful_share>(
        {.name = "useful_share",
         .unit = "1",
         .doc = "share of the time without failures that trains: the rest evaluates, stops as planned, waits for data "
                "or slow machines (0.91: three published runs)",
         .fallback = 0.91,
         .least = 0.01,
         .most = 1}),
};
static_assert(sizeof(Reliability) == bound_members(kReliabilityAxes) * sizeof(double),
              "a member of Reliability has no row");

struct Limit {
  Time deadline;
};
inline constexpr std::array kLimitAxes{
    bind<&Limit::deadline, day>({.name = "deadline_days",
                                 .unit = "d",
                                 .doc = "longest training time allowed; unset: none",
                                 .least = 1e-6,
                                 .most = 1e9}),
};
static_assert(sizeof(Limit) == bound_members(kLimitAxes) * sizeof(double), "a member of Limit has no row");

// Years over which the making of a chip is written off (Wu et al. 2022,
// arXiv:2111.00364: servers live 3 to 5 years).
inline constexpr Time kLifetime = 5 * year;

// Divisions and roots take ten times as long as products and are what an account costs:
// they stand here, outside of what changes with every price.
struct Failures {
  Time cluster_mtbf;
  Frequency rate;      // 1 / cluster_mtbf
  Time best_interval;  // between checkpoints
  double stretch;      // time against useful time, without failures
};
inline Failures failures(const RunBasis& p, const Reliability& r) {
  const auto rate = p.chips * (1 / r.chip_mtbf + 1 / r.interruption);
  const Time mtbf = 1 / rate;
  const Time write = p.checkpoint / p.checkpoint_bandwidth;
  return {mtbf, rate, Time{std::sqrt(2 * write.base * mtbf.base)}, 1 / r.useful_share};
}

struct Training {
  double tokens, steps;
  Time checkpoint_interval, train_time;
  double goodput;
  Time chip_time;  // chips x time
};
inline Training training(const RunBasis& p, const Work& w, const Reliability& r, const Failures& f) {
  const bool for_tokens = !(w.train_time == w.train_time);
  const double tokens = w.tokens == w.tokens ? w.tokens : w.tokens_per_param * p.active_params;
  const Time step = p.time.total(), wanted = tokens * (1 / p.tokens_per_step) * step;
  Training t;
  const Time write = p.checkpoint / p.checkpoint_bandwidth;
  t.checkpoint_interval = max(min(f.best_interval, for_tokens ? wanted : w.train_time), step);
  const Time lost = 0.5 * (t.checkpoint_interval + write) + r.restart;  // at a failure
  const double stretch = f.stretch * (1 + write / t.checkpoint_interval + lost * f.rate);
  t.goodput = 1 / stretch;
  t.train_time = for_tokens ? wanted * stretch : w.train_time;
  t.steps = t.train_time * t.goodput * (1 / step);
  t.tokens = for_tokens ? tokens : t.steps * p.tokens_per_step;
  t.chip_time = p.chips * t.train_time;
  return t;
}
[[nodiscard]] inline bool in_time(const Training& t, const Limit& l) { return !(t.train_time > l.deadline); }

struct Consumption {
  Power power;
  Energy energy;
  Carbon carbon;
  Money electricity;
};
inline Consumption consumption(const Plan& p, const Site& s, const Training& t) {
  Consumption c;
  c.power = p.step_energy / p.time.total() * s.pue;
  c.energy = c.power * t.train_time;
  c.carbon = c.energy * s.grid_carbon;
  c.electricity = c.energy * s.electricity;
  return c;
}

}  // namespace trainsweep::engine
