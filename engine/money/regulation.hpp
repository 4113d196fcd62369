// Regulation, in expectation: with a probability something changes a given time after the
// start, and holds from then on:
//
//   expected cost = cost + probability x share of the run after it x (factor - 1) x rent
//
// and alike for the chips that stay available (the rest of the run takes longer) and for
// where the model may be sold. One scenario a point; several are a [[zip]] of these axes.
#pragma once

#include "engine/money/renting.hpp"

namespace trainsweep::engine {

struct RegulationTerms {
  double probability;
  Time event;
  double regulated_price_factor, available_share, sellable_factor;
};
inline constexpr std::array kRegulationAxes{
    bind<&RegulationTerms::probability>({.name = "regulation_probability",
                                         .unit = "1",
                                         .doc = "probability that a regulator steps in",
                                         .fallback = 0,
                                         .most = 1}),
    bind<&RegulationTerms::event, month>({.name = "regulation_month",
                                          .unit = "month",
                                          .doc = "months from the start of the run until that happens",
                                          .fallback = 0,
                                          .most = 1e6}),
    bind<&RegulationTerms::regulated_price_factor>({.name = "regulated_price_factor",
                                                    .unit = "1",
                                                    .doc = "chip-hour prices from then on, times this",
                                                    .fallback = 1,
                                                    .most = 1e6}),
    bind<&RegulationTerms::available_share>({.name = "regulated_available_share",
                                             .unit = "1",
                                             .doc = "share of the chips that one may use from then on",
                                             .fallback = 1,
                                             .least = 0.001,
                                             .most = 1}),
    bind<&RegulationTerms::sellable_factor>({.name = "regulated_sellable_factor",
                                             .unit = "1",
                                             .doc = "sellable_share from then on, times this",
                                             .fallback = 1,
                                             .most = 1e6}),
};
static_assert(sizeof(RegulationTerms) == bound_members(kRegulationAxes) * sizeof(double),
              "a member of RegulationTerms has no row");

struct Expectation {
  Money expected_cost;
  Time expected_train_time;
};
inline Expectation expectation(const RegulationTerms& r, const Training& t, const Renting& rent, const Bill& b) {
  const Time after = max(t.train_time - r.event, Time{});
  const Time longer = r.probability * (1 / r.available_share - 1) * after;
  return {b.cost + (r.probability * (after / t.train_time) * (r.regulated_price_factor - 1)) * rent.rent,
          t.train_time + longer};
}

}  // namespace trainsweep::engine
