// Fleets: a year's work split over the point's own offer and one or two others, for the
// least money. The work is `runs_per_year` runs, cut into slices of a twentieth of it; each
// member takes a whole number n of them, u = n / 20 of the work, and is paid
//
//   spent = u x runs x (rent + idle)                    of a run there
//   paid  = what the deal makes of it (deal.hpp: tiers, commitment, credits; of the year)
//           + u x runs x (storage + egress) + entry
//   entry = migration (moving.hpp) from the own offer, for another that takes a part
//
// subject to
//
//   u x runs x chip-hours of a run <= capacity          of each, in a year
//   u <= largest_share                                  of each: what may fail with one vendor
//   sum of u x availability >= least_availability
//
// What the own offer commits to is owed whether it is used or not; another's commitment and
// entry only where it is: it need not be signed. Another that cannot run the model, comes
// too late or cannot be had yet takes nothing. All splits are compared, so the answer is
// exact for these slices; of equal ones that counts which leaves most with the own offer,
// then with the second. Axes that stand in for a value of the offer or of its chip hold for
// the own offer alone, all others for every member.
//
//   10 runs of 3 million USD at one vendor and of 2 at another, where moving costs 1 million:
//   all of it moves, for 21 million; half of it, for 26, where no vendor may have more.
#pragma once

#include "engine/money/deal.hpp"
#include "engine/money/moving.hpp"

namespace trainsweep::engine {

struct FleetTerms {
  double runs, largest_share, least_availability;
  Time capacity;
  double availability;
};
inline constexpr std::array kFleetAxes{
    bind<&FleetTerms::runs>({.name = "runs_per_year",
                             .unit = "1",
                             .doc = "runs that make up the year's work of fleet_cost_usd",
                             .fallback = 1,
                             .least = 1e-6,
                             .most = 1e9}),
    bind<&FleetTerms::largest_share>({.name = "largest_share",
                                      .unit = "1",
                                      .doc = "largest share of the year's work that one offer may take",
                                      .fallback = 1,
                                      .least = 0.01,
                                      .most = 1}),
    bind<&FleetTerms::least_availability>(
        {.name = "least_availability",
         .unit = "1",
         .doc = "smallest mean availability of the offers, by their shares of the year's work",
         .fallback = 0,
         .most = 1}),
    bind<&FleetTerms::capacity, hour>({.name = "capacity_chip_hours",
                                       .unit = "h",
                                       .doc = "chip-hours that can be had of the offer in a year, where the work may "
                                              "be split; unset: the offer's",
                                       .most = 1e15}),
    bind<&FleetTerms::availability>({.name = "availability",
                                     .unit = "1",
                                     .doc = "share of a year in which the offer's chips can be had; unset: the offer's",
                                     .most = 1}),
};
static_assert(sizeof(FleetTerms) == bound_members(kFleetAxes) * sizeof(double), "a member of FleetTerms has no row");

// One run at one of a plan's partners: rent with idle time, the rest of its cost, what moving
// there takes. Zeros where the point names none.
template <Partner Plan::*Who>
struct RunAt {
  Money spending, beside, entry;
  Time effort;    // chips x time
  double usable;  // whether it can run, in time

  // The same, whoever's it is.
  template <Partner Plan::*Other>
  constexpr operator RunAt<Other>() const {
    return {spending, beside, entry, effort, usable};
  }
};
using MemberRun = RunAt<nullptr>;
using SecondRun = RunAt<&Plan::second>;
using ThirdRun = RunAt<&Plan::third>;
[[nodiscard]] inline MemberRun run_at(const Partner& to, const RunBasis& from, const Work& w, Reliability r,
                                      const Limit& l, Commitment c, const StorageTerms& s, const EgressTerms& e,
                                      const WaitTerms& wait, const MovingTerms& m, const Decline& d) {
  r.chip_mtbf = to.run.chip_mtbf;
  r.interruption = to.offer.interruption == to.offer.interruption ? to.offer.interruption : Time{kUnbounded};
  c.commitment = to.offer.commitment;
  const Training t = training(to.run, w, r, failures(to.run, r));
  const Renting rent = renting({to.offer.chip_hour, 1}, d, t);
  const Idling idle = idling(to.run, c, t, holding(c, t), rent);
  const Money cost = bill(rent, idle, storing(to.run, s, t), leaving(to.run, e)).cost;
  const Money spending = rent.rent + idle.idle;
  const bool usable = to.run.verdict == static_cast<double>(Verdict::ok) && in_time(t, l) &&
                      is_available({wait.wait, to.offer.available_in, 0});
  return {spending, cost - spending, migration_of(m, e, from.checkpoint, cost), t.chip_time, usable ? 1.0 : 0.0};
}

template <Partner Plan::*Who>
RunAt<Who> partner_run(const Plan& p, const Work& w, const Reliability& r, const Limit& l, const Commitment& c,
                       const StorageTerms& s, const EgressTerms& e, const WaitTerms& wait, const MovingTerms& m,
                       const Decline& d) {
  if (!(p.*Who).is_asked()) return {};
  return run_at(p.*Who, p, w, r, l, c, s, e, wait, m, d);
}
template <Partner Plan::*Who>
RunAt<Who> no_run() {
  return {};
}

struct Fleet {
  double possible;  // whether any split meets the limits; if not, all else is 0
  double own_share, second_share, third_share;
  Money own_paid, second_paid, third_paid;

  [[nodiscard]] Money paid_in_all() const { return own_paid + second_paid + third_paid; }
};

struct Member {
  MemberRun run;
  SpendTerms spend;  // of a year
  Time capacity;     // NaN: as much as one wants
  double availability;
};
// The best split over the own offer and two others.
[[nodiscard]] Fleet best_split(const FleetTerms& f, const Member& own, const Member& other, const Member& third);

inline Member member(const Partner& p, const MemberRun& run) {
  const Offer& o = p.offer;
  return {run,
          {o.committed, Money{}, o.first_tier, o.second_tier, o.first_discount, o.second_discount},
          o.capacity,
          o.availability};
}
inline Fleet fleet(const Plan& p, const FleetTerms& f, const SpendTerms& s, const InvestmentTerms& v, const Training& t,
                   const Renting& r, const Idling& i, const Bill& b, const SecondRun& at_second,
                   const ThirdRun& at_third) {
  const Money spending = r.rent + i.idle;
  const Member own{
      {spending, b.cost - spending, Money{}, t.chip_time, 1}, with_investment(s, v), f.capacity, f.availability};
  return best_split(f, own, member(p.second, at_second), member(p.third, at_third));
}
// Alone, an offer takes all the work, whatever its limits.
inline Fleet lone_fleet(const FleetTerms& f, const SpendTerms& s, const InvestmentTerms& v, const Renting& r,
                        const Idling& i, const Bill& b) {
  const Money spending = r.rent + i.idle;
  return {1,       1,      0, 0, paid_for(with_investment(s, v), f.runs * spending) + f.runs * (b.cost - spending),
          Money{}, Money{}};
}
[[nodiscard]] inline bool is_split(const Fleet& f) { return f.possible != 0; }

}  // namespace trainsweep::engine
