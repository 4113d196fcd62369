// Model: the architecture of a decoder-only transformer, dense or
// mixture-of-experts. Names follow Hugging Face's configurations where they agree.
#pragma once

#include "engine/bound.hpp"

namespace trainsweep::engine {

enum class Attention : std::uint8_t { grouped_query, latent };
inline constexpr std::array<std::string_view, 2> kAttentionNames{"grouped-query", "latent"};

struct Model {
  double layers, hidden, heads, kv_heads, head_dim;
  double ffn, gated_mlp, vocab, tied_embeddings, learned_positions, biases, parallel_block;
  double sequence_length, attention_window, windowed_share;
  double experts, experts_per_token, expert_ffn, shared_experts, dense_layers, moe_every;
  double attention;
  double q_lora_rank, kv_lora_rank, rope_head_dim, v_head_dim;
  double global_batch_tokens, tokens;
  double published_params, published_active_params;
};

inline constexpr std::array kModelFields{
    text<Model>({.name = "title", .doc = "its full name", .required = true}),
    text<Model>({.name = "publisher", .doc = "who published it"}),
    text<Model>({.name = "released", .doc = "year and month"}),
    bind<&Model::layers>({.name = "layers", .unit = "1", .doc = "transformer layers", .kind = Kind::integer,
                          .required = true, .least = 1, .most = 1e5}),
    bind<&Model::hidden>({.name = "hidden", .unit = "1", .doc = "width of the residual stream",
                          .kind = Kind::integer, .required = true, .least = 1, .most = 1e7}),
    bind<&Model::heads>({.name = "heads", .unit = "1", .doc = "query heads", .kind = Kind::integer,
                         .required = true, .least = 1, .most = 1e5}),
    bind<&Model::kv_heads>({.name = "kv_heads", .unit = "1", .doc = "key and value heads; unset: as many as heads",
                            .kind = Kind::integer, .fallback = kNotSet, .least = 1, .most = 1e5}),
    bind<&Model::head_dim>({.name = "head_dim", .unit = "1",
                            .doc = "width of one head (with latent attention: its part without rotation); unset: hidden / heads",
                            .kind = Kind::integer, .fallback = kNotSet, .least = 1, .most = 1e5}),
    bind<&Model::ffn>({.name = "ffn", .unit = "1", .doc = "inner width of a dense layer's MLP", .kind = Kind::integer,
                       .required = true, .least = 1, .most = 1e8}),
    bind<&Model::gated_mlp>({.name = "gated_mlp", .doc = "the MLP has a gate (three matrices instead of two)",
                             .kind = Kind::flag, .required = true, .most = 1}),
    bind<&Model::vocab>({.name = "vocab", .unit = "1", .doc = "rows of the embedding table, padding included",
                         .kind = Kind::integer, .required = true, .least = 1, .most = 1e8}),
    bind<&Model::tied_embeddings>({.name = "tied_embeddings", .doc = "the output layer shares the embedding table",
                                   .kind = Kind::flag, .fallback = 0, .most = 1}),
    bind<&Model::learned_positions>({.name = "learned_positions", .unit = "1",
                                     .doc = "rows of a learned position table; 0 where it has none",
                                     .kind = Kind::integer, .fallback = 0, .most = 1e8}),
    bind<&Model::biases>({.name = "biases", .doc = "linear layers have biases", .kind = Kind::flag, .fallback = 0, .most = 1}),
    bind<&Model::parallel_block>({.name = "parallel_block", .doc = "attention and MLP read the same input (PaLM, GPT-J)",
                                  .kind = Kind::flag, .fallback = 0, .most = 1}),
    bind<&Model::sequence_length>({.name = "sequence_length", .unit = "1", .doc = "tokens of a training sequence",
                                   .kind = Kind::integer, .required = true, .least = 1, .most = 1e9}),
    bind<&Model::attention_window>({.name = "attention_window", .unit = "1",
                                    .doc = "tokens that a windowed layer attends to; unset: all",
                                    .kind = Kind::integer, .fallback = kNotSet, .least = 1, .most = 1e9}),
    bind<&Model::windowed_share>({.name = "windowed_share", .unit = "1",
                                  .doc = "share of the layers that attend within the window", .fallback = 0, .most = 1}),
    bind<&Model::experts>({.name = "experts", .unit = "1", .doc = "routed experts of a mixture-of-experts layer; 0: dense",
                           .kind = Kind::integer, .fallback = 0, .most = 1e5}),
    bind<&Model::experts_per_token>({.name = "experts_per_token", .unit = "1", .doc = "routed experts that see a token",
                                     .kind = Kind::integer, .fallback = 0, .most = 1e5}),
    bind<&Model::expert_ffn>({.name = "expert_ffn", .unit = "1", .doc = "inner width of one expert; unset: ffn",
                              .kind = Kind::integer, .fallback = kNotSet, .least = 1, .most = 1e8}),
    bind<&Model::shared_experts>({.name = "shared_experts", .unit = "1", .doc = "experts of that width that see every token",
                                  .fallback = 0, .most = 1e5}),
    bind<&Model::dense_layers>({.name = "dense_layers", .unit = "1", .doc = "leading layers that stay dense",
                                .kind = Kind::integer, .fallback = 0, .most = 1e5}),
    bind<&Model::moe_every>({.name = "moe_every", .unit = "1", .doc = "one layer of this many is mixture-of-experts, after the dense ones",
                             .kind = Kind::integer, .fallback = 1, .least = 1, .most = 1e5}),
    bind<&Model::attention>({.name = "attention", .doc = "grouped-query (multi-head and multi-query included) or latent (MLA)",
                             .kind = Kind::choice, .fallback = 0, .choices = kAttentionNames}),
    bind<&Model::q_lora_rank>({.name = "q_lora_rank", .unit = "1", .doc = "latent attention: rank of the queries' compression; 0: none",
                               .kind = Kind::integer, .fallback = 0, .most = 1e7}),
    bind<&Model::kv_lora_rank>({.name = "kv_lora_rank", .unit = "1", .doc = "latent attention: rank of the keys' and values' compression",
                                .kind = Kind::integer, .fallback = 0, .most = 1e7}),
    bind<&Model::rope_head_dim>({.name = "rope_head_dim", .unit = "1", .doc = "latent attention: rotated width of a head",
                                 .kind = Kind::integer, .fallback = 0, .most = 1e5}),
    bind<&Model::v_head_dim>({.name = "v_head_dim", .unit = "1", .doc = "latent attention: width of a value head; unset: head_dim",
                              .kind = Kind::integer, .fallback = kNotSet, .least = 1, .most = 1e5}),
    bind<&Model::global_batch_tokens>({.name = "global_batch_tokens", .unit = "1", .doc = "tokens of one step as published; unset: see the axis global_batch",
                                       .fallback = kNotSet, .least = 1}),
    bind<&Model::tokens>({.name = "tokens", .unit = "1", .doc = "tokens it was trained on as published", .fallback = kNotSet, .least = 1}),
    bind<&Model::published_params>({.name = "published_params", .unit = "1", .doc = "parameters as published", .fallback = kNotSet, .least = 1}),
    bind<&Model::published_active_params>({.name = "published_active_params", .unit = "1", .doc = "parameters that see one token, as published",
                                           .fallback = kNotSet, .least = 1}),
};
inline constexpr auto kModelProperties = properties(kModelFields);
static_assert(sizeof(Model) == bound_members(kModelFields) * sizeof(double), "a member of Model has no row");

}  // namespace trainsweep::engine
