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

  // Whether somebody published an MFU, and this one is above it.
  [[nodiscard]] bool is_above_published(double mfu) const { return published_mfu > 0 && mfu > published_mfu; }
};

// Part of a step in mechanisms that no microbenchmark supports: products and attention
// where this chip's were not measured, all that goes to the host's memory, exchanges between parts of a sequence and
// between experts, and tensor parallelism over more chips of a domain than collectives were measured on.
[[nodiscard]] Time unmeasured_time(const Job& job, const Mapping& mapping, const StepTime& time);

[[nodiscard]] Trust trust(const Job& job, const Mapping& mapping, const StepTime& time);

}  // namespace trainsweep::engine
