// Random small jobs for tests of the engine's laws: dense and mixture-of-experts
// models, any topology and overlap, memory from far too little to plenty, and some
// parts of the plan given. The same seed gives the same job everywhere.
#pragma once

#include <cmath>
#include <cstdint>
#include <random>

#include "tests/support/engine_records.hpp"

namespace trainsweep::engine::testing {

class Dice {
 public:
  explicit Dice(std::uint64_t seed) : bits_(seed) {}

  // The standard's distributions differ from library to library; these do not.
  double uniform(double low, double high) {
    return low + (high - low) * (static_cast<double>(bits_() >> 11) * 0x1p-53);
  }
  double log_uniform(double low, double high) { return std::exp(uniform(std::log(low), std::log(high))); }
  double integer(double low, double high) { return std::min(high, std::floor(uniform(low, high + 1))); }
  bool chance(double probability) { return uniform(0, 1) < probability; }
  double pick(std::initializer_list<double> values) {
    return values.begin()[static_cast<std::size_t>(integer(0, static_cast<double>(values.size()) - 1))];
  }

 private:
  std::mt19937_64 bits_;
};

inline Model random_model(Dice& d) {
  const double heads = d.pick({1, 2, 4, 6, 8, 12, 16});
  Values v{{"layers", d.integer(1, 24)},
           {"hidden", heads * 64},
           {"heads", heads},
           {"kv_heads", std::fmod(heads, 4) == 0 && d.chance(0.5) ? heads / 4 : heads},
           {"ffn", 64 * d.integer(1, 64)},
           {"gated_mlp", d.integer(0, 1)},
           {"vocab", d.integer(100, 60000)},
           {"tied_embeddings", d.integer(0, 1)},
           {"biases", d.integer(0, 1)},
           {"parallel_block", d.chance(0.2) ? 1.0 : 0.0},
           {"sequence_length", d.pick({512, 1024, 3072, 4096, 8192, 32768})}};
  if (d.chance(0.2)) v = with(v, {{"attention_window", 1024}, {"windowed_share", d.uniform(0, 1)}});
  if (d.chance(0.4)) {
    const double experts = d.pick({2, 4, 6, 8});
    v = with(v, {{"experts", experts},
                 {"experts_per_token", d.integer(1, 2)},
                 {"expert_ffn", 64 * d.integer(1, 16)},
                 {"shared_experts", d.integer(0, 1)},
                 {"dense_layers", d.chance(0.3) ? 1.0 : 0.0},
                 {"moe_every", d.integer(1, 2)}});
  }
  if (d.chance(0.15)) {
    v = with(v, {{"attention", 1}, {"kv_lora_rank", 64}, {"q_lora_rank", d.pick({0, 96})}, {"rope_head_dim", 32}});
  }
  return model(v);
}

inline Chip random_chip(Dice& d) {
  const double rate = d.log_uniform(20, 2000);
  return chip({{"bf16_tflops", 1.3 * rate},
               {"bf16_matmul_tflops", rate},
               {"fp8_tflops", 2.6 * rate},
               {"fp8_matmul_tflops", 1.9 * rate},
               {"memory_gb", d.log_uniform(1, 100)},
               {"memory_gb_per_s", d.log_uniform(100, 8000)},
               {"bf16_kernel_us", d.uniform(0, 10)},
               {"bf16_gemm_tile", d.uniform(0, 300)},
               {"attention_half_length", d.uniform(0, 1000)}});
}

inline System random_system(Dice& d) {
  const double domain = d.pick({1, 2, 4, 8, 16, 64, 512});
  Values v{{"chips_per_node", d.pick({1, 4, 8})},
           {"scaleup_domain", domain},
           {"scaleup_gb_per_s", d.log_uniform(10, 1000)},
           {"scaleup_us", d.uniform(0, 10)},
           {"scaleup_topology", d.integer(0, 2)},
           {"fabric_gb_per_s", d.log_uniform(1, 100)},
           {"fabric_us", d.uniform(0, 50)},
           {"host_link_gb_per_s", d.log_uniform(0.1, 100)},
           {"memory_reserve_gib", d.uniform(0, 1)}};
  if (d.chance(0.3)) v = with(v, {{"pod_size", 32}, {"pod_gb_per_s", d.log_uniform(0.5, 50)}});
  return system(v);
}

inline Software random_software(Dice& d) {
  return software({{"fused_loss", d.integer(0, 1)},
                   {"attention_slowdown", d.uniform(0.8, 3)},
                   {"streaming_slowdown", d.uniform(0.8, 3)},
                   {"recompute_stops_early", d.integer(0, 1)},
                   {"expert_slowdown", d.uniform(0.8, 2)},
                   {"layer_overhead_us", d.uniform(0, 1000)},
                   {"expert_overhead_us", d.uniform(0, 1000)},
                   {"ep_overlap", d.uniform(0, 1)},
                   {"overlap_tax", d.uniform(0, 0.3)},
                   {"straggle", d.uniform(0, 0.02)},
                   {"optimizer_bytes", d.pick({8, 12, 20})},
                   {"buffers_gib", d.uniform(0, 0.1)},
                   {"allocator_slack", d.uniform(1, 1.2)},
                   {"fused_attention", d.integer(0, 1)},
                   {"tp_overlap", d.uniform(0, 1)},
                   {"pp_overlap", d.uniform(0, 1)},
                   {"dp_overlap", d.uniform(0, 1)},
                   {"cp_overlap", d.uniform(0, 1)},
                   {"transfers_split", d.integer(0, 1)},
                   {"whole_matrices", d.integer(0, 1)},
                   {"gradient_bytes", d.pick({2, 4})},
                   {"step_overhead_us", d.uniform(0, 1e4)},
                   {"slowdown", d.uniform(1, 1.3)}});
}

// Some parts of the plan, each with `probability`, at values that need not be possible.
inline Values random_given(Dice& d, double chips, double probability) {
  Values v;
  const auto maybe = [&](std::string_view name, double value) {
    if (d.chance(probability)) v.push_back({name, value});
  };
  maybe("tp", d.pick({1, 2, 3, 4, 8}));
  maybe("pp", d.pick({1, 2, 3, 4}));
  maybe("cp", d.pick({1, 2, 4}));
  maybe("ep", d.pick({1, 2, 3, 4}));
  maybe("dp", d.chance(0.5) ? 1 : std::max(1.0, chips / 2));
  maybe("interleave", d.integer(1, 4));
  maybe("micro_batch", d.integer(1, 6));
  maybe("recompute", d.integer(0, 2));
  maybe("recompute_layers", d.integer(1, 4));
  maybe("zero_stage", d.integer(0, 3));
  maybe("zero_group", d.pick({1, 2, 4, 8}));
  maybe("sequence_parallel", d.integer(0, 1));
  return v;
}

inline Job random_job(Dice& d, double given_probability) {
  const double chips = d.chance(0.5) ? d.integer(1, 96) : d.pick({1, 2, 4, 8, 16, 32, 48, 64, 96});
  const Values point =
      with(random_given(d, chips, given_probability), {{"global_batch", d.integer(1, 96)},
                                                       {"precision", d.chance(0.3) ? 1.0 : 0.0},
                                                       {"offload", d.chance(0.3) ? d.integer(1, 3) : 0}});
  Architecture a = resolve(random_model(d));
  const Chip c = random_chip(d);
  const System s = random_system(d);
  return job(a, chips, point, c, s, random_software(d));
}

}  // namespace trainsweep::engine::testing
