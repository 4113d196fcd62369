// Power: what a machine draws while it trains, from what its chips do.
//
// A chip draws between idle and its thermal design power by phase: matrix products
// and attention nearly all of it, memory-bound kernels less, communication less
// again; waiting draws idle power. Hosts and switches draw a constant. Sources and
// values: engine/MODEL.md, "Energy".
#pragma once

#include "engine/step.hpp"

namespace trainsweep::engine {

// Energy of one step of the whole machine at the chips' and hosts' plugs: without
// the site's overhead (PUE).
[[nodiscard]] Energy step_energy(const Job& job, const Mapping& m, const StepTime& t);

// Constant draws: of all hosts, a host that is not full included, and of the switches.
[[nodiscard]] Power host_power(const Job& job);
[[nodiscard]] Power network_power(const Job& job);

// Power of the machine while nothing trains: restarts and lost work are paid at the
// power of training, so only reports use this.
[[nodiscard]] Power idle_power(const Job& job);

}  // namespace trainsweep::engine
