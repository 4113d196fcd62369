// Renting: what a vendor asks for the time of its chips, and for what is stored there.
#pragma once

#include "engine/run.hpp"

namespace trainsweep::engine {

inline constexpr Time kMonth = 30 * day;

struct Price {
  HourlyPrice chip_hour;
  double price_factor;
};
inline constexpr std::array kPriceAxes{
    bind<&Price::chip_hour, usd_per_hour>({.name = "price_usd_per_chip_hour",
                                           .unit = "USD/h",
                                           .doc = "price of one chip for one hour; unset: the offer's",
                                           .most = 1e9}),
    bind<&Price::price_factor>(
        {.name = "price_factor", .unit = "1", .doc = "all chip-hour prices times this", .fallback = 1, .most = 1e9}),
};
static_assert(sizeof(Price) == bound_members(kPriceAxes) * sizeof(double), "a member of Price has no row");

struct StorageTerms {
  Money storage_gb_month;
  double kept_checkpoints;
};
inline constexpr std::array kStorageAxes{
    bind<&StorageTerms::storage_gb_month, usd>({.name = "storage_usd_per_gb_month",
                                                .unit = "USD",
                                                .doc = "price of keeping 10^9 bytes for a month",
                                                .fallback = 0.023,
                                                .most = 1e6}),
    bind<&StorageTerms::kept_checkpoints>({.name = "kept_checkpoints",
                                           .unit = "1",
                                           .doc = "checkpoints kept in storage during the run",
                                           .fallback = 10,
                                           .most = 1e6}),
};
static_assert(sizeof(StorageTerms) == bound_members(kStorageAxes) * sizeof(double),
              "a member of StorageTerms has no row");

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

}  // namespace trainsweep::engine
