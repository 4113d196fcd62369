// Account: from a plan to the days, energy, carbon and money of a whole training
// run. Tens of operations, no branches on data: the compiler runs many points at
// once (columns.cpp). Each part has a struct and a function (see parts.hpp) in the header
// of its subject, beside the terms that it reads and their axes; a new one joins the lists
// here.
#pragma once

#include "engine/money/renting.hpp"
#include "engine/run.hpp"

namespace trainsweep::engine {

// The account axes of one point with the offer's values filled in, by who reads them.
using Terms = Joined<Work, Site, Reliability, Limit, Price, Commitment, StorageTerms, EgressTerms>;

// Their rows, in the order of the members of Terms.
inline constexpr auto kAccountAxes =
    joined(inherited<Terms, kWorkAxes>(), inherited<Terms, kSiteAxes>(), inherited<Terms, kReliabilityAxes>(),
           inherited<Terms, kLimitAxes>(), inherited<Terms, kPriceAxes>(), inherited<Terms, kCommitmentAxes>(),
           inherited<Terms, kStorageAxes>(), inherited<Terms, kEgressAxes>());
static_assert(sizeof(Terms) == kAccountAxes.size() * sizeof(double), "the terms of a table are not joined");

using AccountFlow = Flow<Terms, failures, training, consumption, holding, renting, idling, storing, leaving, bill>;
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
