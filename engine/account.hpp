// Account: from a plan to the days, energy, carbon and money of a whole training
// run. Tens of operations, no branches on data: the compiler runs many points at
// once (columns.cpp).
//
// Failures. A cluster of N chips fails every M = mtbf / N on average. Checkpoints
// that take C are written every tau = sqrt(2 C M) (Young 1974; Daly 2006, first
// order), at most once a step and at least once a run's end. Each useful hour costs
// C / tau of writing, (tau + C) / (2 M) of lost work and R / M of restarting:
//   goodput = u / (1 + C / tau + (tau + C) / (2 M) + R / M)
// which is Daly's expected overhead to first order, kept positive for any M, times the
// share u of the rest of the time that trains (useful_share).
#pragma once

#include <cmath>

#include "engine/plan.hpp"
#include "engine/point.hpp"

namespace trainsweep::engine {

// The account axes of one point with the offer's values filled in.
struct Terms {
  double tokens, tokens_per_param;
  HourlyPrice chip_hour;
  double price_factor;
  EnergyPrice electricity;
  double pue;
  CarbonIntensity grid_carbon;
  Time chip_mtbf, restart;
  double useful_share;
  Money storage_gb_month;
  double kept_checkpoints;
  Time deadline;
};

struct Account {
  double tokens, steps;
  Time cluster_mtbf, checkpoint_interval, train_time;
  double goodput;
  Energy energy;
  Power power;
  Carbon carbon;
  Time chip_time;  // chips x time
  HourlyPrice chip_hour;
  Money rent, storage, cost, electricity;
  bool in_time;
};

inline constexpr Time kMonth = 30 * day;
// Years over which the making of a chip is written off (Wu et al. 2022,
// arXiv:2111.00364: servers live 3 to 5 years).
inline constexpr Time kLifetime = 5 * 365 * day;

inline Time square_root(double seconds_squared) { return Time{std::sqrt(seconds_squared)}; }

inline Account account(const Plan& p, const Terms& t) {
  Account a{};
  a.tokens = t.tokens == t.tokens ? t.tokens : t.tokens_per_param * p.active_params;
  a.steps = a.tokens / p.tokens_per_step;

  const Time useful = a.steps * p.time.total();
  a.cluster_mtbf = t.chip_mtbf / p.chips;
  const Time write = p.checkpoint / p.checkpoint_bandwidth;
  const Time best = square_root(2 * write.base * a.cluster_mtbf.base);
  a.checkpoint_interval = max(min(best, useful), p.time.total());
  const double overhead = write / a.checkpoint_interval + (a.checkpoint_interval + write) / (2 * a.cluster_mtbf) +
                          t.restart / a.cluster_mtbf;
  a.goodput = t.useful_share / (1 + overhead);
  a.train_time = useful / a.goodput;
  a.in_time = !(a.train_time > t.deadline);

  a.power = p.step_energy / p.time.total() * t.pue;
  a.energy = a.power * a.train_time;
  a.carbon = a.energy * t.grid_carbon;

  a.chip_time = p.chips * a.train_time;
  a.chip_hour = t.chip_hour * t.price_factor;
  a.rent = a.chip_hour * a.chip_time;
  a.storage = t.kept_checkpoints * (p.checkpoint / gigabyte) * t.storage_gb_month * (a.train_time / kMonth);
  a.cost = a.rent + a.storage;
  a.electricity = a.energy * t.electricity;
  return a;
}

}  // namespace trainsweep::engine
