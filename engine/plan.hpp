// Plan: what the plan stage hands to the account stage: the best mapping and what
// one step of it takes. All members are as wide as a double, so that a Plan travels
// as a block of doubles.
#pragma once

#include "engine/offer.hpp"
#include "engine/search.hpp"
#include "engine/trust.hpp"

namespace trainsweep::engine {

// What serving the trained model on one of the chips depends on.
struct Servable {
  Bytes weights{}, token_state{};  // of the model; of a token: its keys and values in all layers
  Bytes chip_memory{};             // that a job may use
  Bandwidth chip_bandwidth{};
  FlopRate chip_rate{};  // of large BF16 products
};

// What the length and the bill of a run depend on.
struct RunBasis {
  double verdict = 0;
  double chips = 0;
  double active_params = 0, tokens_per_step = 0;
  StepTime time;
  Bytes checkpoint{};                // weights and optimizer states of the model
  Bandwidth checkpoint_bandwidth{};  // of all nodes
  Time chip_mtbf{};
};

// Another offer that may take a part of the work (see money/fleet.hpp): the plan stage
// makes the basis, and the account stage adds the offer, whose price no plan sees.
struct Partner {
  RunBasis run;
  Offer offer{Reference{0}};  // all zeros until then

  [[nodiscard]] bool is_asked() const { return run.verdict != static_cast<double>(Verdict::not_evaluated); }
};

struct Plan : RunBasis {
  Mapping mapping;
  double micro_batches = 0;
  Memory memory;
  Bytes headroom{};  // usable memory that is left
  double has_experts = 0;
  double params = 0;
  double model_flops_share = 0;     // MFU
  double hardware_flops_share = 0;  // HFU
  FlopRate model_flop_rate{};       // of one chip
  Trust trust;
  Energy step_energy{};                 // without PUE
  Power host_power{}, network_power{};  // of all hosts and switches: constant parts of it
  Carbon embodied{};                    // of all chips
  Money chip_price{};
  Servable serving;
  Partner second, third;  // not asked unless the point names them

  [[nodiscard]] bool is_ok() const { return verdict == static_cast<double>(Verdict::ok); }
  [[nodiscard]] bool has_partners() const { return second.is_asked() || third.is_asked(); }
};
inline constexpr std::size_t kPlanWidth = sizeof(Plan) / sizeof(double);
static_assert(sizeof(Plan) == kPlanWidth * sizeof(double));

// What `mapping` takes in full, whether it fits or not.
[[nodiscard]] Plan evaluate_mapping(const Job& job, const Mapping& mapping);

// The best plan: its verdict says whether there is one.
[[nodiscard]] Plan best_plan(const Job& job, SearchCount& count);

}  // namespace trainsweep::engine
