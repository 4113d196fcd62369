// What a layer keeps from its forward pass to its backward pass.
#include <algorithm>

#include "engine/layer.hpp"

namespace trainsweep::engine {
namespace {

// Bytes of a score kept for backward: softmax output 2, dropout mask 1, its output 2.
constexpr double kScoreBytesKept = 5;

// Bytes that one token of a layer keeps on a chip, by what would have to be computed
// again without them.
struct Kept {
  double inputs;  // of norms: the residual stream, split only where the sequence is
  double light;   // outputs of norms and activation functions, and of latent attention's wide projections
  double heavy;   // outputs of products and of attention
  double scores;  // of unfused attention, with its dropout masks
};

Kept kept(const Job& job, const Sharding& s) {
  const Architecture& a = job.model;
  const bool fused = job.software.fused_attention != 0;
  const double in = std::max(job.product_bytes(), 1.0);  // a product keeps its input as it was multiplied
  const double split = s.sequence_parallel ? s.tp : 1;
  const double norms = a.parallel_block ? 1 : 2, up = a.mlp_matrices - 1;
  const double heads = a.heads / s.tp, kv_heads = std::max(1.0, a.kv_heads / s.tp);
  const double kv_kept = a.latent ? heads : kv_heads;
  const double low_rank = a.latent ? (a.q_rank + a.kv_rank) * (kActivationBytes + in) : 0;
  const double qkv = (heads * a.qk_dim + kv_kept * (a.qk_dim + a.v_dim)) * kActivationBytes;
  const double attention = heads * a.v_dim * std::max(in, kActivationBytes) + (fused ? 4 * heads : 0);

  // Widths of what is kept of the MLP: of its products' outputs and of its activation's.
  const double dense = (1 - a.moe_share) * a.ffn / s.tp;
  const double shared = a.moe_share * a.shared_experts * a.expert_ffn / s.tp;
  const double copies = a.moe_share * job.expert_load * a.experts_per_token / s.tp;  // of a token, to experts
  const double inner = dense + shared + copies * a.expert_ffn;
  return {.inputs = norms * a.hidden * kActivationBytes / split,
          .light = norms * a.hidden * in / split + inner * in + (a.latent ? qkv : 0),
          .heavy = (a.latent ? low_rank : qkv) + attention + inner * up * kActivationBytes + copies * a.hidden * in +
                   (fused ? 0 : 2 * a.hidden / split),
          .scores = fused ? 0 : kScoreBytesKept * heads * job.sequence_length};
}

}  // namespace

std::array<Bytes, 3> LayerLaws::activations(const Sharding& s) const {
  const Kept k = kept(job_, s);
  const double rows = tokens(s), split = s.sequence_parallel ? s.tp : 1;
  const bool fused = job_.software.fused_attention != 0;
  const double all = k.inputs + k.light + k.heavy + k.scores;
  const double selective = fused ? k.inputs + k.heavy : all - k.scores;
  const double full = job_.model.hidden * kActivationBytes / split;
  return {rows * all * byte, rows * selective * byte, rows * full * byte};
}

}  // namespace trainsweep::engine
