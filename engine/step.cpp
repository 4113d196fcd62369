#include "engine/step.hpp"

#include <algorithm>
#include <cmath>

namespace trainsweep::engine {
namespace {

// BF16 weights, or their quantized form and its transpose, which take as much.
// Gradients and optimizer states: Software::gradient_bytes, optimizer_bytes.
constexpr double kWeightBytes = 2;
// Adam reads the gradient and the three states, writes the states and the weight.
constexpr double kOptimizerTraffic = 4 + 12 + 12 + 2;
// Gradients are reduced in FP32, but in BF16 where weights are gathered layer by
// layer (FSDP's default mixed precision).
constexpr double kShardedGradientBytes = 2, kMostReducedBytes = 4;
// Parameters of one bucket of gradients, each of which has the latency of a collective:
// what Megatron Core takes, at least and for each replica, so that buckets stay long
// against the walk around a ring.
constexpr double kLeastBucket = 40e6, kBucketOfReplica = 1e6;

// What is true of the mean layer, where full recomputation takes only some of a stage's
// and the others keep what selective recomputation keeps.
template <class T>
T layer_mean(const std::array<T, 3>& by_recompute, const Mapping& m, const Stages& s) {
  const T& chosen = by_recompute[static_cast<std::size_t>(m.recompute)];
  if (m.recomputes() != Recompute::full || m.recompute_layers == s.fullest) return chosen;
  const double share = m.recompute_layers / s.fullest;
  return (1 - share) * by_recompute[static_cast<std::size_t>(Recompute::selective)] + share * chosen;
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

// Pieces in which the gradients of `params` travel among `replicas`.
double buckets(double params, double replicas) {
  return 1 + params / std::max(kLeastBucket, kBucketOfReplica * replicas);
}

// Time of moving `bytes_each` of `params` in `pieces`.
Time in_pieces(const TransferLaw& law, double params, double bytes_each, double pieces) {
  return pieces * law.time(params * bytes_each * byte / pieces);
}

// Time of one kind of exchange for all that a chip holds: of the law that `law` picks,
// in `layers` pieces, or in buckets where that is 0.
template <class Law>
Time exchange_all(const ReplicaCost& r, const Held& h, double bytes_each, double layers, Law law) {
  const auto of = [&](const Replicas& replicas, double params) {
    if (params <= 0) return Time{};
    return in_pieces(law(replicas), params, bytes_each, layers > 0 ? layers : buckets(params, replicas.all));
  };
  return of(r.shared, h.shared) + of(r.experts, h.routed);
}

// Gathering (or reduce-scattering) within the groups that share out the states.
Time gather_all(const ReplicaCost& r, const Held& h, double bytes_each, double layers) {
  return exchange_all(r, h, bytes_each, layers, [](const Replicas& x) { return x.gather; });
}

// Each replica of a group broadcasts the new weights of the matrices that it owns, as many
// as there are matrices at most.
Time broadcast_all(const Architecture& model, const ShardCost& c, const ReplicaCost& r, const Held& h, double layers) {
  const auto of = [&](const Replicas& replicas, double params, double matrices) {
    if (params <= 0) return Time{};
    const TransferLaw broadcast = Network::broadcast(replicas.gather, replicas.group);
    return in_pieces(broadcast, params, kWeightBytes, std::clamp(matrices, 1.0, replicas.group));
  };
  return of(r.shared, h.shared, layers * model.shared_layer_matrices()) +
         of(r.experts, h.routed, layers * model.routed_layer_matrices() / c.sharding.ep);
}

// All-reduce of the gradients over all replicas.
Time reduce_all(const ReplicaCost& r, const Held& h, double bytes_each) {
  return exchange_all(r, h, bytes_each, 0, [](const Replicas& x) { return x.all_reduce; });
}

// All-reduce of a chip's share of the gradients over the copies of its group.
Time copy_all(const ReplicaCost& r, const Held& h, double bytes_each) {
  const Held share{h.shared / r.shared.group, h.routed / r.experts.group};
  return exchange_all(r, share, bytes_each, 0, [](const Replicas& x) { return x.copy; });
}

// What a transfer costs that runs under `window` of compute: what is left of it, and what
// the rest takes from the compute above it. The part that belongs to one of `pieces` can
// never start early enough.
Time cost_of(Time transfer, Time window, double pieces, double overlap_tax) {
  const Time exposed = max(transfer / pieces, transfer - window);
  return exposed + overlap_tax * (transfer - exposed);
}

// Passes of a stage beside which its gradients or weights can travel: one, or where it has
// several chunks, those of the other chunks while the pipeline fills or drains.
double passes_beside(const Mapping& m, double batches) {
  return m.interleave > 1 ? 1 / m.interleave + (1 - 1 / m.interleave) * std::min(m.pp, batches) : 1;
}

Time data_parallel_time(const Job& job, const ShardCost& c, const ReplicaCost& r, const Mapping& m, const Stages& s,
                        double batches) {
  if (r.shared.all <= 1 && r.experts.all <= 1) return {};
  const Held h = fullest_stage(c, s, m);
  // What travels once a step has more time than what travels with every micro-batch.
  const double overlap = job.software.dp_overlap * (m.zero_stage < 2 ? passes_beside(m, batches) : 1);
  const Parts again = layer_mean(c.layer.again, m, s);
  // Waiting for the host leaves the network free.
  const HostWait wait = layer_mean(c.waits, m, s);
  const Time forward_window = overlap * s.last * (c.layer.forward.free_compute() + wait.forward);
  const Time backward_window =
      overlap * s.last * (c.layer.backward.free_compute() + again.free_compute() + wait.backward);
  const auto forward = [&](Time t) { return cost_of(t, forward_window, s.fullest, job.software.overlap_tax); };
  const auto backward = [&](Time t) { return cost_of(t, backward_window, s.fullest, job.software.overlap_tax); };

  const double gradient =
      m.zero_stage >= 3 ? kShardedGradientBytes : std::min(job.software.gradient_bytes, kMostReducedBytes);
  if (m.zero_stage < 1) return backward(reduce_all(r, h, gradient));
  // The last micro-batch's gradients also go to the other copies of the group.
  const Time copies = copy_all(r, h, gradient);
  if (m.zero_stage >= 3) {
    const Time gather = gather_all(r, h, kWeightBytes, s.fullest);
    const Time both = gather + gather_all(r, h, gradient, s.fullest);
    return batches * forward(gather) + (batches - 1) * backward(both) + backward(both + copies);
  }
  const double reductions = m.zero_stage >= 2 ? batches : 1;
  if (job.software.whole_matrices != 0) {
    // Nothing hides the broadcasts: the next step's first pass waits for the last of them.
    return reductions * backward(reduce_all(r, h, gradient)) + broadcast_all(job.model, c, r, h, s.fullest);
  }
  const Time gather = gather_all(r, h, kWeightBytes, 0), reduce = gather_all(r, h, gradient, 0);
  return forward(gather) + (reductions - 1) * backward(reduce) + backward(reduce + copies);
}

Time optimizer_time(const Job& job, const LayerLaws& laws, const ReplicaCost& r, const Held& h, const Mapping& m) {
  const bool sharded = m.zero_stage >= 1;
  const double updated = h.shared / (sharded ? r.shared.group : 1) + h.routed / (sharded ? r.experts.group : 1);
  if (!job.offloads(Offload::optimizer)) return updated * kOptimizerTraffic * byte / laws.memory_bandwidth();
  // Gradients to the host, where Adam runs, and weights back.
  const double moved = job.software.gradient_bytes + kWeightBytes;
  return updated * byte * (moved / job.system.host_link + kOptimizerTraffic / job.system.host_memory_bandwidth);
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
  const auto share = [&](double from_stage) {
    return m.zero_stage >= from_stage ? h.shared / r.shared.group + h.routed / r.experts.group : h.total();
  };
  Memory out;
  out.weights = kWeightBytes * share(3) * byte;
  out.gradients = job.software.gradient_bytes * share(2) * byte;
  if (!job.offloads(Offload::optimizer)) out.optimizer = job.software.optimizer_bytes * share(1) * byte;
  // On the host but for the layer at work and the one that travels.
  const double kept = job.offloads(Offload::activations) ? std::min(layers * batches_held, 2.0) : layers * batches_held;
  out.activations = kept * layer_mean(c.layer.activations, m, stages(job.model.layers, m));
  const Bytes rebuilt = c.layer.activations[0] - c.layer.activations[static_cast<std::size_t>(m.recompute)];
  out.workspace = job.software.buffers + max(logits, rebuilt);
  if (m.zero_stage >= 3 && r.shared.group > 1) {
    const double layer_params = c.layer.shared_params + c.layer.routed_params;
    out.workspace += job.software.gathered_layers * layer_params * kWeightBytes * byte;
  }
  out.fragments = (job.software.allocator_slack - 1) * out.total();
  return out;
}

}  // namespace

ShardCost shard_cost(const LayerLaws& laws, const Sharding& s) {
  ShardCost c{s, laws.layer(s), laws.ends(s), {}, {}, {}};
  for (std::size_t r = 0; r < c.layer_pass.size(); ++r) {
    c.layer_pass[r] = c.layer.forward + c.layer.backward + c.layer.again[r];
    c.waits[r] = laws.host_wait(c.layer, r);
    c.layer_pass[r].host_comm = c.waits[r].forward + c.waits[r].backward;
  }
  c.ends_pass = c.ends.forward + c.ends.backward;
  return c;
}

ReplicaCost replica_cost(const LayerLaws& laws, const Sharding& s, double dp, double zero_group) {
  const auto replicas = [&](double all, double group, double stride) {
    const Network& n = laws.network();
    return Replicas{all, group, n.gather({group, stride}), n.all_reduce({all / group, stride * group}),
                    n.all_reduce({all, stride})};
  };
  const double expert_replicas = dp * s.cp * s.tp / s.ep;
  const double expert_group = std::clamp(zero_group * s.tp / s.ep, 1.0, expert_replicas);
  return {replicas(dp * s.cp, zero_group, s.tp), replicas(expert_replicas, expert_group, s.ep),
          laws.network().neighbour(s.tp * s.cp * dp)};
}

double micro_batches(const Job& job, const Mapping& m) { return std::ceil(job.global_batch / (m.dp * m.micro_batch)); }

StepTime pipeline_time(const Job& job, const ShardCost& c, const TransferLaw& neighbour, const Mapping& m) {
  const Stages s = stages(job.model.layers, m);
  const double batches = micro_batches(job, m);
  Parts layer = layer_mean(c.layer_pass, m, s);
  // What experts exchange runs under another micro-batch's compute, and a stage of one
  // chunk holds no other that it could turn to.
  if (m.pp > 1 && m.interleave == 1) layer.expert_comm *= 1 / job.software.left_after(job.software.ep_overlap);
  const Parts& ends = c.ends_pass;
  const Time layer_total = layer.total(), ends_total = ends.total();
  const Time inner = s.fullest * layer_total;
  const Time last = s.last * layer_total + ends_total;

  StepTime t;
  t.parts = batches * (last < inner ? s.fullest * layer : s.last * layer + ends);
  if (m.pp > 1) {
    const double senders = job.software.transfers_split != 0 ? m.tp : 1;
    const Bytes border = m.micro_batch * job.sequence_length / m.cp * job.model.hidden * 2 / senders * byte;
    const Time hop = neighbour.time(border);
    // Each micro-batch enters and leaves a stage once a chunk, forward and backward.
    const double exposed_share = m.interleave > 1 ? job.software.left_after(job.software.pp_overlap) : 1;
    t.pipeline_comm = (exposed_share * batches * m.interleave + (m.pp - 1)) * 2 * hop;
    t.bubble = (m.pp - 1) / m.interleave * (s.mean * layer_total);
  }
  return t;
}

StepTime step_time(const Job& job, const LayerLaws& laws, const ShardCost& c, const ReplicaCost& r, const Mapping& m,
                   const StepTime& pipeline) {
  const Stages s = stages(job.model.layers, m);
  StepTime t = pipeline;
  t.data_comm = data_parallel_time(job, c, r, m, s, micro_batches(job, m));
  t.optimizer = optimizer_time(job, laws, r, fullest_stage(c, s, m), m);
  const Time work = t.total();
  t.overhead = job.software.step_overhead + (job.slowdown() - 1) * work;
  return t;
}

StepTime step_time(const Job& job, const LayerLaws& laws, const ShardCost& c, const ReplicaCost& r, const Mapping& m) {
  return step_time(job, laws, c, r, m, pipeline_time(job, c, r.neighbour, m));
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
