#include "engine/step.hpp"

#include <algorithm>
#include <cmath>

namespace trainsweep::engine {
namespace {

// Mixed precision with Adam: BF16 weights (or their quantized form and its transpose,
// which take as much), and FP32 master weight, mean and variance (Rajbhandari et al.
// 2020, arXiv:1910.02054, section 3.1). Gradients: System::gradient_bytes.
constexpr double kWeightBytes = 2, kOptimizerBytes = 12;
// Adam reads the gradient and the three states, writes the states and the weight.
constexpr double kOptimizerTraffic = 4 + 12 + 12 + 2;
// Gradients are reduced in FP32, but in BF16 where weights are gathered layer by
// layer (FSDP's default mixed precision).
constexpr double kShardedGradientBytes = 2;
// Bytes of one bucket of gradients: each has the latency of a collective.
constexpr Bytes kBucket{160e6};

// The layers of a pipeline: of the fullest stage, of the last stage, and on average.
struct Stages {
  double fullest, last, mean;
};

Stages stages(double layers, const Mapping& m) {
  const double per_chunk = std::ceil(layers / (m.pp * m.interleave));
  const double fullest = std::min(per_chunk * m.interleave, layers);
  const double spare = per_chunk * m.interleave * m.pp - layers;
  return {fullest, m.pp > 1 && spare > 0 ? fullest - 1 : fullest, layers / m.pp};
}

struct Held {
  double shared, routed;  // parameters on one chip
  [[nodiscard]] double total() const { return shared + routed; }
};

Held held(const ShardCost& c, double layers, double ends) {
  return {layers * c.layer.shared_params + ends, layers * c.layer.routed_params};
}

// Parameters on a chip of the fullest stage.
Held fullest_stage(const ShardCost& c, const Stages& s, const Mapping& m) {
  const double ends = m.pp > 1 ? std::max(c.ends.embedding_params, c.ends.output_params)
                               : c.ends.embedding_params + c.ends.output_params;
  return held(c, s.fullest, ends);
}

// Time of moving `bytes` in buckets.
Time in_buckets(const TransferLaw& law, Bytes bytes) {
  const double buckets = 1 + bytes / kBucket;
  return buckets * law.time(bytes / buckets);
}

// Time of gathering (or reduce-scattering) `bytes_each` of every parameter held.
Time sweep_replicas(const ReplicaCost& r, const Held& h, double bytes_each) {
  Time t{};
  if (r.replicas > 1) t += in_buckets(r.gather, h.shared * bytes_each * byte);
  if (r.expert_replicas > 1 && h.routed > 0) t += in_buckets(r.expert_gather, h.routed * bytes_each * byte);
  return t;
}

// What is left of a transfer that runs under `window` of compute; the part that
// belongs to one of `pieces` can never start early enough.
Time exposed(Time transfer, Time window, double pieces) { return max(transfer / pieces, transfer - window); }

// Compute of a layer under which gradients and weights can travel: where keys and
// values are exchanged under attention, the rest. Counting it twice would let a
// faster chip be slower.
Time free_compute(const Parts& p, const Mapping& m) { return m.cp > 1 ? p.matmul + p.memory_bound : p.compute(); }

Time data_parallel_time(const Job& job, const ShardCost& c, const ReplicaCost& r, const Mapping& m, const Stages& s,
                        double batches) {
  if (r.replicas <= 1 && r.expert_replicas <= 1) return {};
  const Held h = fullest_stage(c, s, m);
  const Recompute recompute = m.recomputes();
  const double overlap = job.software.dp_overlap;
  const Parts& again = c.layer.again[static_cast<int>(recompute)];
  const Time forward = overlap * s.last * free_compute(c.layer.forward, m);
  const Time backward = overlap * s.last * (free_compute(c.layer.backward, m) + free_compute(again, m));
  if (m.zero_stage >= 3) {
    const Time gather = sweep_replicas(r, h, kWeightBytes);
    const Time reduce = sweep_replicas(r, h, kShardedGradientBytes);
    return batches * (exposed(gather, forward, s.fullest) + exposed(gather + reduce, backward, s.fullest));
  }
  const Time reduce = sweep_replicas(r, h, job.software.gradient_bytes);
  if (m.zero_stage < 1) return exposed(r.reduce_gathers * reduce, backward, s.fullest);
  const Time gather = exposed(sweep_replicas(r, h, kWeightBytes), forward, s.fullest);
  const double reductions = m.zero_stage >= 2 ? batches : 1;
  return gather + reductions * exposed(reduce, backward, s.fullest);
}

Time optimizer_time(const LayerLaws& laws, const ReplicaCost& r, const Held& h, const Mapping& m) {
  const bool sharded = m.zero_stage >= 1;
  const double updated = h.shared / (sharded ? r.replicas : 1) + h.routed / (sharded ? r.expert_replicas : 1);
  return updated * kOptimizerTraffic * byte / laws.memory_bandwidth();
}

// Micro-batches whose activations the first and the last stage hold at once.
struct InFlight {
  double first, last;
};

InFlight in_flight(const Mapping& m, double batches) {
  if (m.interleave > 1) {
    // Warm-up of Megatron-LM's interleaved schedule, in chunks.
    const double first = (m.pp * m.interleave + m.pp - 1) / m.interleave;
    const double last = ((m.interleave - 1) * m.pp + 1) / m.interleave;
    return {std::min(first, batches), std::min(last, batches)};
  }
  return {std::min(m.pp, batches), 1};
}

Memory stage_memory(const Job& job, const ShardCost& c, const ReplicaCost& r, const Mapping& m, const Held& h,
                    double layers, double batches_held, Bytes logits) {
  const int recompute = static_cast<int>(m.recompute);
  const auto share = [&](double from_stage) {
    return m.zero_stage >= from_stage ? h.shared / r.replicas + h.routed / r.expert_replicas : h.total();
  };
  Memory out;
  out.weights = kWeightBytes * share(3) * byte;
  out.gradients = job.software.gradient_bytes * share(2) * byte;
  out.optimizer = kOptimizerBytes * share(1) * byte;
  out.activations = layers * batches_held * c.layer.activations[recompute];
  const Bytes rebuilt = recompute == 0 ? Bytes{} : c.layer.activations[0] - c.layer.activations[recompute];
  out.workspace = max(logits, rebuilt);
  if (m.zero_stage >= 3 && r.replicas > 1) {
    const double layer_params = c.layer.shared_params + c.layer.routed_params;
    out.workspace += 2 * layer_params * kWeightBytes * byte;  // the layer at work and the next
  }
  return out;
}

}  // namespace

ShardCost shard_cost(const LayerLaws& laws, const Sharding& s) {
  ShardCost c{s, laws.layer(s), laws.ends(s), {}, {}};
  for (std::size_t r = 0; r < c.layer_pass.size(); ++r) {
    c.layer_pass[r] = c.layer.forward + c.layer.backward + c.layer.again[r];
  }
  c.ends_pass = c.ends.forward + c.ends.backward;
  return c;
}

ReplicaCost replica_cost(const LayerLaws& laws, const Sharding& s, double dp) {
  ReplicaCost r;
  r.replicas = dp * s.cp;
  r.expert_replicas = dp * s.cp * s.tp / s.ep;
  r.gather = laws.network().gather({r.replicas, s.tp});
  r.reduce_gathers = laws.network().reduce_gathers({r.replicas, s.tp});
  r.expert_gather = laws.network().gather({r.expert_replicas, s.ep});
  r.neighbour = laws.network().neighbour(s.tp * s.cp * dp);
  return r;
}

double micro_batches(const Job& job, const Mapping& m) { return std::ceil(job.global_batch / (m.dp * m.micro_batch)); }

StepTime step_time(const Job& job, const LayerLaws& laws, const ShardCost& c, const ReplicaCost& r, const Mapping& m) {
  const Stages s = stages(job.model.layers, m);
  const double batches = micro_batches(job, m);
  const Parts& layer = c.layer_pass[static_cast<std::size_t>(m.recompute)];
  const Parts& ends = c.ends_pass;
  const Time layer_total = layer.total(), ends_total = ends.total();
  const Time inner = s.fullest * layer_total;
  const Time last = s.last * layer_total + ends_total;

  StepTime t;
  t.parts = batches * (last < inner ? s.fullest * layer : s.last * layer + ends);
  if (m.pp > 1) {
    const double senders = job.software.transfers_split != 0 ? m.tp : 1;
    const Bytes border = m.micro_batch * job.sequence_length / m.cp * job.model.hidden * 2 / senders * byte;
    const Time hop = r.neighbour.time(border);
    // Each micro-batch enters and leaves a stage once a chunk, forward and backward.
    const double exposed_share = m.interleave > 1 ? 1 - job.software.pp_overlap : 1;
    t.pipeline_comm = (exposed_share * batches * m.interleave + (m.pp - 1)) * 2 * hop;
    t.bubble = (m.pp - 1) / m.interleave * (s.mean * layer_total);
  }
  t.data_comm = data_parallel_time(job, c, r, m, s, batches);
  t.optimizer = optimizer_time(laws, r, fullest_stage(c, s, m), m);
  const Time work = t.total();
  t.overhead = job.software.step_overhead + (job.software.slowdown - 1) * work;
  return t;
}

Memory memory(const Job& job, const ShardCost& c, const ReplicaCost& r, const Mapping& m) {
  const Stages s = stages(job.model.layers, m);
  const InFlight flying = in_flight(m, micro_batches(job, m));
  if (m.pp == 1) {
    const Held all = held(c, s.fullest, c.ends.embedding_params + c.ends.output_params);
    return stage_memory(job, c, r, m, all, s.fullest, flying.first, c.ends.logits);
  }
  // A tied output layer keeps its own copy of the table on the last stage.
  const double output = c.ends.output_params > 0 ? c.ends.output_params : c.ends.embedding_params;
  const Memory first =
      stage_memory(job, c, r, m, held(c, s.fullest, c.ends.embedding_params), s.fullest, flying.first, Bytes{});
  const Memory last = stage_memory(job, c, r, m, held(c, s.last, output), s.last, flying.last, c.ends.logits);
  return first.total() < last.total() ? last : first;
}

}  // namespace trainsweep::engine
