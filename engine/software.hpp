// Software: the stack that trains on a machine, of a certain time: how much of the
// communication it hides, which kernels it has, what it keeps in memory, and what it
// loses beside the operators' own time.
//
// A system names the one that usually runs on it; the axis `software` asks for
// another. The defaults are those of a well-kept stack of today, so that a machine
// without one is predicted as if it had such a stack.
#pragma once

#include "engine/bound.hpp"

namespace trainsweep::engine {

struct Software {
  double fused_attention;
  double tp_overlap, pp_overlap, dp_overlap, cp_overlap;
  double transfers_split, gradient_bytes;
  Time step_overhead;
  double slowdown;
};

inline constexpr std::array kSoftwareFields{
    text<Software>({.name = "title", .doc = "its name and time", .required = true}),
    bind<&Software::fused_attention>({.name = "fused_attention",
                                      .doc = "attention is one fused kernel that keeps no score matrix",
                                      .kind = Kind::flag,
                                      .fallback = 1,
                                      .most = 1}),
    bind<&Software::tp_overlap>({.name = "tp_overlap",
                                 .unit = "1",
                                 .doc = "share of tensor-parallel communication that runs under matrix products",
                                 .fallback = 0.5,
                                 .most = 1}),
    bind<&Software::pp_overlap>(
        {.name = "pp_overlap",
         .unit = "1",
         .doc =
             "share of the transfers between pipeline stages that runs under compute, where stages hold several chunks",
         .fallback = 0.8,
         .most = 1}),
    bind<&Software::dp_overlap>({.name = "dp_overlap",
                                 .unit = "1",
                                 .doc = "share of the backward pass under which gradients can be reduced",
                                 .fallback = 0.8,
                                 .most = 1}),
    bind<&Software::cp_overlap>({.name = "cp_overlap",
                                 .unit = "1",
                                 .doc = "share of attention under which keys and values can be exchanged",
                                 .fallback = 0.8,
                                 .most = 1}),
    bind<&Software::transfers_split>(
        {.name = "transfers_split",
         .doc =
             "transfers between pipeline stages are split over tensor parallelism (Narayanan et al. 2021, section 4.1)",
         .kind = Kind::flag,
         .fallback = 1,
         .most = 1}),
    bind<&Software::gradient_bytes>(
        {.name = "gradient_bytes",
         .unit = "1",
         .doc = "bytes in which a gradient is kept and reduced: 4, or 2 in the software of 2024 and later",
         .fallback = 2,
         .least = 1,
         .most = 8}),
    bind<&Software::step_overhead, microsecond>(
        {.name = "step_overhead_us",
         .unit = "us",
         .doc = "time of a step that does not depend on its work: data, host, synchronization",
         .fallback = 0,
         .most = 1e9}),
    bind<&Software::slowdown>(
        {.name = "slowdown",
         .unit = "1",
         .doc = "time of all operators against the same operators alone: jitter, stragglers, host stalls",
         .fallback = 1.09,
         .least = 1,
         .most = 100}),
};
inline constexpr auto kSoftwareProperties = properties(kSoftwareFields);
static_assert(sizeof(Software) == bound_members(kSoftwareFields) * sizeof(double), "a member of Software has no row");

// What a machine runs that names no stack.
[[nodiscard]] constexpr Software default_software() {
  Software software{};
  for (const Bound<Software>& row : kSoftwareFields) {
    if (row.set != nullptr) row.set(software, row.property.fallback);
  }
  return software;
}

}  // namespace trainsweep::engine
