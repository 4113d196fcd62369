// Point: one place in the grid of questions, an axis a member. A new axis is a
// member and its row.
//
// Axes of the plan stage decide what runs and how fast; axes of the account stage
// decide what that takes in days, energy, carbon and money, and stand with what
// reads them (account.hpp). `offer` is read by both: its system by the plan, its
// price and site by the account; and so are the offers that share a year's work with it.
#pragma once

#include "engine/account.hpp"
#include "engine/choices.hpp"

namespace trainsweep::engine {

struct PlanPoint {
  Reference model;
  double params;
  Reference system, offer, second_offer, third_offer, software;
  double chips, second_chips, third_chips;
  double precision;
  double sequence_length, global_batch;
  double expert_load, offload;
  double tp, pp, cp, ep, dp, interleave, micro_batch, recompute, recompute_layers, zero_stage, zero_group,
      sequence_parallel;
  double matmul_factor, memory_bandwidth_factor, memory_factor, network_factor;
};

struct PlanAxis : Bound<PlanPoint> {
  Stage stage;
};
constexpr PlanAxis plan_axis(Bound<PlanPoint> row) { return {row, Stage::plan}; }
constexpr PlanAxis both_axis(Bound<PlanPoint> row) { return {row, Stage::both}; }

inline constexpr std::array kPlanAxes{
    plan_axis(bind<&PlanPoint::model>(
        {.name = "model", .doc = "the model that is trained", .kind = Kind::reference, .catalog = "models"})),
    plan_axis(bind<&PlanPoint::params>({.name = "params",
                                        .unit = "1",
                                        .doc = "instead of model: a synthetic dense model of this many parameters",
                                        .least = 1e6,
                                        .most = 1e15})),
    both_axis(bind<&PlanPoint::system>({.name = "system",
                                        .doc = "instead of offer: the machine, without a price",
                                        .kind = Kind::reference,
                                        .catalog = "systems"})),
    both_axis(bind<&PlanPoint::offer>({.name = "offer",
                                       .doc = "a vendor's system at its price, term and site",
                                       .kind = Kind::reference,
                                       .catalog = "offers"})),
    both_axis(bind<&PlanPoint::second_offer>(
        {.name = "second_offer",
         .doc = "another offer that may take a part of a year's work, at its own price, terms, software and best plan",
         .kind = Kind::reference,
         .catalog = "offers"})),
    both_axis(bind<&PlanPoint::third_offer>(
        {.name = "third_offer", .doc = "one more of the same kind", .kind = Kind::reference, .catalog = "offers"})),
    plan_axis(bind<&PlanPoint::software>({.name = "software",
                                          .doc = "the stack that trains; unset: the system's own",
                                          .kind = Kind::reference,
                                          .catalog = "software"})),
    plan_axis(bind<&PlanPoint::chips>({.name = "chips",
                                       .unit = "1",
                                       .doc = "chips that train together",
                                       .kind = Kind::integer,
                                       .required = true,
                                       .least = 1,
                                       .most = 1e9})),
    plan_axis(bind<&PlanPoint::second_chips>({.name = "second_chips",
                                              .unit = "1",
                                              .doc = "chips that train together at second_offer; unset: chips",
                                              .kind = Kind::integer,
                                              .least = 1,
                                              .most = 1e9})),
    plan_axis(bind<&PlanPoint::third_chips>({.name = "third_chips",
                                             .unit = "1",
                                             .doc = "chips that train together at third_offer; unset: chips",
                                             .kind = Kind::integer,
                                             .least = 1,
                                             .most = 1e9})),
    plan_axis(bind<&PlanPoint::precision>({.name = "precision",
                                           .doc = "number format of the matrix products",
                                           .kind = Kind::choice,
                                           .fallback = 0,
                                           .choices = kPrecisionNames})),
    plan_axis(bind<&PlanPoint::sequence_length>({.name = "sequence_length",
                                                 .unit = "1",
                                                 .doc = "tokens of a sequence; unset: the model's own",
                                                 .kind = Kind::integer,
                                                 .least = 1,
                                                 .most = 1e9})),
    plan_axis(bind<&PlanPoint::global_batch>(
        {.name = "global_batch",
         .unit = "1",
         .doc = "sequences of one step; unset: the model's published batch, else 4,194,304 tokens",
         .kind = Kind::integer,
         .least = 1,
         .most = 1e12})),
    plan_axis(bind<&PlanPoint::expert_load>({.name = "expert_load",
                                             .unit = "1",
                                             .doc = "tokens of the busiest expert against the mean: imbalance, or the "
                                                    "capacity that all are padded to",
                                             .fallback = 1,
                                             .least = 1,
                                             .most = 1e6})),
    plan_axis(
        bind<&PlanPoint::offload>({.name = "offload",
                                   .doc = "what waits in the host's memory: the optimizer runs there, activations "
                                          "come back for the backward pass",
                                   .kind = Kind::choice,
                                   .fallback = 0,
                                   .choices = kOffloadNames})),
    plan_axis(bind<&PlanPoint::tp>({.name = "tp",
                                    .unit = "1",
                                    .doc = "tensor parallelism; unset: searched",
                                    .kind = Kind::integer,
                                    .least = 1,
                                    .most = 1e9})),
    plan_axis(bind<&PlanPoint::pp>({.name = "pp",
                                    .unit = "1",
                                    .doc = "pipeline parallelism; unset: searched",
                                    .kind = Kind::integer,
                                    .least = 1,
                                    .most = 1e9})),
    plan_axis(bind<&PlanPoint::cp>({.name = "cp",
                                    .unit = "1",
                                    .doc = "context parallelism; unset: searched",
                                    .kind = Kind::integer,
                                    .least = 1,
                                    .most = 1e9})),
    plan_axis(bind<&PlanPoint::ep>({.name = "ep",
                                    .unit = "1",
                                    .doc = "expert parallelism; unset: searched",
                                    .kind = Kind::integer,
                                    .least = 1,
                                    .most = 1e9})),
    plan_axis(bind<&PlanPoint::dp>({.name = "dp",
                                    .unit = "1",
                                    .doc = "data parallelism; unset: what the others leave",
                                    .kind = Kind::integer,
                                    .least = 1,
                                    .most = 1e9})),
    plan_axis(
        bind<&PlanPoint::interleave>({.name = "interleave",
                                      .unit = "1",
                                      .doc = "model chunks of one pipeline stage (virtual stages); unset: searched",
                                      .kind = Kind::integer,
                                      .least = 1,
                                      .most = 1e6})),
    plan_axis(bind<&PlanPoint::micro_batch>({.name = "micro_batch",
                                             .unit = "1",
                                             .doc = "sequences that one replica handles at once; unset: searched",
                                             .kind = Kind::integer,
                                             .least = 1,
                                             .most = 1e9})),
    plan_axis(bind<&PlanPoint::recompute>({.name = "recompute",
                                           .doc = "what the backward pass computes again; unset: searched",
                                           .kind = Kind::choice,
                                           .choices = kRecomputeNames})),
    plan_axis(bind<&PlanPoint::recompute_layers>(
        {.name = "recompute_layers",
         .unit = "1",
         .doc =
             "layers of a pipeline stage that full recomputation takes, the others keep what selective keeps; unset: "
             "all where recompute is given, else the fewest that fit",
         .kind = Kind::integer,
         .least = 1,
         .most = 1e6})),
    plan_axis(bind<&PlanPoint::zero_stage>(
        {.name = "zero_stage",
         .unit = "1",
         .doc = "what data parallelism shards: 0 nothing, 1 optimizer, 2 and gradients, 3 and weights; unset: searched",
         .kind = Kind::integer,
         .least = 0,
         .most = 3})),
    plan_axis(bind<&PlanPoint::zero_group>(
        {.name = "zero_group",
         .unit = "1",
         .doc = "replicas (dp x cp) that share out what ZeRO shards, the others copy it; unset: searched",
         .kind = Kind::integer,
         .least = 1,
         .most = 1e9})),
    plan_axis(bind<&PlanPoint::sequence_parallel>(
        {.name = "sequence_parallel",
         .doc = "tensor parallelism splits the sequence outside of its products; unset: searched",
         .kind = Kind::flag,
         .most = 1})),
    plan_axis(bind<&PlanPoint::matmul_factor>({.name = "matmul_factor",
                                               .unit = "1",
                                               .doc = "what if: all matmul rates times this",
                                               .fallback = 1,
                                               .least = 1e-6,
                                               .most = 1e6})),
    plan_axis(bind<&PlanPoint::memory_bandwidth_factor>({.name = "memory_bandwidth_factor",
                                                         .unit = "1",
                                                         .doc = "what if: the memory's bandwidth times this",
                                                         .fallback = 1,
                                                         .least = 1e-6,
                                                         .most = 1e6})),
    plan_axis(bind<&PlanPoint::memory_factor>({.name = "memory_factor",
                                               .unit = "1",
                                               .doc = "what if: the memory's size times this",
                                               .fallback = 1,
                                               .least = 1e-6,
                                               .most = 1e6})),
    plan_axis(bind<&PlanPoint::network_factor>({.name = "network_factor",
                                                .unit = "1",
                                                .doc = "what if: all network bandwidths times this",
                                                .fallback = 1,
                                                .least = 1e-6,
                                                .most = 1e6})),
};
static_assert(sizeof(PlanPoint) == kPlanAxes.size() * sizeof(double), "a member of PlanPoint has no row");

struct Point : PlanPoint, Terms {};

struct BoundAxis : Bound<Point> {
  Stage stage;
};
inline constexpr auto kPointAxes = [] {
  constexpr auto rows = joined(inherited<Point, kPlanAxes>(), inherited<Point, kAccountAxes>());
  std::array<BoundAxis, rows.size()> axes{};
  for (std::size_t i = 0; i < axes.size(); ++i) {
    axes[i] = {rows[i], i < kPlanAxes.size() ? kPlanAxes[i].stage : Stage::account};
  }
  return axes;
}();

}  // namespace trainsweep::engine
