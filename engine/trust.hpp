// Trust: how far a predicted step can be trusted, and where it goes beyond what
// somebody has measured. An optimum leans on whatever a model gets wrong, so each
// plan says so for itself.
#pragma once

#include "engine/step.hpp"

namespace trainsweep::engine {

struct Trust {
  double error = 0;             // mean |relative error| of step times of this software and class of model
  double unmeasured_share = 0;  // of the step: see unmeasured_time
  double published_mfu = 0;     // the best published for this chip and number format; 0: none
};

// Part of a step in mechanisms that no microbenchmark supports: products and attention
// where this chip's were not measured, all that goes to the host's memory, exchanges between parts of a sequence and
// between experts, and tensor parallelism over more chips of a domain than collectives were measured on.
[[nodiscard]] Time unmeasured_time(const Job& job, const Mapping& mapping, const StepTime& time);

[[nodiscard]] Trust trust(const Job& job, const Mapping& mapping, const StepTime& time);

}  // namespace trainsweep::engine
