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
  double fused_attention, attention_block, fused_loss;
  double attention_slowdown, streaming_slowdown;
  double recompute_stops_early;
  double dispatch_once, grouped_experts, expert_slowdown, expert_bias_bytes;
  Time layer_overhead, expert_overhead;
  double tp_overlap, pp_overlap, dp_overlap, cp_overlap, ep_overlap, overlap_tax;
  double transfers_split, whole_matrices, gradient_bytes, optimizer_bytes, gathered_layers;
  Bytes buffers;
  double allocator_slack;
  Time step_overhead;
  double slowdown, straggle;
  double dense_model_error, expert_model_error;

  // What is left of communication of which the share `overlap` runs under compute, which
  // it slows down.
  [[nodiscard]] constexpr double left_after(double overlap) const { return 1 - overlap + overlap_tax * overlap; }
};

inline constexpr std::array kSoftwareFields{
    text<Software>({.name = "title", .doc = "its name and time", .required = true}),
    bind<&Software::fused_attention>({.name = "fused_attention",
                                      .doc = "attention is one fused kernel that keeps no score matrix",
                                      .kind = Kind::flag,
                                      .fallback = 1,
                                      .most = 1}),
    bind<&Software::attention_block>(
        {.name = "attention_block",
         .unit = "1",
         .doc = "tokens of a block of fused attention: what its window is wider than the model's",
         .fallback = 128,
         .most = 1e6}),
    bind<&Software::fused_loss>({.name = "fused_loss",
                                 .doc = "the loss reads the logits in BF16 and leaves their gradient in their place",
                                 .kind = Kind::flag,
                                 .fallback = 0,
                                 .most = 1}),
    bind<&Software::attention_slowdown>(
        {.name = "attention_slowdown",
         .unit = "1",
         .doc = "time of fused attention against the kernels that the chip's record was fitted to",
         .fallback = 1,
         .least = 0.1,
         .most = 100}),
    bind<&Software::streaming_slowdown>(
        {.name = "streaming_slowdown",
         .unit = "1",
         .doc = "bytes that memory-bound operators move against those of well-fused ones",
         .fallback = 1,
         .least = 0.1,
         .most = 100}),
    bind<&Software::recompute_stops_early>(
        {.name = "recompute_stops_early",
         .doc = "full recomputation leaves out a layer's last product, whose result nobody needs again",
         .kind = Kind::flag,
         .fallback = 0,
         .most = 1}),
    bind<&Software::dispatch_once>({.name = "dispatch_once",
                                    .doc = "a token travels once to the chips that hold several of its experts (DeepEP, "
                                           "HybridEP), not once for each expert",
                                    .kind = Kind::flag,
                                    .fallback = 1,
                                    .most = 1}),
    bind<&Software::grouped_experts>({.name = "grouped_experts",
                                      .doc = "products of all experts on a chip are one kernel, not one each",
                                      .kind = Kind::flag,
                                      .fallback = 0,
                                      .most = 1}),
    bind<&Software::expert_slowdown>({.name = "expert_slowdown",
                                      .unit = "1",
                                      .doc = "time of experts' grouped products against single products of their shape",
                                      .fallback = 1,
                                      .least = 0.1,
                                      .most = 100}),
    bind<&Software::expert_bias_bytes>(
        {.name = "expert_bias_bytes",
         .unit = "1",
         .doc = "bytes that each pass moves to add biases to experts' results, for each element; 0: part of the product",
         .fallback = 0,
         .most = 1e4}),
    bind<&Software::layer_overhead, microsecond>(
        {.name = "layer_overhead_us",
         .unit = "us",
         .doc = "time of a pass over a layer that no operator fills: the host launches kernels, and the chip waits",
         .fallback = 0,
         .most = 1e6}),
    bind<&Software::expert_overhead, microsecond>(
        {.name = "expert_overhead_us",
         .unit = "us",
         .doc =
             "time of a pass over a mixture-of-experts layer that no operator fills: routing, counting, synchronizing",
         .fallback = 0,
         .most = 1e6}),
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
    bind<&Software::ep_overlap>({.name = "ep_overlap",
                                 .unit = "1",
                                 .doc = "share of the exchange between experts that runs under compute",
                                 .fallback = 0,
                                 .most = 1}),
    bind<&Software::overlap_tax>(
        {.name = "overlap_tax",
         .unit = "1",
         .doc = "time that compute loses to communication above it, as a share of the communication",
         .fallback = 0.15,
         .most = 1}),
    bind<&Software::transfers_split>(
        {.name = "transfers_split",
         .doc =
             "transfers between pipeline stages are split over tensor parallelism (Narayanan et al. 2021, section 4.1)",
         .kind = Kind::flag,
         .fallback = 1,
         .most = 1}),
    bind<&Software::whole_matrices>(
        {.name = "whole_matrices",
         .doc =
             "replicas that share out the optimizer own whole matrices: gradients are all-reduced, and each broadcasts "
             "its new weights in turn",
         .kind = Kind::flag,
         .fallback = 0,
         .most = 1}),
    bind<&Software::gradient_bytes>(
        {.name = "gradient_bytes",
         .unit = "1",
         .doc = "bytes in which a gradient is kept, and reduced up to 4: 2 in the software of 2024 and later",
         .fallback = 2,
         .least = 1,
         .most = 16}),
    bind<&Software::optimizer_bytes>(
        {.name = "optimizer_bytes",
         .unit = "1",
         .doc = "bytes of a parameter's optimizer states: master weight, mean and variance in FP32 are 12",
         .fallback = 12,
         .most = 64}),
    bind<&Software::gathered_layers>(
        {.name = "gathered_layers",
         .unit = "1",
         .doc = "layers whose weights stand whole at once where they are sharded: the one at work and the next",
         .fallback = 2,
         .most = 1e4}),
    bind<&Software::buffers, gibibyte>({.name = "buffers_gib",
                                        .unit = "GiB",
                                        .doc = "memory of communication buckets and other buffers of fixed size",
                                        .fallback = 0,
                                        .most = 1e6}),
    bind<&Software::allocator_slack>(
        {.name = "allocator_slack",
         .unit = "1",
         .doc = "memory that the allocator holds against what is in use: fragments and rounding",
         .fallback = 1,
         .least = 1,
         .most = 10}),
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
    bind<&Software::straggle>(
        {.name = "straggle",
         .unit = "1",
         .doc = "what each doubling of the scale-up domains adds to slowdown: waiting for the slowest",
         .fallback = 0,
         .most = 1}),
    bind<&Software::dense_model_error>(
        {.name = "dense_model_error",
         .unit = "1",
         .doc = "mean relative error of its predicted step times over published runs of dense models (configs/cases)",
         .fallback = 0.08,
         .most = 10}),
    bind<&Software::expert_model_error>({.name = "expert_model_error",
                                         .unit = "1",
                                         .doc = "the same of mixtures of experts",
                                         .fallback = 0.11,
                                         .most = 10}),
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
