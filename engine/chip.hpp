// Chip: one accelerator as it is sold, what it can do and what it draws.
//
// Rates are for dense work, one package, one direction. `*_matmul_tflops` is what
// large matrix products reach when measured, never the datasheet's peak; how much
// of it a product of a given shape reaches follows from the half-rate lengths (see
// engine/MODEL.md, "Matrix products").
#pragma once

#include "engine/bound.hpp"

namespace trainsweep::engine {

struct Chip {
  FlopRate bf16_peak, fp8_peak, fp4_peak;
  FlopRate bf16_matmul, fp8_matmul, fp4_matmul;
  double sustained_share;
  double gemm_half_m, gemm_half_n, gemm_half_k;
  Time kernel_time;
  double attention_forward_share, attention_backward_share, attention_half_length;
  Bytes memory;
  Bandwidth memory_bandwidth;
  double memory_bandwidth_share;
  Power tdp, idle_power;
  Carbon embodied;
  Time mtbf;
};

inline constexpr std::array kChipFields{
    text<Chip>({.name = "vendor", .doc = "who makes it", .required = true}),
    text<Chip>({.name = "title", .doc = "its full name", .required = true}),
    text<Chip>({.name = "released", .doc = "year and month of general availability, or `announced`"}),
    bind<&Chip::bf16_peak, teraflop_per_second>({.name = "bf16_tflops",
                                                 .unit = "TFLOP/s",
                                                 .doc = "datasheet peak of dense BF16 matrix products",
                                                 .required = true,
                                                 .least = 1e-6}),
    bind<&Chip::fp8_peak, teraflop_per_second>({.name = "fp8_tflops",
                                                .unit = "TFLOP/s",
                                                .doc = "datasheet peak of dense FP8; 0 where it has none",
                                                .fallback = 0}),
    bind<&Chip::fp4_peak, teraflop_per_second>({.name = "fp4_tflops",
                                                .unit = "TFLOP/s",
                                                .doc = "datasheet peak of dense FP4; 0 where it has none",
                                                .fallback = 0}),
    bind<&Chip::bf16_matmul, teraflop_per_second>({.name = "bf16_matmul_tflops",
                                                   .unit = "TFLOP/s",
                                                   .doc = "rate that large BF16 matrix products reach when measured",
                                                   .required = true,
                                                   .least = 1e-6}),
    bind<&Chip::fp8_matmul, teraflop_per_second>(
        {.name = "fp8_matmul_tflops",
         .unit = "TFLOP/s",
         .doc = "rate that large FP8 matrix products reach when measured; 0 where it has none",
         .fallback = 0}),
    bind<&Chip::fp4_matmul, teraflop_per_second>(
        {.name = "fp4_matmul_tflops",
         .unit = "TFLOP/s",
         .doc = "rate that large FP4 matrix products reach when measured; 0 where it has none",
         .fallback = 0}),
    bind<&Chip::sustained_share>(
        {.name = "sustained_share",
         .unit = "1",
         .doc = "share of the matmul rate that holds through hours of training (clocks fall under power limits)",
         .fallback = 1,
         .least = 0.01,
         .most = 1}),
    bind<&Chip::gemm_half_m>({.name = "gemm_half_m",
                              .unit = "1",
                              .doc = "rows at which a matrix product runs at half its rate",
                              .fallback = 128,
                              .most = 1e5}),
    bind<&Chip::gemm_half_n>({.name = "gemm_half_n",
                              .unit = "1",
                              .doc = "columns at which a matrix product runs at half its rate",
                              .fallback = 128,
                              .most = 1e5}),
    bind<&Chip::gemm_half_k>({.name = "gemm_half_k",
                              .unit = "1",
                              .doc = "inner length at which a matrix product runs at half its rate",
                              .fallback = 128,
                              .most = 1e5}),
    bind<&Chip::kernel_time, microsecond>({.name = "kernel_us",
                                           .unit = "us",
                                           .doc = "fixed time of one kernel: launch, ramp and tail",
                                           .fallback = 5,
                                           .most = 1e6}),
    bind<&Chip::attention_forward_share>(
        {.name = "attention_forward_share",
         .unit = "1",
         .doc = "share of the BF16 matmul rate that fused causal attention reaches forward at long sequences",
         .fallback = 0.6,
         .least = 0.01,
         .most = 1}),
    bind<&Chip::attention_backward_share>({.name = "attention_backward_share",
                                           .unit = "1",
                                           .doc = "the same, backward",
                                           .fallback = 0.45,
                                           .least = 0.01,
                                           .most = 1}),
    bind<&Chip::attention_half_length>({.name = "attention_half_length",
                                        .unit = "1",
                                        .doc = "sequence length at which fused attention runs at half its rate",
                                        .fallback = 512,
                                        .most = 1e6}),
    bind<&Chip::memory, gigabyte>({.name = "memory_gb",
                                   .unit = "GB",
                                   .doc = "high-bandwidth memory (10^9 bytes)",
                                   .required = true,
                                   .least = 1e-3}),
    bind<&Chip::memory_bandwidth, gigabyte_per_second>({.name = "memory_gb_per_s",
                                                        .unit = "GB/s",
                                                        .doc = "datasheet bandwidth of its memory",
                                                        .required = true,
                                                        .least = 1e-3}),
    bind<&Chip::memory_bandwidth_share>({.name = "memory_bandwidth_share",
                                         .unit = "1",
                                         .doc = "share of that bandwidth that streaming kernels reach",
                                         .fallback = 0.85,
                                         .least = 0.01,
                                         .most = 1}),
    bind<&Chip::tdp, watt>(
        {.name = "tdp_w", .unit = "W", .doc = "thermal design power", .required = true, .least = 1e-3}),
    bind<&Chip::idle_power, watt>({.name = "idle_w", .unit = "W", .doc = "power while waiting", .required = true}),
    bind<&Chip::embodied, kilogram>({.name = "embodied_kgco2e",
                                     .unit = "kg",
                                     .doc = "CO2 equivalent of making one, with its share of the server",
                                     .fallback = 0}),
    bind<&Chip::mtbf, hour>(
        {.name = "mtbf_hours",
         .unit = "h",
         .doc = "mean time between failures that stop a job, per chip (with its share of host and network)",
         .required = true,
         .least = 1e-3}),
};
inline constexpr auto kChipProperties = properties(kChipFields);
static_assert(sizeof(Chip) == bound_members(kChipFields) * sizeof(double), "a member of Chip has no row");

}  // namespace trainsweep::engine
