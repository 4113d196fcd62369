// Job: everything the plan stage knows about one point, resolved: what is trained,
// on what, how many, and which parts of the plan are given. NaN in `given` means
// searched.
#pragma once

#include <algorithm>
#include <cmath>

#include "engine/architecture.hpp"
#include "engine/chip.hpp"
#include "engine/choices.hpp"
#include "engine/software.hpp"
#include "engine/system.hpp"

namespace trainsweep::engine {

// How a step is split over the chips: the plan's own axes.
struct Mapping {
  double tp = 1, pp = 1, cp = 1, ep = 1, dp = 1;
  double interleave = 1, micro_batch = 1;
  double recompute = 0;
  double recompute_layers = 0;  // of a stage, in full; where recompute is full, the others keep what selective keeps
  double zero_stage = 0, zero_group = 1, sequence_parallel = 0;

  [[nodiscard]] Recompute recomputes() const { return static_cast<Recompute>(static_cast<int>(recompute)); }
  bool operator==(const Mapping&) const = default;
};

// The layers of a pipeline: of the fullest stage, of the last stage, and on average.
struct Stages {
  double fullest, last, mean;
};
[[nodiscard]] inline Stages stages(double layers, const Mapping& m) {
  const double per_chunk = std::ceil(layers / (m.pp * m.interleave));
  const double fullest = std::min(per_chunk * m.interleave, layers);
  const double spare = per_chunk * m.interleave * m.pp - layers;
  return {fullest, m.pp > 1 ? std::max(fullest - spare, 0.0) : fullest, layers / m.pp};
}

struct Job {
  Architecture model;
  Chip chip;      // with the what-if factors applied
  System system;  // with the what-if factors applied
  Software software = default_software();
  double chips = 1, sequence_length = 1, global_batch = 1;
  double expert_load = 1;
  Precision precision = Precision::bf16;
  Offload offload = Offload::nothing;
  Mapping given;  // NaN members are searched

  // Time of a step against its operators alone; more domains wait for the slowest longer.
  [[nodiscard]] double slowdown() const {
    return software.slowdown + software.straggle * std::log2(std::max(1.0, chips / system.scaleup_domain));
  }
  // Memory that a plan may use on one chip.
  [[nodiscard]] Bytes usable_memory() const { return chip.memory - system.memory_reserve; }
  // Whether `what`, one of the two, waits on the host.
  [[nodiscard]] bool offloads(Offload what) const { return offload == what || offload == Offload::both; }
  // Bytes of an element of the matrix products' inputs.
  [[nodiscard]] double product_bytes() const {
    return precision == Precision::bf16 ? 2 : precision == Precision::fp8 ? 1 : 0.5;
  }
};

// Tokens of a step where neither the point nor the model says: 2^22, the batch of
// Llama 2 and the start of Llama 3 (Touvron et al. 2023; Dubey et al. 2024).
inline constexpr double kDefaultBatchTokens = 4194304;

}  // namespace trainsweep::engine
