#include "engine/plan.hpp"

#include <cmath>

#include "engine/power.hpp"

namespace trainsweep::engine {
namespace {

// A checkpoint holds the BF16 weights and the FP32 master weights, means and variances.
constexpr double kCheckpointBytes = 14;

// FLOPs that recomputation adds, against those of the model.
double recomputed_share(const Job& job, const Mapping& m) {
  const Architecture& a = job.model;
  const double s = job.sequence_length;
  const double attention = a.layers * a.attended(s) * a.heads * (a.qk_dim + a.v_dim);
  const double all = a.training_flops_per_token(s) / 6;
  const double logits = a.vocab * a.hidden;
  const bool repeats_attention = m.recomputes() != Recompute::none && job.software.fused_attention == 0;
  const double selective = repeats_attention ? attention / (3 * all) : 0;
  const double full = m.recomputes() == Recompute::full ? m.recompute_layers / stages(a.layers, m).fullest : 0;
  return full * (all - logits) / (3 * all) + (1 - full) * selective;
}

// BF16 weights and states; latent attention keeps one compressed vector a token and layer.
Servable servable(const Job& job) {
  constexpr Bytes kNumber = 2 * byte;
  const Architecture& a = job.model;
  const double kept = a.latent ? a.kv_rank + a.rope_dim : a.kv_heads * (a.qk_dim + a.v_dim);
  return {a.params() * kNumber, a.layers * kept * kNumber, job.usable_memory(),
          job.chip.memory_bandwidth * job.chip.memory_bandwidth_share,
          matmul_rate(job.chip, Precision::bf16) * job.chip.sustained_share};
}

}  // namespace

Plan evaluate_mapping(const Job& job, const Mapping& m) {
  const LayerLaws laws(job);
  const ShardCost shard = shard_cost(laws, {m.tp, m.cp, m.ep, m.micro_batch, m.sequence_parallel != 0});
  const ReplicaCost replica = replica_cost(laws, shard.sharding, m.dp, m.zero_group);
  Plan p;
  p.verdict = static_cast<double>(Verdict::ok);
  p.mapping = m;
  p.micro_batches = micro_batches(job, m);
  p.time = step_time(job, laws, shard, replica, m);
  p.memory = memory(job, shard, replica, m);
  p.headroom = job.usable_memory() - p.memory.total();
  p.has_experts = job.model.has_experts() ? 1 : 0;
  p.params = job.model.params();
  p.active_params = job.model.active_params();
  p.tokens_per_step = job.global_batch * job.sequence_length;
  p.chips = job.chips;
  const Flops work = p.tokens_per_step * job.model.training_flops_per_token(job.sequence_length) * flop;
  p.model_flop_rate = work / p.time.total() / job.chips;
  p.model_flops_share = p.model_flop_rate / peak_rate(job.chip, job.precision);
  p.hardware_flops_share = p.model_flops_share * (1 + recomputed_share(job, m));
  p.trust = trust(job, m, p.time);
  p.step_energy = step_energy(job, m, p.time);
  p.host_power = host_power(job);
  p.network_power = network_power(job);
  p.embodied = job.chips * job.chip.embodied;
  p.checkpoint = p.params * kCheckpointBytes * byte;
  p.checkpoint_bandwidth = std::ceil(job.chips / job.system.chips_per_node) * job.system.checkpoint_bandwidth;
  p.chip_mtbf = job.chip.mtbf;
  p.chip_price = job.chip.price;
  p.serving = servable(job);
  return p;
}

Plan best_plan(const Job& job, SearchCount& count) {
  const SearchResult found = search(job);
  count = found.count;
  if (found.verdict != Verdict::ok) {
    Plan p;
    p.verdict = static_cast<double>(found.verdict);
    return p;
  }
  return evaluate_mapping(job, found.best.mapping);
}

}  // namespace trainsweep::engine
