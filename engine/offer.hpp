// Offer: a vendor's system at its price, term and site.
//
// The plan stage sees its system and nothing else, so two offers of one system
// share their searches.
#pragma once

#include "engine/bound.hpp"

namespace trainsweep::engine {

struct Offer {
  Reference system{};
  HourlyPrice chip_hour{};
  EnergyPrice electricity{};
  double pue = 0;
  CarbonIntensity grid_carbon{};
  Time commitment{}, interruption{}, available_in{};
  Money committed{}, first_tier{}, second_tier{};
  double first_discount = 0, second_discount = 0;
  Time capacity{};
  double availability = 0;
};

inline constexpr std::array kOfferFields{
    text<Offer>({.name = "vendor", .doc = "who sells it", .required = true}),
    text<Offer>({.name = "title", .doc = "the product's name", .required = true}),
    bind<&Offer::system>({.name = "system",
                          .doc = "the system that it rents",
                          .kind = Kind::reference,
                          .required = true,
                          .catalog = "systems"}),
    text<Offer>({.name = "region", .doc = "where it stands", .required = true}),
    text<Offer>(
        {.name = "term", .doc = "on-demand, reserved-1y, reserved-3y, capacity-block or spot", .required = true}),
    text<Offer>({.name = "price_date", .doc = "the day, month or year at which the price held", .required = true}),
    bind<&Offer::chip_hour, usd_per_hour>(
        {.name = "chip_hour_usd", .unit = "USD/h", .doc = "price of one chip for one hour", .required = true}),
    bind<&Offer::electricity, usd_per_kilowatt_hour>({.name = "electricity_usd_per_kwh",
                                                      .unit = "USD/kWh",
                                                      .doc = "industrial tariff where it stands",
                                                      .required = true}),
    bind<&Offer::pue>({.name = "pue",
                       .unit = "1",
                       .doc = "power usage effectiveness of the site",
                       .required = true,
                       .least = 1,
                       .most = 10}),
    bind<&Offer::grid_carbon, gram_per_kilowatt_hour>({.name = "grid_carbon_g_per_kwh",
                                                       .unit = "g/kWh",
                                                       .doc = "CO2 equivalent of a kilowatt hour of the grid",
                                                       .required = true}),
    bind<&Offer::commitment, day>({.name = "commitment_days",
                                   .unit = "d",
                                   .doc = "time that is paid for whether it is used or not",
                                   .fallback = 0}),
    bind<&Offer::interruption, hour>({.name = "interruption_hours",
                                      .unit = "h",
                                      .doc = "mean time until the vendor takes a chip back (spot); unset: never",
                                      .fallback = kNotSet,
                                      .least = 1e-3}),
    bind<&Offer::available_in, year>(
        {.name = "available_in_years",
         .unit = "year",
         .doc = "years from price_date until it can be had: announced, but not yet shipped",
         .fallback = 0,
         .most = 100}),
    bind<&Offer::committed, usd>({.name = "committed_usd",
                                  .unit = "USD",
                                  .doc = "spend that is owed whether it is used or not",
                                  .fallback = 0,
                                  .most = 1e15}),
    bind<&Offer::first_tier, usd>({.name = "first_tier_usd",
                                   .unit = "USD",
                                   .doc = "spend beyond which first_tier_discount holds",
                                   .fallback = 0,
                                   .most = 1e15}),
    bind<&Offer::second_tier, usd>({.name = "second_tier_usd",
                                    .unit = "USD",
                                    .doc = "spend beyond which second_tier_discount holds instead",
                                    .fallback = 1e15,
                                    .most = 1e15}),
    bind<&Offer::first_discount>({.name = "first_tier_discount",
                                  .unit = "1",
                                  .doc = "discount on what is spent beyond the first tier",
                                  .fallback = 0,
                                  .most = 1}),
    bind<&Offer::second_discount>({.name = "second_tier_discount",
                                   .unit = "1",
                                   .doc = "discount on what is spent beyond the second tier",
                                   .fallback = 0,
                                   .most = 1}),
    bind<&Offer::capacity, hour>({.name = "capacity_chip_hours",
                                  .unit = "h",
                                  .doc = "chip-hours that can be had of it in a year; unset: as many as one wants",
                                  .fallback = kNotSet}),
    bind<&Offer::availability>({.name = "availability",
                                .unit = "1",
                                .doc = "share of a year in which its chips can be had",
                                .fallback = 1,
                                .most = 1}),
};
inline constexpr auto kOfferProperties = properties(kOfferFields);
static_assert(sizeof(Offer) == bound_members(kOfferFields) * sizeof(double), "a member of Offer has no row");

}  // namespace trainsweep::engine
