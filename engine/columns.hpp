// Columns: what a sweep writes for each point. A new column is one row: name, unit,
// documentation, and a formula of the Plan and of those parts of the Account that it
// reads (see parts.hpp). The unit constant must have the formula's dimension, or the row
// does not compile; a name that lacks its unit's suffix is caught by
// tests/unit/engine/columns_test.cpp.
#pragma once

#include <tuple>

#include "engine/column_row.hpp"
#include "engine/money/columns.hpp"

namespace trainsweep::engine {

inline constexpr auto kTrainingColumns = std::make_tuple(
    column({"step_time_s", "s", "time of one optimizer step", {}, -1}, second,
           [](const Plan& p) { return p.time.total(); }),
    column({"tokens_per_s", "s-1", "tokens trained on in a second while training runs", {}, 1}, kPerSecond,
           [](const Plan& p) { return p.tokens_per_step / p.time.total(); }),
    column({"tokens_per_s_per_chip", "s-1", "the same for one chip", {}, 1}, kPerSecond,
           [](const Plan& p) { return p.tokens_per_step / p.time.total() / p.chips; }),
    column(
        {"mfu", "1", "model FLOP/s utilization: causal attention, no recomputation, against the datasheet peak", {}, 1},
        kNumber, [](const Plan& p) { return p.model_flops_share; }),
    column({"step_time_rel_error", "1",
            "typical relative error of step_time_s: the mean over published runs of this software and class of model"},
           kNumber, [](const Plan& p) { return p.trust.error; }),
    column({"unmeasured_share", "1",
            "share of the step in mechanisms without a microbenchmark: unmeasured chips, context and expert exchange"},
           kNumber, [](const Plan& p) { return p.trust.unmeasured_share; }),
    column({"model_class", "", "whether the model is dense or a mixture of experts", kModelClassNames}, kNumber,
           [](const Plan& p) { return p.has_experts; }),
    column({"mfu_above_published", "", "whether mfu is above the best published for the chip and number format",
            kFlagNames},
           kNumber, [](const Plan& p) { return p.trust.is_above_published(p.model_flops_share) ? 1.0 : 0.0; }),
    column({"hfu", "1", "hardware FLOP/s utilization: recomputation counted", {}, 1}, kNumber,
           [](const Plan& p) { return p.hardware_flops_share; }),
    column({"model_tflops_per_chip", "TFLOP/s", "model FLOP/s of one chip", {}, 1}, teraflop_per_second,
           [](const Plan& p) { return p.model_flop_rate; }),
    column({"memory_gib", "GiB", "memory that the fullest chip needs"}, gibibyte,
           [](const Plan& p) { return p.memory.total(); }),
    column({"memory_headroom_gib", "GiB", "memory that is left on it, beyond the reserve"}, gibibyte,
           [](const Plan& p) { return p.headroom; }),

    column({"tp", "1", "tensor parallelism"}, kNumber, [](const Plan& p) { return p.mapping.tp; }),
    column({"pp", "1", "pipeline parallelism"}, kNumber, [](const Plan& p) { return p.mapping.pp; }),
    column({"dp", "1", "data parallelism"}, kNumber, [](const Plan& p) { return p.mapping.dp; }),
    column({"cp", "1", "context parallelism"}, kNumber, [](const Plan& p) { return p.mapping.cp; }),
    column({"ep", "1", "expert parallelism"}, kNumber, [](const Plan& p) { return p.mapping.ep; }),
    column({"interleave", "1", "model chunks of one pipeline stage"}, kNumber,
           [](const Plan& p) { return p.mapping.interleave; }),
    column({"micro_batch", "1", "sequences that one replica handles at once"}, kNumber,
           [](const Plan& p) { return p.mapping.micro_batch; }),
    column({"recompute", "", "what the backward pass computes again", kRecomputeNames}, kNumber,
           [](const Plan& p) { return p.mapping.recompute; }),
    column({"recompute_layers", "1", "layers of a pipeline stage that are computed again in full"}, kNumber,
           [](const Plan& p) { return p.mapping.recompute_layers; }),
    column({"zero_stage", "1", "what data parallelism shards: 0 nothing, 1 optimizer, 2 and gradients, 3 and weights"},
           kNumber, [](const Plan& p) { return p.mapping.zero_stage; }),
    column({"zero_group", "1", "replicas that share out what ZeRO shards"}, kNumber,
           [](const Plan& p) { return p.mapping.zero_group; }),
    column({"sequence_parallel", "", "tensor parallelism splits the sequence outside of its products", kFlagNames},
           kNumber, [](const Plan& p) { return p.mapping.sequence_parallel; }),
    column({"micro_batches", "1", "micro-batches of one replica in a step"}, kNumber,
           [](const Plan& p) { return p.micro_batches; }),

    column({"matmul_s", "s", "matrix products, of a step"}, second, [](const Plan& p) { return p.time.parts.matmul; }),
    column({"attention_s", "s", "attention's core, of a step"}, second,
           [](const Plan& p) { return p.time.parts.attention; }),
    column({"memory_bound_s", "s", "norms, activations, softmax and other streaming kernels, of a step"}, second,
           [](const Plan& p) { return p.time.parts.memory_bound; }),
    column({"tensor_comm_s", "s", "exposed tensor-parallel communication, of a step"}, second,
           [](const Plan& p) { return p.time.parts.tensor_comm; }),
    column({"context_comm_s", "s", "exposed context-parallel communication, of a step"}, second,
           [](const Plan& p) { return p.time.parts.context_comm; }),
    column({"expert_comm_s", "s", "exposed expert-parallel communication, of a step"}, second,
           [](const Plan& p) { return p.time.parts.expert_comm; }),
    column({"host_comm_s", "s", "exposed transfers of activations to the host's memory and back, of a step"}, second,
           [](const Plan& p) { return p.time.parts.host_comm; }),
    column({"pipeline_comm_s", "s", "transfers between pipeline stages, of a step"}, second,
           [](const Plan& p) { return p.time.pipeline_comm; }),
    column({"data_comm_s", "s", "exposed gradient and weight traffic of data parallelism, of a step"}, second,
           [](const Plan& p) { return p.time.data_comm; }),
    column({"bubble_s", "s", "waiting while the pipeline fills and drains, of a step"}, second,
           [](const Plan& p) { return p.time.bubble; }),
    column({"optimizer_s", "s", "the optimizer's update, of a step"}, second,
           [](const Plan& p) { return p.time.optimizer; }),
    column({"overhead_s", "s", "jitter, stragglers and the host, of a step"}, second,
           [](const Plan& p) { return p.time.overhead; }),

    column({"weights_gib", "GiB", "weights on the fullest chip"}, gibibyte,
           [](const Plan& p) { return p.memory.weights; }),
    column({"gradients_gib", "GiB", "gradients on it"}, gibibyte, [](const Plan& p) { return p.memory.gradients; }),
    column({"optimizer_gib", "GiB", "optimizer states on it"}, gibibyte,
           [](const Plan& p) { return p.memory.optimizer; }),
    column({"activations_gib", "GiB", "activations in flight on it"}, gibibyte,
           [](const Plan& p) { return p.memory.activations; }),
    column({"workspace_gib", "GiB", "logits, rebuilt layers, gathered weights and buffers on it"}, gibibyte,
           [](const Plan& p) { return p.memory.workspace; }),
    column({"fragments_gib", "GiB", "memory that the allocator holds on it beyond what is in use"}, gibibyte,
           [](const Plan& p) { return p.memory.fragments; }),

    column({"tokens", "1", "tokens trained on"}, kNumber, [](const Training& t) { return t.tokens; }),
    column({"train_days", "d", "wall-clock time of the training run, failures and evaluations included"}, day,
           [](const Training& t) { return t.train_time; }),
    column({"goodput", "1",
            "share of that time that trains: the rest checkpoints, repeats lost work, restarts, evaluates, waits"},
           kNumber, [](const Training& t) { return t.goodput; }),
    column({"cluster_mtbf_h", "h",
            "mean time between stops of the whole machine: failures, and interruptions of spot "
            "chips"},
           hour, [](const Failures& f) { return f.cluster_mtbf; }),
    column({"checkpoint_interval_min", "min", "time between checkpoints"}, minute,
           [](const Training& t) { return t.checkpoint_interval; }),
    column({"chip_hours", "h", "chips times hours"}, hour, [](const Training& t) { return t.chip_time; }),
    column({"energy_mwh", "MWh", "electricity at the site's meter"}, megawatt_hour,
           [](const Consumption& c) { return c.energy; }),
    column({"chip_energy_mwh", "MWh", "what the chips take of it: a line of energy_mwh"}, megawatt_hour,
           [](const Plan& p, const Training& t) {
             return (p.step_energy / p.time.total() - p.host_power - p.network_power) * t.train_time;
           }),
    column({"host_energy_mwh", "MWh", "what the hosts take: a line of energy_mwh"}, megawatt_hour,
           [](const Plan& p, const Training& t) { return p.host_power * t.train_time; }),
    column({"network_energy_mwh", "MWh", "what the network takes: a line of energy_mwh"}, megawatt_hour,
           [](const Plan& p, const Training& t) { return p.network_power * t.train_time; }),
    column({"site_energy_mwh", "MWh", "what the site adds, by its PUE: a line of energy_mwh"}, megawatt_hour,
           [](const Plan& p, const Training& t, const Consumption& c) {
             return c.energy - p.step_energy / p.time.total() * t.train_time;
           }),
    column({"power_mw", "MW", "mean power at the site's meter"}, megawatt,
           [](const Consumption& c) { return c.power; }),
    column({"carbon_t", "t", "operational CO2 equivalent: energy times the grid's intensity"}, tonne,
           [](const Consumption& c) { return c.carbon; }),
    column({"embodied_carbon_t", "t", "share of the chips' making by time of use over five years"}, tonne,
           [](const Plan& p, const Training& t) { return p.embodied / kLifetime * t.train_time; }));

inline constexpr auto kColumns = std::tuple_cat(kTrainingColumns, kMoneyColumns);
inline constexpr std::size_t kColumnCount = std::tuple_size_v<decltype(kColumns)>;

// The descriptions alone, for the Schema.
inline constexpr auto kColumnInfos =
    std::apply([](const auto&... row) { return std::array<Column, kColumnCount>{row.column...}; }, kColumns);

// Fills status and the columns asked for, for `count` points of one plan: see
// Engine::account. `terms` holds the values of all account axes, `varying` those
// that change from point to point; only what the columns asked for need is computed.
// A point of which one of them is not finite is out_of_range.
struct VaryingTerm {
  std::size_t member;  // position in Terms
  double scale;        // from the axis's unit to base units
  const double* values;
};
void fill_columns(const Plan& plan, const Terms& terms, std::span<const VaryingTerm> varying, std::size_t count,
                  std::uint8_t* status, std::span<const ColumnOut> out);

}  // namespace trainsweep::engine
