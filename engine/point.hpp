// Point: one place in the grid of questions, an axis a member. A new axis is a
// member and its row.
//
// Axes of the plan stage decide what runs and how fast; axes of the account stage
// decide what that takes in days, energy, carbon and money. `offer` is read by
// both: its system by the plan, its price and site by the account.
#pragma once

#include "engine/bound.hpp"

namespace trainsweep::engine {

enum class Precision : std::uint8_t { bf16, fp8, fp4 };
inline constexpr std::array<std::string_view, 3> kPrecisionNames{"bf16", "fp8", "fp4"};
enum class Recompute : std::uint8_t { none, selective, full };
inline constexpr std::array<std::string_view, 3> kRecomputeNames{"none", "selective", "full"};

struct Point {
  Reference model;
  double params;
  Reference system, offer, software;
  double chips;
  double precision;
  double sequence_length, global_batch;
  double expert_load;
  double tp, pp, cp, ep, dp, interleave, micro_batch, recompute, zero_stage, zero_group, sequence_parallel;
  double matmul_factor, memory_bandwidth_factor, memory_factor, network_factor;

  double tokens, tokens_per_param;
  HourlyPrice chip_hour;
  double price_factor;
  EnergyPrice electricity;
  double pue;
  CarbonIntensity grid_carbon;
  Time chip_mtbf, restart;
  Money storage_gb_month;
  double kept_checkpoints;
  Time deadline;
};

struct BoundAxis : Bound<Point> {
  Stage stage;
};

constexpr BoundAxis plan_axis(Bound<Point> row) { return {row, Stage::plan}; }
constexpr BoundAxis both_axis(Bound<Point> row) { return {row, Stage::both}; }
constexpr BoundAxis account_axis(Bound<Point> row) { return {row, Stage::account}; }

inline constexpr std::array kPointAxes{
    plan_axis(bind<&Point::model>(
        {.name = "model", .doc = "the model that is trained", .kind = Kind::reference, .catalog = "models"})),
    plan_axis(bind<&Point::params>({.name = "params",
                                    .unit = "1",
                                    .doc = "instead of model: a synthetic dense model of this many parameters",
                                    .least = 1e6,
                                    .most = 1e15})),
    both_axis(bind<&Point::system>({.name = "system",
                                    .doc = "instead of offer: the machine, without a price",
                                    .kind = Kind::reference,
                                    .catalog = "systems"})),
    both_axis(bind<&Point::offer>({.name = "offer",
                                   .doc = "a vendor's system at its price, term and site",
                                   .kind = Kind::reference,
                                   .catalog = "offers"})),
    plan_axis(bind<&Point::software>({.name = "software",
                                      .doc = "the stack that trains; unset: the system's own",
                                      .kind = Kind::reference,
                                      .catalog = "software"})),
    plan_axis(bind<&Point::chips>({.name = "chips",
                                   .unit = "1",
                                   .doc = "chips that train together",
                                   .kind = Kind::integer,
                                   .required = true,
                                   .least = 1,
                                   .most = 1e9})),
    plan_axis(bind<&Point::precision>({.name = "precision",
                                       .doc = "number format of the matrix products",
                                       .kind = Kind::choice,
                                       .fallback = 0,
                                       .choices = kPrecisionNames})),
    plan_axis(bind<&Point::sequence_length>({.name = "sequence_length",
                                             .unit = "1",
                                             .doc = "tokens of a sequence; unset: the model's own",
                                             .kind = Kind::integer,
                                             .least = 1,
                                             .most = 1e9})),
    plan_axis(bind<&Point::global_batch>(
        {.name = "global_batch",
         .unit = "1",
         .doc = "sequences of one step; unset: the model's published batch, else 4,194,304 tokens",
         .kind = Kind::integer,
         .least = 1,
         .most = 1e12})),
    plan_axis(bind<&Point::expert_load>({.name = "expert_load",
                                         .unit = "1",
                                         .doc = "tokens of the busiest expert against the mean: imbalance, or the "
                                                "capacity that all are padded to",
                                         .fallback = 1,
                                         .least = 1,
                                         .most = 1e6})),
    plan_axis(bind<&Point::tp>({.name = "tp",
                                .unit = "1",
                                .doc = "tensor parallelism; unset: searched",
                                .kind = Kind::integer,
                                .least = 1,
                                .most = 1e9})),
    plan_axis(bind<&Point::pp>({.name = "pp",
                                .unit = "1",
                                .doc = "pipeline parallelism; unset: searched",
                                .kind = Kind::integer,
                                .least = 1,
                                .most = 1e9})),
    plan_axis(bind<&Point::cp>({.name = "cp",
                                .unit = "1",
                                .doc = "context parallelism; unset: searched",
                                .kind = Kind::integer,
                                .least = 1,
                                .most = 1e9})),
    plan_axis(bind<&Point::ep>({.name = "ep",
                                .unit = "1",
                                .doc = "expert parallelism; unset: searched",
                                .kind = Kind::integer,
                                .least = 1,
                                .most = 1e9})),
    plan_axis(bind<&Point::dp>({.name = "dp",
                                .unit = "1",
                                .doc = "data parallelism; unset: what the others leave",
                                .kind = Kind::integer,
                                .least = 1,
                                .most = 1e9})),
    plan_axis(bind<&Point::interleave>({.name = "interleave",
                                        .unit = "1",
                                        .doc = "model chunks of one pipeline stage (virtual stages); unset: searched",
                                        .kind = Kind::integer,
                                        .least = 1,
                                        .most = 1e6})),
    plan_axis(bind<&Point::micro_batch>({.name = "micro_batch",
                                         .unit = "1",
                                         .doc = "sequences that one replica handles at once; unset: searched",
                                         .kind = Kind::integer,
                                         .least = 1,
                                         .most = 1e9})),
    plan_axis(bind<&Point::recompute>({.name = "recompute",
                                       .doc = "what the backward pass computes again; unset: searched",
                                       .kind = Kind::choice,
                                       .choices = kRecomputeNames})),
    plan_axis(bind<&Point::zero_stage>(
        {.name = "zero_stage",
         .unit = "1",
         .doc = "what data parallelism shards: 0 nothing, 1 optimizer, 2 and gradients, 3 and weights; unset: searched",
         .kind = Kind::integer,
         .least = 0,
         .most = 3})),
    plan_axis(bind<&Point::zero_group>(
        {.name = "zero_group",
         .unit = "1",
         .doc = "replicas (dp x cp) that share out what ZeRO shards, the others copy it; unset: searched",
         .kind = Kind::integer,
         .least = 1,
         .most = 1e9})),
    plan_axis(bind<&Point::sequence_parallel>(
        {.name = "sequence_parallel",
         .doc = "tensor parallelism splits the sequence outside of its products; unset: searched",
         .kind = Kind::flag,
         .most = 1})),
    plan_axis(bind<&Point::matmul_factor>({.name = "matmul_factor",
                                           .unit = "1",
                                           .doc = "what if: all matmul rates times this",
                                           .fallback = 1,
                                           .least = 1e-6,
                                           .most = 1e6})),
    plan_axis(bind<&Point::memory_bandwidth_factor>({.name = "memory_bandwidth_factor",
                                                     .unit = "1",
                                                     .doc = "what if: the memory's bandwidth times this",
                                                     .fallback = 1,
                                                     .least = 1e-6,
                                                     .most = 1e6})),
    plan_axis(bind<&Point::memory_factor>({.name = "memory_factor",
                                           .unit = "1",
                                           .doc = "what if: the memory's size times this",
                                           .fallback = 1,
                                           .least = 1e-6,
                                           .most = 1e6})),
    plan_axis(bind<&Point::network_factor>({.name = "network_factor",
                                            .unit = "1",
                                            .doc = "what if: all network bandwidths times this",
                                            .fallback = 1,
                                            .least = 1e-6,
                                            .most = 1e6})),

    account_axis(bind<&Point::tokens>({.name = "tokens",
                                       .unit = "1",
                                       .doc = "tokens to train on; unset: tokens_per_param times the active parameters",
                                       .least = 1,
                                       .most = 1e20})),
    account_axis(bind<&Point::tokens_per_param>({.name = "tokens_per_param",
                                                 .unit = "1",
                                                 .doc = "tokens for each active parameter (20: Hoffmann et al. 2022)",
                                                 .fallback = 20,
                                                 .least = 1e-6,
                                                 .most = 1e9})),
    account_axis(bind<&Point::chip_hour, usd_per_hour>({.name = "price_usd_per_chip_hour",
                                                        .unit = "USD/h",
                                                        .doc = "price of one chip for one hour; unset: the offer's",
                                                        .most = 1e9})),
    account_axis(bind<&Point::price_factor>(
        {.name = "price_factor", .unit = "1", .doc = "all chip-hour prices times this", .fallback = 1, .most = 1e9})),
    account_axis(bind<&Point::electricity, usd_per_kilowatt_hour>({.name = "electricity_usd_per_kwh",
                                                                   .unit = "USD/kWh",
                                                                   .doc = "electricity tariff; unset: the offer's",
                                                                   .most = 1e6})),
    account_axis(bind<&Point::pue>(
        {.name = "pue", .unit = "1", .doc = "power usage effectiveness; unset: the offer's", .least = 1, .most = 100})),
    account_axis(bind<&Point::grid_carbon, gram_per_kilowatt_hour>(
        {.name = "grid_carbon_g_per_kwh",
         .unit = "g/kWh",
         .doc = "CO2 equivalent of a kilowatt hour; unset: the offer's",
         .most = 1e6})),
    account_axis(bind<&Point::chip_mtbf, hour>({.name = "chip_mtbf_hours",
                                                .unit = "h",
                                                .doc = "mean time between failures per chip; unset: the chip's own",
                                                .least = 1e-3,
                                                .most = 1e15})),
    account_axis(bind<&Point::restart, minute>({.name = "restart_minutes",
                                                .unit = "min",
                                                .doc = "from a failure to the next useful step: detect, replace, load",
                                                .fallback = 10,
                                                .most = 1e6})),
    account_axis(bind<&Point::storage_gb_month, usd>({.name = "storage_usd_per_gb_month",
                                                      .unit = "USD",
                                                      .doc = "price of keeping 10^9 bytes for a month",
                                                      .fallback = 0.023,
                                                      .most = 1e6})),
    account_axis(bind<&Point::kept_checkpoints>({.name = "kept_checkpoints",
                                                 .unit = "1",
                                                 .doc = "checkpoints kept in storage during the run",
                                                 .fallback = 10,
                                                 .most = 1e6})),
    account_axis(bind<&Point::deadline, day>({.name = "deadline_days",
                                              .unit = "d",
                                              .doc = "longest training time allowed; unset: none",
                                              .least = 1e-6,
                                              .most = 1e9})),
};

consteval std::size_t point_members() {
  std::size_t n = 0;
  for (const BoundAxis& row : kPointAxes) n += row.property.kind != Kind::text ? 1 : 0;
  return n;
}
static_assert(sizeof(Point) == point_members() * sizeof(double), "a member of Point has no row");

}  // namespace trainsweep::engine
