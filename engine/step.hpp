// Step: one optimizer step under a complete mapping: its time by part, and the
// memory of the fullest chip.
//
// The pipeline is 1F1B, interleaved where a stage holds several chunks (Narayanan
// et al. 2021, arXiv:2104.04473). The slowest stage sets the pace:
//
//   step = m x (slowest stage + transfers) + bubble + exposed gradient and weight
//          traffic + optimizer + overhead,        m = ceil(B / (dp x micro_batch))
//
// and the parts sum to the step exactly. See engine/MODEL.md, "The step".
#pragma once

#include "engine/layer.hpp"

namespace trainsweep::engine {

struct StepTime {
  Parts parts;  // of the slowest stage, all micro-batches
  Time pipeline_comm{}, data_comm{}, bubble{}, optimizer{}, overhead{};

  [[nodiscard]] Time total() const { return parts.total() + pipeline_comm + data_comm + bubble + optimizer + overhead; }
};

struct Memory {
  Bytes weights{}, gradients{}, optimizer{}, activations{}, workspace{}, fragments{};

  [[nodiscard]] Bytes total() const { return weights + gradients + optimizer + activations + workspace + fragments; }
};

// Everything about a sharded layer that does not depend on the pipeline: made once
// and used for every pipeline depth, interleaving, recomputation and ZeRO stage.
struct ShardCost {
  Sharding sharding;
  LayerCost layer;
  EndsCost ends;
  std::array<Parts, 3> layer_pass;  // a layer forward, backward and again, by Recompute
  std::array<HostWait, 3> waits;    // of them, for the host
  Parts ends_pass;                  // the ends forward and backward

  // The shortest pass of a layer: what is offloaded can make repeating it pay.
  [[nodiscard]] Time least_layer_pass() const {
    return min(layer_pass[0].total(), min(layer_pass[1].total(), layer_pass[2].total()));
  }
};
[[nodiscard]] ShardCost shard_cost(const LayerLaws& laws, const Sharding& sharding);

// What belongs to the replicas of one kind of weights: those that share out its states
// (a group), and the copies of that group.
struct Replicas {
  double all = 1, group = 1;
  TransferLaw gather;      // among a group
  TransferLaw copy;        // all-reduce among the copies of a group
  TransferLaw all_reduce;  // among all
};
// The same as ShardCost for the data-parallel groups of a (tp, cp, ep, dp, zero_group).
struct ReplicaCost {
  Replicas shared, experts;
  TransferLaw neighbour;
};
[[nodiscard]] ReplicaCost replica_cost(const LayerLaws& laws, const Sharding& sharding, double dp, double zero_group);

[[nodiscard]] double micro_batches(const Job& job, const Mapping& m);
// A step in which replicas exchange nothing and nothing is updated: what it takes whatever
// zero_stage and zero_group are.
[[nodiscard]] StepTime pipeline_time(const Job& job, const ShardCost& shard, const TransferLaw& neighbour,
                                     const Mapping& m);
// The whole step, around its pipeline_time.
[[nodiscard]] StepTime step_time(const Job& job, const LayerLaws& laws, const ShardCost& shard,
                                 const ReplicaCost& replica, const Mapping& m, const StepTime& pipeline);
[[nodiscard]] StepTime step_time(const Job& job, const LayerLaws& laws, const ShardCost& shard,
                                 const ReplicaCost& replica, const Mapping& m);
[[nodiscard]] Memory memory(const Job& job, const ShardCost& shard, const ReplicaCost& replica, const Mapping& m);

}  // namespace trainsweep::engine
