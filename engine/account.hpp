// Account: from a plan to the days, energy, carbon and money of a whole training
// run. Tens of operations, no branches on data: the compiler runs many points at
// once (columns.cpp). Each part has a struct and a function (see parts.hpp); a new one
// joins the list of AccountFlow.
//
// Failures. A cluster of N chips fails every M = mtbf / N on average. Checkpoints
// that take C are written every tau = sqrt(2 C M) (Young 1974; Daly 2006, first
// order), at most once a step and at least once a run's end. Each useful hour costs
// C / tau of writing, (tau + C) / (2 M) of lost work and R / M of restarting:
//   goodput = 1 / (1 + C / tau + (tau + C) / (2 M) + R / M)
// which is Daly's expected overhead to first order, kept positive for any M.
#pragma once

#include <cmath>

#include "engine/parts.hpp"
#include "engine/point.hpp"

namespace trainsweep::engine {

// The account axes of one point with the offer's values filled in, by who reads them.
// In the order of the axes.
struct Work {
  double tokens, tokens_per_param;
};
struct Price {
  HourlyPrice chip_hour;
  double price_factor;
};
struct Site {
  EnergyPrice electricity;
  double pue;
  CarbonIntensity grid_carbon;
};
struct Reliability {
  Time chip_mtbf, restart;
};
struct StorageTerms {
  Money storage_gb_month;
  double kept_checkpoints;
};
struct Limit {
  Time deadline;
};
using Terms = Joined<Work, Price, Site, Reliability, StorageTerms, Limit>;

inline constexpr Time kMonth = 30 * day;
// Years over which the making of a chip is written off (Wu et al. 2022,
// arXiv:2111.00364: servers live 3 to 5 years).
inline constexpr Time kLifetime = 5 * 365 * day;

// Divisions and roots take ten times as long as products and are what an account costs:
// they stand here, outside of what changes with every price.
struct Failures {
  Time cluster_mtbf;
  decltype(1 / Time{}) rate;  // 1 / cluster_mtbf
  Time best_interval;         // between checkpoints
};
inline Failures failures(const Plan& p, const Reliability& r) {
  const Time mtbf = r.chip_mtbf * (1 / p.chips);
  const Time write = p.checkpoint / p.checkpoint_bandwidth;
  return {mtbf, p.chips / r.chip_mtbf, Time{std::sqrt(2 * write.base * mtbf.base)}};
}

struct Training {
  double tokens, steps;
  Time checkpoint_interval, train_time;
  double goodput;
  Time chip_time;  // chips x time
};
inline Training training(const Plan& p, const Work& w, const Reliability& r, const Failures& f) {
  Training t;
  t.tokens = w.tokens == w.tokens ? w.tokens : w.tokens_per_param * p.active_params;
  t.steps = t.tokens * (1 / p.tokens_per_step);

  const Time useful = t.steps * p.time.total();
  const Time write = p.checkpoint / p.checkpoint_bandwidth;
  t.checkpoint_interval = max(min(f.best_interval, useful), p.time.total());
  const Time lost = 0.5 * (t.checkpoint_interval + write) + r.restart;  // at a failure
  const double stretch = 1 + write / t.checkpoint_interval + lost * f.rate;
  t.goodput = 1 / stretch;
  t.train_time = useful * stretch;
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

struct Renting {
  HourlyPrice chip_hour;
  Money rent;
};
inline Renting renting(const Price& p, const Training& t) {
  const HourlyPrice chip_hour = p.chip_hour * p.price_factor;
  return {chip_hour, chip_hour * t.chip_time};
}

struct Storing {
  Money storage;
};
inline Storing storing(const Plan& p, const StorageTerms& s, const Training& t) {
  return {s.kept_checkpoints * s.storage_gb_month * (p.checkpoint / gigabyte / kMonth * t.train_time)};
}

struct Bill {
  Money cost;
};
inline Bill bill(const Renting& r, const Storing& s) { return {r.rent + s.storage}; }

using AccountFlow = Flow<Terms, failures, training, consumption, renting, storing, bill>;
using Account = AccountFlow::Account;

inline Account account(const Plan& p, const Terms& t) {
  Account a{};
  const AccountFlow::Values known{p, t, a};
  AccountFlow::for_each_part([&]<auto make>(std::size_t) {
    using Maker = Formula<decltype(make)>;
    static_cast<typename Maker::Result&>(a) = Maker::call(make, known);
  });
  return a;
}

}  // namespace trainsweep::engine
