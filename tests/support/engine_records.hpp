// Typed records for tests of the engine, from the names and defaults of its own
// tables: a test says what matters to it and the rest is what a catalogue file
// that leaves it out would get.
//
//   Chip c = chip({{"memory_gb", 96}});
//   Job j = job(llama3_8b(), 64, {{"tp", 2}, {"global_batch", 256}});
#pragma once

#include <initializer_list>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/resolve.hpp"

namespace trainsweep::engine::testing {

using Values = std::vector<std::pair<std::string_view, double>>;

// One number for each row, its fallback where `given` does not name it; later names win.
template <class Rows>
std::vector<double> values_of(const Rows& rows, const Values& given) {
  std::vector<double> values;
  for (const auto& row : rows) values.push_back(row.property.fallback);
  for (const auto& [name, value] : given) {
    std::size_t i = 0;
    while (i < rows.size() && rows[i].property.name != name) ++i;
    if (i == rows.size()) throw std::invalid_argument("no row is called " + std::string(name));
    values[i] = value;
  }
  return values;
}

// `changes` after `base`, so that they override it.
inline Values with(Values base, const Values& changes) {
  base.insert(base.end(), changes.begin(), changes.end());
  return base;
}

// An accelerator of the A100's size, with round numbers.
inline Values chip_values() {
  return {{"bf16_tflops", 312},
          {"bf16_matmul_tflops", 250},
          {"memory_gb", 80},
          {"memory_gb_per_s", 2000},
          {"memory_bandwidth_share", 0.85},
          {"tdp_w", 400},
          {"idle_w", 80},
          {"mtbf_hours", 50000},
          {"embodied_kgco2e", 150},
          {"price_usd", 10000}};
}
// Eight of them behind a switch, InfiniBand between.
inline Values system_values() {
  return {
      {"chip", 0},     {"chips_per_node", 8}, {"scaleup_domain", 8}, {"scaleup_gb_per_s", 300}, {"fabric_gb_per_s", 25},
      {"host_w", 1000}};
}

inline Chip chip(const Values& given = {}) {
  return make(kChipFields, std::span<const double>(values_of(kChipFields, with(chip_values(), given))));
}
inline System system(const Values& given = {}) {
  return make(kSystemFields, std::span<const double>(values_of(kSystemFields, with(system_values(), given))));
}
inline Software software(const Values& given = {}) {
  return make(kSoftwareFields, std::span<const double>(values_of(kSoftwareFields, given)));
}
inline Model model(const Values& given) {
  return make(kModelFields, std::span<const double>(values_of(kModelFields, given)));
}

// Published configurations, as in Hugging Face's config.json or the paper's table.
inline Values gpt2_values(const Values& changes = {}) {
  return with({{"layers", 12},
               {"hidden", 768},
               {"heads", 12},
               {"ffn", 3072},
               {"gated_mlp", 0},
               {"vocab", 50257},
               {"biases", 1},
               {"tied_embeddings", 1},
               {"learned_positions", 1024},
               {"sequence_length", 1024}},
              changes);
}
inline Values gpt3_175b_values(const Values& changes = {}) {
  return gpt2_values(with({{"layers", 96},
                           {"hidden", 12288},
                           {"heads", 96},
                           {"ffn", 49152},
                           {"learned_positions", 2048},
                           {"sequence_length", 2048}},
                          changes));
}
inline Values llama3_8b_values(const Values& changes = {}) {
  return with({{"layers", 32},
               {"hidden", 4096},
               {"heads", 32},
               {"kv_heads", 8},
               {"ffn", 14336},
               {"gated_mlp", 1},
               {"vocab", 128256},
               {"sequence_length", 8192}},
              changes);
}
inline Values llama3_70b_values(const Values& changes = {}) {
  return llama3_8b_values(with({{"layers", 80}, {"hidden", 8192}, {"heads", 64}, {"ffn", 28672}}, changes));
}
inline Values llama3_405b_values(const Values& changes = {}) {
  return llama3_8b_values(with({{"layers", 126}, {"hidden", 16384}, {"heads", 128}, {"ffn", 53248}}, changes));
}
inline Values mixtral_8x7b_values(const Values& changes = {}) {
  return llama3_8b_values(with({{"vocab", 32000}, {"experts", 8}, {"experts_per_token", 2}}, changes));
}
inline Values deepseek_v3_values(const Values& changes = {}) {
  return with({{"layers", 61},
               {"hidden", 7168},
               {"heads", 128},
               {"head_dim", 128},
               {"ffn", 18432},
               {"gated_mlp", 1},
               {"vocab", 129280},
               {"sequence_length", 4096},
               {"experts", 256},
               {"experts_per_token", 8},
               {"expert_ffn", 2048},
               {"shared_experts", 1},
               {"dense_layers", 3},
               {"attention", 1},
               {"q_lora_rank", 1536},
               {"kv_lora_rank", 512},
               {"rope_head_dim", 64},
               {"v_head_dim", 128}},
              changes);
}

inline Architecture gpt3_175b() { return resolve(model(gpt3_175b_values())); }
inline Architecture llama3_8b() { return resolve(model(llama3_8b_values())); }
inline Architecture llama3_70b() { return resolve(model(llama3_70b_values())); }
inline Architecture mixtral_8x7b() { return resolve(model(mixtral_8x7b_values())); }

// The parts of a plan and what else a point says of a job; NaN: searched.
inline Job job(const Architecture& a, double chips, const Values& point = {}, const Chip& c = chip(),
               const System& s = system(), const Software& w = software()) {
  const Point p = make_point(values_of(kPointAxes, point));
  Job j;
  j.model = a;
  j.chip = c;
  j.system = s;
  j.software = w;
  j.chips = chips;
  j.sequence_length = p.sequence_length == p.sequence_length ? p.sequence_length : a.sequence_length;
  j.global_batch = p.global_batch == p.global_batch ? p.global_batch : 512;
  apply_choices(j, p);
  return j;
}

// Terms of an account with every axis at its default.
inline Terms terms(const Values& account = {}) {
  return make_terms({}, make_point(values_of(kPointAxes, account)), chip());
}

}  // namespace trainsweep::engine::testing
