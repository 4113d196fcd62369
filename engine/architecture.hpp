// Architecture: a model with its defaults filled in and its parameters counted.
//
// Counts are exact: they reproduce published parameter counts from published
// configurations (tests/unit/engine/architecture_test.cpp). Layers of a mixture-of-experts
// model are of two kinds; where a formula needs one kind it takes the mean over
// the layers, weighted by `moe_share`.
#pragma once

#include "engine/model.hpp"

namespace trainsweep::engine {

struct Architecture {
  double layers, hidden, heads, kv_heads;  // layers: those of prediction modules included
  double prediction_modules;
  double qk_dim, v_dim;      // widths of one query/key head and of one value head
  double ffn, mlp_matrices;  // mlp_matrices: 3 with a gate, 2 without
  double vocab, sequence_length;
  double window, windowed_share;
  double experts, experts_per_token, expert_ffn, shared_experts, moe_share;
  double routed_share;               // of the experts, those that one token's are drawn from
  double q_rank, kv_rank, rope_dim;  // latent attention; kv_rank is 0 without
  bool latent, parallel_block, biases;

  // Parameters: of one layer's parts, and of the ends of the model.
  double attention_params, dense_mlp_params, expert_params, router_params, norm_params;
  double embedding_params, output_params;  // output_params is 0 where tied
  double projection_params;                // of a prediction module's input: the hidden state and the next token
  double final_norm_params;
  double global_batch_tokens;  // NaN where nothing was published

  // Parameters of the mean layer that every chip of a tensor-parallel group shares
  // out (attention, dense MLP, shared experts, router, norms), and of its routed experts.
  [[nodiscard]] double shared_layer_params() const;
  [[nodiscard]] double routed_layer_params() const;
  // Weight matrices of the same, where queries, keys and values are one.
  [[nodiscard]] double shared_layer_matrices() const;
  [[nodiscard]] double routed_layer_matrices() const;
  [[nodiscard]] double params() const;
  // Whether it is a mixture of experts.
  [[nodiscard]] bool has_experts() const { return moe_share > 0; }
  // Parameters that one token passes through.
  [[nodiscard]] double active_params() const;

  // Keys that one query attends to, averaged over positions and layers, or that a kernel
  // computes for it which widens windows by `block`.
  [[nodiscard]] double attended(double sequence_length, double block = 0) const;
  // Model FLOPs of training on one token: 6 for each matrix element it meets (two
  // forward, four backward) and attention's products, causal. Recomputation does
  // not count. The embedding is a lookup and costs none.
  [[nodiscard]] double training_flops_per_token(double sequence_length) const;
};

[[nodiscard]] Architecture resolve(const Model& model);

// A dense decoder of about `params` parameters in the shape of Llama 3: see
// engine/MODEL.md, "Synthetic models".
[[nodiscard]] Architecture synthetic_dense(double params);

}  // namespace trainsweep::engine
