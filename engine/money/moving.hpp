// Moving to another vendor: what it takes to leave, and how much cheaper the other must be.
//
//   moving = engineering + share of a run repeated to requalify + data out of the cloud
//   exit   = moving + what is owed of the commitment from that month on
//   break-even price cut = exit / rent of these chips from that month to the horizon
#pragma once

#include "engine/money/earning.hpp"

namespace trainsweep::engine {

struct MovingTerms {
  double engineer_months;
  Money engineer_month;
  double repeated_share, data_gb;
  Time exit;
};
inline constexpr std::array kMovingAxes{
    bind<&MovingTerms::engineer_months>({.name = "migration_engineer_months",
                                         .unit = "1",
                                         .doc = "work of porting and tuning for other chips (assumed)",
                                         .fallback = 36,
                                         .most = 1e9}),
    bind<&MovingTerms::engineer_month, usd>({.name = "engineer_month_usd",
                                             .unit = "USD",
                                             .doc = "what a month of one engineer costs (assumed)",
                                             .fallback = 25000,
                                             .most = 1e9}),
    bind<&MovingTerms::repeated_share>({.name = "requalified_share",
                                        .unit = "1",
                                        .doc = "share of a run that is repeated there to trust the results (assumed)",
                                        .fallback = 0.05,
                                        .most = 100}),
    bind<&MovingTerms::data_gb>({.name = "moved_data_gb",
                                 .unit = "GB",
                                 .doc = "training data that moves along with one checkpoint",
                                 .fallback = 0,
                                 .most = 1e15}),
    bind<&MovingTerms::exit, month>({.name = "exit_month",
                                     .unit = "month",
                                     .doc = "months from the start of the run to the day of leaving",
                                     .fallback = 0,
                                     .most = 1e6}),
};
static_assert(sizeof(MovingTerms) == bound_members(kMovingAxes) * sizeof(double), "a member of MovingTerms has no row");

// Porting, a repeated share of a run that costs `run` there, and the data that leave.
inline Money migration_of(const MovingTerms& m, const EgressTerms& e, Bytes checkpoint, Money run) {
  const Money out = e.egress_gb * (checkpoint / gigabyte + m.data_gb);
  return m.engineer_months * m.engineer_month + m.repeated_share * run + out;
}

struct Moving {
  Money migration, exit_cost;
  double price_cut;
};
inline Moving moving(const Plan& p, const MovingTerms& m, const EgressTerms& e, const Commitment& c, const WaitTerms& w,
                     const ReturnTerms& r, const Renting& rent, const Bill& b) {
  const Money moving = migration_of(m, e, p.checkpoint, b.cost);
  const HourlyPrice spending = rent.chip_hour * p.chips;
  const Money exit = moving + spending * max(c.commitment - m.exit, Time{});
  const Money rest = spending * max(r.horizon - w.wait - m.exit, Time{});
  const bool pays = exit < rest;
  return {moving, exit, pays ? exit / rest : 1};
}

}  // namespace trainsweep::engine
