// Account: from a plan to the days, energy, carbon and money of a whole training
// run. Tens of operations, no branches on data: the compiler runs many points at
// once (columns.cpp). Each part has a struct and a function (see parts.hpp) in the header
// of its subject, beside the terms that it reads and their axes; a new one joins the lists
// here.
#pragma once

#include "engine/money/deal.hpp"
#include "engine/money/earning.hpp"
#include "engine/money/fleet.hpp"
#include "engine/money/moving.hpp"
#include "engine/money/owning.hpp"
#include "engine/status.hpp"

namespace trainsweep::engine {

// The account axes of one point with the offer's values filled in, by who reads them.
using Terms = Joined<Work, Site, Reliability, Limit, Price, Commitment, StorageTerms, EgressTerms, WaitTerms,
                     PurchaseTerms, OwnershipTerms, ServingTerms, SalesTerms, ReturnTerms, RegulationTerms, SpendTerms,
                     InvestmentTerms, MovingTerms, FleetTerms>;

// Their rows, in the order of the members of Terms.
inline constexpr auto kAccountAxes =
    joined(inherited<Terms, kWorkAxes>(), inherited<Terms, kSiteAxes>(), inherited<Terms, kReliabilityAxes>(),
           inherited<Terms, kLimitAxes>(), inherited<Terms, kPriceAxes>(), inherited<Terms, kCommitmentAxes>(),
           inherited<Terms, kStorageAxes>(), inherited<Terms, kEgressAxes>(), inherited<Terms, kWaitAxes>(),
           inherited<Terms, kPurchaseAxes>(), inherited<Terms, kOwnershipAxes>(), inherited<Terms, kServingAxes>(),
           inherited<Terms, kSalesAxes>(), inherited<Terms, kReturnAxes>(), inherited<Terms, kRegulationAxes>(),
           inherited<Terms, kSpendAxes>(), inherited<Terms, kInvestmentAxes>(), inherited<Terms, kMovingAxes>(),
           inherited<Terms, kFleetAxes>());
static_assert(sizeof(Terms) == kAccountAxes.size() * sizeof(double), "the terms of a table are not joined");

using AccountFlow =
    Flow<Terms, failures, training, consumption, decline, holding, renting, idling, storing, leaving, bill, purchase,
         owning, own_bill, serving, serving_bill, service, earning, Seldom<earns, internal_rate, no_rate>{}, expectation,
         deal, circle, moving, Forked<no_run<&Plan::second>, partner_run<&Plan::second>>{},
         Forked<no_run<&Plan::third>, partner_run<&Plan::third>>{}, Forked<lone_fleet, fleet>{}>;
using Account = AccountFlow::Account;

// What a point must meet to have values, whatever its plan; the first that it fails is its
// status.
template <auto Holds, Verdict Otherwise>
struct Demand {
  static constexpr auto holds = Holds;
  static constexpr Verdict otherwise = Otherwise;
};
template <class... D>
struct Demands {};
using AccountDemands = Demands<Demand<is_available, Verdict::not_available>, Demand<is_sellable, Verdict::not_sellable>,
                               Demand<in_time, Verdict::past_deadline>>;
// One more where others may take a part of the work: it reads all of the money.
template <class... D>
Demands<D..., Demand<is_split, Verdict::no_split>> with_split(Demands<D...>);
using FleetDemands = decltype(with_split(AccountDemands{}));

// Calls visit(demands) for those that a plan asks.
template <class Visit>
auto with_demands(const Plan& plan, Visit&& visit) {
  return plan.has_partners() ? visit(FleetDemands{}) : visit(AccountDemands{});
}

// The status of the first demand that is not met, 0 where all are: selects alone, so that it
// vectorizes. `from` gives what they read: see Formula::call.
template <class From, class... D>
std::uint8_t first_unmet(Demands<D...>, const From& from) {
  std::uint8_t found = 0;
  const auto ask = [&]<class Asked>() {
    const bool holds = Formula<decltype(Asked::holds)>::call(Asked::holds, from);
    const std::uint8_t code = holds ? 0 : static_cast<std::uint8_t>(Asked::otherwise);
    found = found == 0 ? code : found;
  };
  (ask.template operator()<D>(), ...);
  return found;
}

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
