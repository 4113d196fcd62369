// Owning: what the run costs who buys the machine, as the share of its life that the run
// takes, instead of renting it. After Cottier et al. 2024 (arXiv:2405.21015, section 3):
//
//   bought = chips x price x server factor / (1 - network share) x (1 + installation)
//   value  = bought x (1 - d)^age,  at the start of the run; d a year
//   lost   = value x (1 - (1 - d)^held),  the depreciation; the rest is what it resells for
//
// and on top capital (interest on the value while it is held), hosting (a kilowatt of the
// site for a month), staff, electricity and storage. They take the loss as linear,
// value x -ln(1 - d) x held, which is 1 to 4 % more for runs of one to three months.
//
//   16,384 H100 at 44,490 USD, a fifth of all for the network: 900 million USD bought,
//   48 million of them lost in the 89 days of Llama 3.1 405B.
#pragma once

#include "engine/money/renting.hpp"

namespace trainsweep::engine {

struct PurchaseTerms {
  Money chip_price;
  double server_factor, network_share, installation_share;
  Time age;
};
inline constexpr std::array kPurchaseAxes{
    bind<&PurchaseTerms::chip_price, usd>({.name = "chip_price_usd",
                                           .unit = "USD",
                                           .doc = "purchase price of one chip, as sold in a server; unset: the chip's",
                                           .most = 1e9}),
    bind<&PurchaseTerms::server_factor>(
        {.name = "server_factor",
         .unit = "1",
         .doc = "that price times this: the server of a chip that is priced alone (1.64: Cottier et al. 2024)",
         .fallback = 1,
         .least = 1,
         .most = 100}),
    bind<&PurchaseTerms::network_share>(
        {.name = "network_share",
         .unit = "1",
         .doc = "share of the machine's price that the network between servers takes (0.19: Cottier et al. 2024)",
         .fallback = 0.19,
         .most = 0.99}),
    bind<&PurchaseTerms::installation_share>({.name = "installation_share",
                                              .unit = "1",
                                              .doc = "delivery, racks, cabling and testing, against that price",
                                              .fallback = 0,
                                              .most = 10}),
    bind<&PurchaseTerms::age, year>({.name = "chip_age_years",
                                     .unit = "year",
                                     .doc = "age of the machine when the run starts",
                                     .fallback = 0,
                                     .most = 100}),
};
static_assert(sizeof(PurchaseTerms) == bound_members(kPurchaseAxes) * sizeof(double),
              "a member of PurchaseTerms has no row");

struct OwnershipTerms {
  double depreciation, cost_of_capital;
  EnergyPrice hosting;
  HourlyPrice staff;
};
inline constexpr std::array kOwnershipAxes{
    bind<&OwnershipTerms::depreciation>(
        {.name = "depreciation_per_year",
         .unit = "1",
         .doc = "share of its value that a machine loses in a year (0.2756 = 1 - 10^-0.14: Cottier et al. 2024)",
         .fallback = 0.2756,
         .most = 0.99}),
    bind<&OwnershipTerms::cost_of_capital>({.name = "cost_of_capital_per_year",
                                            .unit = "1",
                                            .doc = "yearly interest on the money that is bound in the machine",
                                            .fallback = 0.1,
                                            .most = 10}),
    bind<&OwnershipTerms::hosting, usd_per_kilowatt_month>(
        {.name = "hosting_usd_per_kw_month",
         .unit = "USD/kW/month",
         .doc = "space, power feed and cooling for a kilowatt of machine, electricity aside (184: CBRE, primary US "
                "markets, end of 2024)",
         .fallback = 184,
         .most = 1e6}),
    bind<&OwnershipTerms::staff, usd_per_year>(
        {.name = "staff_usd_per_chip_year",
         .unit = "USD/year",
         .doc = "people and spare parts that keep one chip running (250 assumed: one engineer for 1,000 chips)",
         .fallback = 250,
         .most = 1e9}),
};
static_assert(sizeof(OwnershipTerms) == bound_members(kOwnershipAxes) * sizeof(double),
              "a member of OwnershipTerms has no row");

struct Purchase {
  Money bought, value;  // new, and when the run starts
};
inline Purchase purchase(const Plan& p, const PurchaseTerms& t, const OwnershipTerms& o, const Decline& d) {
  const double extra = t.server_factor * (1 + t.installation_share) / (1 - t.network_share);
  const Money bought = p.chips * extra * d.price_share * t.chip_price;
  return {bought, bought * power(1 - o.depreciation, t.age / year)};
}

struct Owning {
  Money depreciation, capital, hosting, staff;
};
inline Owning owning(const Plan& p, const OwnershipTerms& o, const Purchase& b, const Holding& h) {
  const double years = h.held / year, loss = -logarithm(1 - o.depreciation) * years;
  const Money value_years = b.value * (years * mean_decay(loss));  // value, summed over the time held
  return {-logarithm(1 - o.depreciation) * value_years, o.cost_of_capital * value_years,
          o.hosting * (p.step_energy / p.time.total()) * h.held, o.staff * p.chips * h.held};
}

struct OwnBill {
  Money own_cost;
};
inline OwnBill own_bill(const Owning& o, const Consumption& c, const Storing& s) {
  return {o.depreciation + o.capital + o.hosting + o.staff + c.electricity + s.storage};
}

}  // namespace trainsweep::engine
