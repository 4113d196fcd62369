#include "engine/architecture.hpp"

#include <algorithm>
#include <cmath>

namespace trainsweep::engine {
namespace {

double or_else(double value, double fallback) { return std::isnan(value) ? fallback : value; }

void count_attention(Architecture& a, const Model& m) {
  const double bias = m.biases;
  if (a.latent) {
    const double q_in = a.q_rank > 0 ? a.q_rank : a.hidden;
    const double q = (a.q_rank > 0 ? a.hidden * a.q_rank + a.q_rank : 0) + q_in * a.heads * a.qk_dim;
    const double nope = a.qk_dim - a.rope_dim;
    const double kv = a.hidden * (a.kv_rank + a.rope_dim) + a.kv_rank + a.kv_rank * a.heads * (nope + a.v_dim);
    a.attention_params = q + kv + a.heads * a.v_dim * a.hidden;
    return;
  }
  const double qkv = a.heads * a.qk_dim + a.kv_heads * (a.qk_dim + a.v_dim);
  a.attention_params = a.hidden * qkv + a.heads * a.v_dim * a.hidden + bias * (qkv + a.hidden);
}

void count_params(Architecture& a, const Model& m) {
  count_attention(a, m);
  const double up = a.mlp_matrices - 1;  // matrices that widen
  a.dense_mlp_params = a.mlp_matrices * a.hidden * a.ffn + m.biases * (up * a.ffn + a.hidden);
  a.expert_params = a.mlp_matrices * a.hidden * a.expert_ffn + m.biases * (up * a.expert_ffn + a.hidden);
  a.router_params = a.hidden * a.experts;
  const double norms = m.parallel_block != 0 ? 1 : 2;
  a.norm_params = norms * a.hidden * (1 + m.biases);
  a.final_norm_params = a.hidden * (1 + m.biases);
  a.embedding_params = a.vocab * a.hidden + m.learned_positions * a.hidden;
  a.output_params = m.tied_embeddings != 0 ? 0 : a.vocab * a.hidden;
  a.projection_params = a.hidden * (2 * a.hidden + 3);
}

}  // namespace

double Architecture::shared_layer_params() const {
  const double moe_mlp = shared_experts * expert_params + router_params;
  return attention_params + norm_params + (1 - moe_share) * dense_mlp_params + moe_share * moe_mlp;
}

double Architecture::routed_layer_params() const { return moe_share * experts * expert_params; }

double Architecture::shared_layer_matrices() const {
  const double attention = latent ? (q_rank > 0 ? 5 : 4) : 2;
  const double router = 1;
  return attention + (1 - moe_share) * mlp_matrices + moe_share * (router + (shared_experts > 0 ? mlp_matrices : 0));
}

double Architecture::routed_layer_matrices() const { return moe_share * experts * mlp_matrices; }

double Architecture::params() const {
  return layers * (shared_layer_params() + routed_layer_params()) + embedding_params + output_params +
         final_norm_params + prediction_modules * projection_params;
}

double Architecture::active_params() const {
  return params() - layers * moe_share * (experts - experts_per_token) * expert_params;
}

double Architecture::attended(double s, double block) const {
  // Causal: query i sees i + 1 keys, s / 2 on average; in a window of w the first w
  // queries see w / 2 and the rest w.
  const double full = s / 2;
  const double w = std::min(window + block, s);
  const double windowed = w * (1 - w / (2 * s));
  return (1 - windowed_share) * full + windowed_share * windowed;
}

double Architecture::training_flops_per_token(double s) const {
  const double matrices =
      layers * (shared_layer_params() - norm_params + moe_share * experts_per_token * expert_params);
  const double logits = (1 + prediction_modules) * vocab * hidden + prediction_modules * 2 * hidden * hidden;
  const double attention = layers * attended(s) * heads * (qk_dim + v_dim);
  return 6 * (matrices + logits + attention);
}

Architecture resolve(const Model& m) {
  Architecture a{};
  a.layers = m.layers + m.prediction_modules;
  a.prediction_modules = m.prediction_modules;
  a.hidden = m.hidden;
  a.heads = m.heads;
  a.kv_heads = or_else(m.kv_heads, m.heads);
  a.latent = static_cast<Attention>(static_cast<int>(m.attention)) == Attention::latent;
  const double head_dim = or_else(m.head_dim, m.hidden / m.heads);
  a.rope_dim = a.latent ? m.rope_head_dim : 0;
  a.qk_dim = head_dim + a.rope_dim;
  a.v_dim = or_else(m.v_head_dim, head_dim);
  a.q_rank = a.latent ? m.q_lora_rank : 0;
  a.kv_rank = a.latent ? m.kv_lora_rank : 0;
  a.ffn = m.ffn;
  a.mlp_matrices = m.gated_mlp != 0 ? 3 : 2;
  a.vocab = m.vocab;
  a.sequence_length = m.sequence_length;
  a.window = or_else(m.attention_window, kUnbounded);
  a.windowed_share = std::isinf(a.window) ? 0 : m.windowed_share;
  a.experts = m.experts;
  a.experts_per_token = m.experts_per_token;
  a.expert_ffn = or_else(m.expert_ffn, m.ffn);
  a.shared_experts = m.shared_experts;
  a.routed_share = m.groups_per_token / m.expert_groups;
  a.moe_share = m.experts > 0 ? std::floor((a.layers - m.dense_layers) / m.moe_every) / a.layers : 0;
  a.parallel_block = m.parallel_block != 0;
  a.biases = m.biases != 0;
  a.global_batch_tokens = m.global_batch_tokens;
  count_params(a, m);
  return a;
}

Architecture synthetic_dense(double params) {
  Model m{};
  m.kv_heads = m.head_dim = m.attention_window = m.expert_ffn = m.v_head_dim = m.global_batch_tokens = kNotSet;
  m.gated_mlp = 1;
  m.moe_every = m.expert_groups = m.groups_per_token = 1;
  m.sequence_length = 8192;
  m.head_dim = 128;
  // Layers of about 12.5 hidden^2 parameters, one for every 112 of width.
  const double width = std::cbrt(params * 112 / 12.5);
  const double step = width > 3072 ? 1024 : width > 1024 ? 512 : 128;
  m.hidden = std::max(step, step * std::round(width / step));
  m.heads = m.hidden / 128;
  m.kv_heads = m.heads <= 8 ? m.heads : std::fmod(m.heads, 8) == 0 ? 8 : 4;  // a divisor of the heads
  m.vocab = std::min(128256.0, 128 * std::max(1.0, std::round(params / (8 * m.hidden) / 128)));
  m.tied_embeddings = params < 4e9 ? 1 : 0;
  const double ends = (m.tied_embeddings != 0 ? 1 : 2) * m.vocab * m.hidden;
  const double attention = 2 * m.hidden * (m.heads + m.kv_heads) * 128;
  const double layer = attention + 3 * 3.5 * m.hidden * m.hidden;
  m.layers = std::max(1.0, std::round((params - ends) / layer));
  const double mlp = (params - ends) / m.layers - attention;
  const double multiple = m.hidden < 1024 ? 32 : 128;
  m.ffn = std::max(multiple, multiple * std::round(mlp / (3 * m.hidden) / multiple));
  return resolve(m);
}

}  // namespace trainsweep::engine
