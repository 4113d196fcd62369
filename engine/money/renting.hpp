// Renting: what a vendor asks for the time of its chips, and for what is stored there.
#pragma once

#include "engine/money/road_map.hpp"
#include "engine/run.hpp"

namespace trainsweep::engine {

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

// Time that is paid for and in which nothing trains.
struct Commitment {
  Time commitment;
  double unused_commitment_share, idle_share;
};
inline constexpr std::array kCommitmentAxes{
    bind<&Commitment::commitment, day>({.name = "commitment_days",
                                        .unit = "d",
                                        .doc = "time that is paid for whether it is used or not; unset: the offer's",
                                        .most = 1e6}),
    bind<&Commitment::unused_commitment_share>(
        {.name = "unused_commitment_share",
         .unit = "1",
         .doc = "share of what the run leaves of the commitment that no other work uses",
         .fallback = 0,
         .most = 1}),
    bind<&Commitment::idle_share>({.name = "idle_share",
                                   .unit = "1",
                                   .doc = "share of the paid time in which the chips wait between runs",
                                   .fallback = 0,
                                   .most = 0.99}),
};
static_assert(sizeof(Commitment) == bound_members(kCommitmentAxes) * sizeof(double),
              "a member of Commitment has no row");

struct StorageTerms {
  Money storage_gb_month;
  double kept_checkpoints;
  Frequency archived;
  Time archive;
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
    bind<&StorageTerms::archived, per_day>({.name = "archived_checkpoints_per_day",
                                            .unit = "d-1",
                                            .doc = "checkpoints set aside for good each day: storage that grows",
                                            .fallback = 0,
                                            .most = 1e6}),
    bind<&StorageTerms::archive, day>({.name = "archive_days",
                                       .unit = "d",
                                       .doc = "how long those are kept beyond the end of the run",
                                       .fallback = 0,
                                       .most = 1e6}),
};
static_assert(sizeof(StorageTerms) == bound_members(kStorageAxes) * sizeof(double),
              "a member of StorageTerms has no row");

struct EgressTerms {
  Money egress_gb;
  double egress_checkpoints;
};
inline constexpr std::array kEgressAxes{
    bind<&EgressTerms::egress_gb, usd>({.name = "egress_usd_per_gb",
                                        .unit = "USD",
                                        .doc = "price of moving 10^9 bytes out of the vendor's cloud",
                                        .fallback = 0.09,
                                        .most = 1e6}),
    bind<&EgressTerms::egress_checkpoints>({.name = "egress_checkpoints",
                                            .unit = "1",
                                            .doc = "checkpoints that leave the vendor's cloud",
                                            .fallback = 0,
                                            .most = 1e9}),
};
static_assert(sizeof(EgressTerms) == bound_members(kEgressAxes) * sizeof(double), "a member of EgressTerms has no row");

// How long the machine is held for the run: with its share of the time between runs.
struct Holding {
  Time held;
};
inline Holding holding(const Commitment& c, const Training& t) { return {t.train_time * (1 / (1 - c.idle_share))}; }

struct Renting {
  HourlyPrice chip_hour;
  Money rent;
};
inline Renting renting(const Price& p, const Decline& d, const Training& t) {
  const HourlyPrice chip_hour = p.chip_hour * p.price_factor * d.price_share;
  return {chip_hour, chip_hour * t.chip_time};
}

// Rent of the time between runs, and of the commitment that nobody uses.
struct Idling {
  Money idle;
};
inline Idling idling(const RunBasis& p, const Commitment& c, const Training& t, const Holding& h, const Renting& r) {
  const Time unused = c.unused_commitment_share * max(c.commitment - h.held, Time{});
  return {r.chip_hour * p.chips * ((h.held - t.train_time) + unused)};
}

// Some checkpoints are kept while the run lasts; others are added day by day, so that half
// of them are there on average, and all of them afterwards.
struct Storing {
  Money storage;
};
inline Storing storing(const RunBasis& p, const StorageTerms& s, const Training& t) {
  const Time growing = s.archived * t.train_time * (0.5 * t.train_time + s.archive);
  return {s.storage_gb_month * (p.checkpoint / gigabyte / month) * (s.kept_checkpoints * t.train_time + growing)};
}

struct Leaving {
  Money egress;
};
inline Leaving leaving(const RunBasis& p, const EgressTerms& e) {
  return {e.egress_checkpoints * (p.checkpoint / gigabyte) * e.egress_gb};
}

struct Bill {
  Money cost;
};
inline Bill bill(const Renting& r, const Idling& i, const Storing& s, const Leaving& l) {
  return {r.rent + i.idle + s.storage + l.egress};
}

}  // namespace trainsweep::engine
