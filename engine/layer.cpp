#include "engine/layer.hpp"

#include <algorithm>
#include <cmath>

namespace trainsweep::engine {
namespace {

// Bytes for each score of unfused attention beside its products: the masked softmax
// (read 2, write 2) and dropout (read 2, write 2 and a mask of 1) forward; their
// gradients backward. Megatron-LM's kernels, Korthikanti et al. 2022, section 4.
constexpr double kScoreBytesForward = 9, kScoreBytesBackward = 11;
// Flash attention recomputes the scores: five products backward against two forward
// (Dao 2023, arXiv:2307.08691, section 3).
constexpr double kFusedBackwardWork = 2.5;
// Bytes for each logit: BF16 out, FP32 for the softmax, its gradient in place
// (forward write 2, read 2, write 4, read 4; backward read 4, write 2, read 2). Fused:
// forward read 2; backward read 2, write 2, read 2.
struct LogitBytes {
  double forward, backward, kept;
};
constexpr LogitBytes kPlainLoss{12, 8, 6}, kFusedLoss{2, 6, 2};

}  // namespace

struct LayerLaws::Tally {
  Parts forward, backward;
  Parts tail;   // of forward: what full recomputation can leave out
  Parts light;  // of forward: what selective recomputation repeats where attention is fused
};

LayerLaws::LayerLaws(const Job& job)
    : job_(job),
      network_(job.system),
      products_(job.chip, job.precision),
      bf16_products_(job.chip, Precision::bf16),
      bandwidth_(job.chip.memory_bandwidth * job.chip.memory_bandwidth_share),
      attention_rate_(job.chip.bf16_matmul) {}  // its fitted share holds the clock's fall

double LayerLaws::tokens(const Sharding& s) const { return s.micro_batch * job_.sequence_length / s.cp; }

void LayerLaws::add_product(Tally& t, const Product& p, const MatmulLaw& law) const {
  const double in = &law == &products_ ? job_.product_bytes() : kActivationBytes;
  t.forward.matmul += law.time(p, in, kActivationBytes);
  const Product input_gradient{p.m, p.k, p.n, p.groups};
  const Product weight_gradient{p.k, p.n, p.m, p.groups};
  // Weight gradients accumulate over micro-batches in FP32: read and write 4 bytes.
  t.backward.matmul += law.time(input_gradient, in, kActivationBytes) + law.time(weight_gradient, in, 8);
  if (in < kActivationBytes) {
    // The input is quantized forward, the output's gradient backward; weights are
    // quantized once a step.
    const double cast = cast_bytes(job_.chip, job_.precision);
    t.forward.memory_bound += p.groups * p.m * p.k * cast * byte / bandwidth_;
    t.backward.memory_bound += p.groups * p.m * p.n * cast * byte / bandwidth_;
  }
}

void LayerLaws::add_last_product(Tally& t, const Product& p) const {
  const Parts before = t.forward;
  add_product(t, p, products_);
  t.tail += t.forward + -1 * before;
}

void LayerLaws::add_share(Tally& to, const Tally& of, double share) {
  to.forward += share * of.forward;
  to.backward += share * of.backward;
  to.tail += share * of.tail;
  to.light += share * of.light;
}

void LayerLaws::add_streaming(Tally& t, Bytes forward, Bytes backward, double kernels) const {
  const double moved = job_.software.streaming_slowdown;
  t.forward.memory_bound += moved * forward / bandwidth_ + kernels * job_.chip.bf16_kernel;
  t.backward.memory_bound += moved * backward / bandwidth_ + kernels * job_.chip.bf16_kernel;
}

void LayerLaws::add_light(Tally& t, Bytes forward, double kernels) const {
  Tally again;
  add_streaming(again, forward, Bytes{}, kernels);
  t.light += again.forward;
}

void LayerLaws::add_attention_products(Tally& t, const Sharding& s) const {
  const Architecture& a = job_.model;
  const double rows = tokens(s);
  const double heads = a.heads / s.tp;
  if (a.latent) {
    // The low-rank projections are replicated over tensor parallelism, the rest is split.
    const double nope = a.qk_dim - a.rope_dim;
    if (a.q_rank > 0) add_product(t, {rows, a.q_rank, a.hidden}, products_);
    add_product(t, {rows, a.kv_rank + a.rope_dim, a.hidden}, products_);
    Tally up;
    add_product(up, {rows, heads * a.qk_dim, a.q_rank > 0 ? a.q_rank : a.hidden}, products_);
    add_product(up, {rows, heads * (nope + a.v_dim), a.kv_rank}, products_);
    add_share(t, up, 1);
    t.light += up.forward;
  } else {
    const double kv_heads = std::max(1.0, a.kv_heads / s.tp);
    add_product(t, {rows, heads * a.qk_dim + kv_heads * (a.qk_dim + a.v_dim), a.hidden}, products_);
    const double rotated = rows * (heads + kv_heads) * a.qk_dim;
    add_streaming(t, rotated * 4 * byte, rotated * 4 * byte, 1);
  }
  add_product(t, {rows, a.hidden, heads * a.v_dim}, products_);
}

Parts LayerLaws::attention_core_forward(const Sharding& s) const {
  Tally t;
  add_attention_core(t, s);
  return t.forward;
}

void LayerLaws::add_attention_core(Tally& t, const Sharding& s) const {
  const Architecture& a = job_.model;
  const double rows = tokens(s), heads = a.heads / s.tp;
  const double length = job_.sequence_length;
  if (job_.software.fused_attention != 0) {
    const Chip& c = job_.chip;
    const Flops work = 2 * rows * heads * a.attended(length, job_.software.attention_block) * (a.qk_dim + a.v_dim) * flop;
    const double head =
        std::min(1.0, a.v_dim * (128 + c.attention_half_head) / (128 * (a.v_dim + c.attention_half_head)));
    const double slack = job_.software.attention_slowdown * (1 + c.attention_half_length / length) *
                         (1 + c.attention_half_rows / (rows * heads)) / head;
    t.forward.attention += slack * work / (attention_rate_ * c.attention_forward_share) + c.bf16_kernel;
    t.backward.attention +=
        kFusedBackwardWork * slack * work / (attention_rate_ * c.attention_backward_share) + c.bf16_kernel;
    return;
  }
  // Batched products over all scores, then softmax and dropout over each of them.
  const double batched_rows = rows * heads;
  Tally products;
  add_product(products, {batched_rows, length, a.qk_dim}, bf16_products_);
  add_product(products, {batched_rows, a.v_dim, length}, bf16_products_);
  t.forward.attention += products.forward.matmul;
  t.backward.attention += products.backward.matmul;
  const double scores = batched_rows * length;
  add_streaming(t, scores * kScoreBytesForward * byte, scores * kScoreBytesBackward * byte, 2);
}

void LayerLaws::add_mlp(Tally& t, const Sharding& s) const {
  const Architecture& a = job_.model;
  const double rows = tokens(s), up = a.mlp_matrices - 1, width = a.ffn / s.tp;
  add_product(t, {rows, up * width, a.hidden}, products_);
  add_last_product(t, {rows, a.hidden, width});
  // The activation reads its inputs (one, or two with a gate) and writes one.
  const Bytes unit = rows * width * kActivationBytes * byte;
  add_streaming(t, (up + 1) * unit, (2 * up + 1) * unit, 1);
  add_light(t, (up + 1) * unit, 1);
}

void LayerLaws::add_experts(Tally& t, const Sharding& s) const {
  const Architecture& a = job_.model;
  const Software& w = job_.software;
  const double own = tokens(s) / s.tp;  // tokens that this chip routes: sequence parallelism splits them
  const double up = a.mlp_matrices - 1;
  const double local = a.experts / s.ep;
  const double rows = job_.expert_load * own * a.experts_per_token * s.ep / a.experts;  // of one local expert
  add_product(t, {own, a.experts, a.hidden}, bf16_products_);
  const double kernels = w.grouped_experts != 0 ? 1 : local;
  Tally products;
  add_product(products, {rows, up * a.expert_ffn, a.hidden, local / kernels}, products_);
  add_last_product(products, {rows, a.hidden, a.expert_ffn, local / kernels});
  add_share(t, products, kernels * w.expert_slowdown);
  const double routed = rows * local;
  const Bytes unit = routed * a.expert_ffn * kActivationBytes * byte;
  // Sorting by destination, by local expert and back: a read and a write each; the
  // weighted sum at the end reads every copy.
  const Bytes sorting = 7 * routed * a.hidden * kActivationBytes * byte;
  add_streaming(t, (up + 1) * unit + sorting, (2 * up + 1) * unit + sorting, 4);
  add_light(t, (up + 1) * unit, 1);
  if (a.biases && w.expert_bias_bytes > 0) {
    const Bytes biased = routed * (up * a.expert_ffn + a.hidden) * w.expert_bias_bytes * byte;
    add_streaming(t, biased, biased, 0);
  }
  t.forward.memory_bound += w.expert_overhead;
  t.backward.memory_bound += w.expert_overhead;
  if (a.shared_experts > 0) {
    const double width = a.shared_experts * a.expert_ffn / s.tp;
    add_product(t, {tokens(s), up * width, a.hidden}, products_);
    add_last_product(t, {tokens(s), a.hidden, width});
  }
  if (s.ep > 1) {
    const Bytes sent = job_.expert_load * own * a.hidden * kActivationBytes * byte;
    const Network::Copies crossing = w.dispatch_once != 0 ? Network::Copies::cross_once : Network::Copies::cross_each;
    const TransferLaw dispatch = network_.dispatch({s.ep, 1}, a.experts_per_token, a.routed_share, crossing);
    const Time exchange = w.left_after(w.ep_overlap) * dispatch.time(sent);
    t.forward.expert_comm += 2 * exchange;  // there and back
    t.backward.expert_comm += 2 * exchange;
    t.tail.expert_comm += exchange;
  }
}

void LayerLaws::add_tensor_exchange(Tally& t, const Sharding& s) const {
  if (s.tp <= 1) return;
  const Architecture& a = job_.model;
  // Around attention and around a dense MLP: an all-gather and a reduce-scatter
  // with sequence parallelism, an all-reduce without; the experts are reached by
  // all-to-all instead.
  const double regions = a.parallel_block ? 1 : 1 + (1 - a.moe_share) + a.moe_share * (a.shared_experts > 0 ? 1 : 0);
  const Bytes whole = tokens(s) * a.hidden * kActivationBytes * byte;
  const TransferLaw law = network_.gather({s.tp, 1});
  // What is gathered is a product's input, and travels in its number format.
  const double in = std::max(job_.product_bytes(), 1.0) / kActivationBytes;
  const double left = job_.software.left_after(job_.software.tp_overlap);
  const Time into = s.sequence_parallel ? left * law.time(in * whole) : Time{};
  const Time out_of = left * (s.sequence_parallel ? law.time(whole) : network_.all_reduce({s.tp, 1}).time(whole));
  t.forward.tensor_comm += regions * (into + out_of);
  t.backward.tensor_comm += regions * (into + out_of);
  t.tail.tensor_comm += (regions > 1 ? regions - 1 : 0) * out_of;
}

// By a ring: keys and values of the whole sequence pass every chip of the group, their
// gradients as well on the way back, under attention. Or by two all-to-alls, from parts of
// the sequence to heads and back, under nothing. The cheaper, where heads suffice.
void LayerLaws::add_context_exchange(Tally& t, const Sharding& s) const {
  if (s.cp <= 1) return;
  const Architecture& a = job_.model;
  const Group group{s.cp, s.tp};
  const Bytes head = tokens(s) * kActivationBytes * byte;  // of one element a token
  const double heads = std::max(1.0, a.heads / s.tp), kv_heads = std::max(1.0, a.kv_heads / s.tp);
  const Time ring = network_.gather(group).time(s.cp * kv_heads * (a.qk_dim + a.v_dim) * head);
  const double sent = heads * (a.qk_dim + a.v_dim) + std::max(kv_heads, s.cp) * (a.qk_dim + a.v_dim);
  const Time all_to_all = 2 * network_.dispatch(group, 1, 1).time(sent / 2 * head);
  const double overlap = job_.software.cp_overlap;
  const auto add = [&](Parts& to, Time exchange) {
    const Time exposed = max(exchange - overlap * to.attention, Time{});
    const Time cost = exposed + job_.software.overlap_tax * (exchange - exposed);
    if (s.cp <= heads && all_to_all < cost) {
      to.context_comm += all_to_all;
    } else {
      to.context_comm += cost;
      to.taken += overlap > 0 ? min(to.attention, exchange * (1 / overlap)) : to.attention;
    }
  };
  add(t.forward, ring);
  add(t.backward, 2 * ring);
}

LayerCost LayerLaws::layer(const Sharding& s) const {
  const Architecture& a = job_.model;
  Tally t;
  add_attention_products(t, s);
  add_attention_core(t, s);
  if (a.moe_share < 1) {
    Tally dense;
    add_mlp(dense, s);
    add_share(t, dense, 1 - a.moe_share);
  }
  if (a.has_experts()) {
    Tally experts;
    add_experts(experts, s);
    add_share(t, experts, a.moe_share);
  }
  // Norms (read and write) and residual additions (read two, write one), their
  // gradients; dropout's masks in the software of unfused attention.
  const double split = s.sequence_parallel ? s.tp : 1;
  const double masks = job_.software.fused_attention != 0 ? 0 : 2;
  const Bytes element = tokens(s) / split * a.hidden * byte;
  add_streaming(t, (20 + masks) * element, (24 + masks) * element, 4);
  add_light(t, 8 * element, 2);
  t.forward.memory_bound += job_.software.layer_overhead;
  t.backward.memory_bound += job_.software.layer_overhead;
  add_tensor_exchange(t, s);
  add_context_exchange(t, s);

  LayerCost cost;
  cost.forward = t.forward;
  cost.backward = t.backward;
  const bool fused = job_.software.fused_attention != 0;
  cost.again[static_cast<int>(Recompute::selective)] = fused ? t.light : attention_core_forward(s);
  const bool stops_early = job_.software.recompute_stops_early != 0;
  cost.again[static_cast<int>(Recompute::full)] = stops_early ? t.forward + -1 * t.tail : t.forward;
  cost.activations = activations(s);
  cost.shared_params = a.shared_layer_params() / s.tp;
  cost.routed_params = a.routed_layer_params() / s.ep;
  return cost;
}

HostWait LayerLaws::host_wait(const LayerCost& layer, std::size_t recompute) const {
  if (!job_.offloads(Offload::activations)) return {};
  const Time way = layer.activations[recompute] / job_.system.host_link;
  return {max(way - layer.forward.total(), Time{}),
          max(way - (layer.backward + layer.again[recompute]).total(), Time{})};
}

EndsCost LayerLaws::ends(const Sharding& s) const {
  const Architecture& a = job_.model;
  const double rows = tokens(s), columns = a.vocab / s.tp;
  const double losses = 1 + a.prediction_modules;
  Tally once;
  add_product(once, {rows, columns, a.hidden}, bf16_products_);
  const double logits = rows * columns;
  const LogitBytes& loss = job_.software.fused_loss != 0 ? kFusedLoss : kPlainLoss;
  add_streaming(once, logits * loss.forward * byte, logits * loss.backward * byte, 3);
  // The embedding's rows: read and written forward, gradients added in FP32 backward.
  add_streaming(once, rows * a.hidden * 4 * byte, rows * a.hidden * 10 * byte, 1);
  Tally t;
  add_share(t, once, losses);
  if (a.prediction_modules > 0) {
    Tally projection;
    add_product(projection, {rows, a.hidden / s.tp, 2 * a.hidden}, products_);
    add_share(t, projection, a.prediction_modules);
  }
  if (s.tp > 1) {
    const Bytes whole = rows * a.hidden * kActivationBytes * byte;
    const Time reduce = network_.all_reduce({s.tp, 1}).time(whole);
    t.forward.tensor_comm += reduce;
    t.backward.tensor_comm += reduce;
  }
  return {t.forward, t.backward, losses * logits * loss.kept * byte, a.embedding_params / s.tp,
          a.output_params / s.tp};
}

}  // namespace trainsweep::engine
