// Chip: one accelerator as it is sold, what it can do and what it draws.
//
// Rates are for dense work, one package, one direction. `*_matmul_tflops` is the
// asymptote of the law in matmul.hpp, fitted to measured products, never the
// datasheet's peak.
#pragma once

#include "engine/bound.hpp"

namespace trainsweep::engine {

struct Chip {
  FlopRate bf16_peak, fp8_peak, fp4_peak;
  FlopRate bf16_matmul, fp8_matmul, fp4_matmul;
  double bf16_tile, fp8_tile, fp4_tile;
  double bf16_half_k, fp8_half_k, fp4_half_k;
  Time bf16_kernel, fp8_kernel, fp4_kernel;
  double fp8_cast_bytes, fp4_cast_bytes;
  double sustained_share;
  double attention_forward_share, attention_backward_share;
  double attention_half_length, attention_half_rows, attention_half_head;
  double matmul_measured, attention_measured;
  double bf16_best_mfu, fp8_best_mfu, fp4_best_mfu;
  Bytes memory;
  Bandwidth memory_bandwidth;
  double memory_bandwidth_share;
  Power tdp, idle_power;
  Carbon embodied;
  Money price;
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
                                                   .doc = "rate that large BF16 products tend to, from measured ones",
                                                   .required = true,
                                                   .least = 1e-6}),
    bind<&Chip::fp8_matmul, teraflop_per_second>(
        {.name = "fp8_matmul_tflops", .unit = "TFLOP/s", .doc = "the same in FP8; 0 where it has none", .fallback = 0}),
    bind<&Chip::fp4_matmul, teraflop_per_second>(
        {.name = "fp4_matmul_tflops", .unit = "TFLOP/s", .doc = "the same in FP4; 0 where it has none", .fallback = 0}),
    bind<&Chip::bf16_tile>({.name = "bf16_gemm_tile",
                            .unit = "1",
                            .doc = "side of the square of results that an BF16 product loses to its last wave of tiles",
                            .fallback = 400,
                            .most = 1e6}),
    bind<&Chip::fp8_tile>({.name = "fp8_gemm_tile",
                           .unit = "1",
                           .doc = "side of the square of results that an FP8 product loses to its last wave of tiles",
                           .fallback = 400,
                           .most = 1e6}),
    bind<&Chip::fp4_tile>({.name = "fp4_gemm_tile",
                           .unit = "1",
                           .doc = "side of the square of results that an FP4 product loses to its last wave of tiles",
                           .fallback = 1600,
                           .most = 1e6}),
    bind<&Chip::bf16_half_k>({.name = "bf16_gemm_half_k",
                              .unit = "1",
                              .doc = "inner length at which an BF16 product runs at half its rate",
                              .fallback = 100,
                              .most = 1e6}),
    bind<&Chip::fp8_half_k>({.name = "fp8_gemm_half_k",
                             .unit = "1",
                             .doc = "inner length at which an FP8 product runs at half its rate",
                             .fallback = 200,
                             .most = 1e6}),
    bind<&Chip::fp4_half_k>({.name = "fp4_gemm_half_k",
                             .unit = "1",
                             .doc = "inner length at which an FP4 product runs at half its rate",
                             .fallback = 800,
                             .most = 1e6}),
    bind<&Chip::bf16_kernel, microsecond>(
        {.name = "bf16_kernel_us",
         .unit = "us",
         .doc = "fixed time of an BF16 product: launch, ramp and tail (and of any streaming kernel)",
         .fallback = 5,
         .most = 1e6}),
    bind<&Chip::fp8_kernel, microsecond>({.name = "fp8_kernel_us",
                                          .unit = "us",
                                          .doc = "fixed time of an FP8 product: launch, ramp and tail",
                                          .fallback = 11,
                                          .most = 1e6}),
    bind<&Chip::fp4_kernel, microsecond>({.name = "fp4_kernel_us",
                                          .unit = "us",
                                          .doc = "fixed time of an FP4 product: launch, ramp and tail",
                                          .fallback = 6,
                                          .most = 1e6}),
    bind<&Chip::fp8_cast_bytes>({.name = "fp8_cast_bytes",
                                 .unit = "1",
                                 .doc = "bytes moved for each element that is quantized to FP8",
                                 .fallback = 7.5,
                                 .most = 1e3}),
    bind<&Chip::fp4_cast_bytes>({.name = "fp4_cast_bytes",
                                 .unit = "1",
                                 .doc = "bytes moved for each element that is quantized to FP4",
                                 .fallback = 4.5,
                                 .most = 1e3}),
    bind<&Chip::sustained_share>(
        {.name = "sustained_share",
         .unit = "1",
         .doc = "share of the matmul rate that long products hold (clocks fall under power limits)",
         .fallback = 0.92,
         .least = 0.01,
         .most = 1}),
    bind<&Chip::attention_forward_share>({.name = "attention_forward_share",
                                          .unit = "1",
                                          .doc = "share of the BF16 matmul rate that fused causal attention reaches "
                                                 "forward at long sequences and heads of 128",
                                          .fallback = 0.7,
                                          .least = 0.01,
                                          .most = 1}),
    bind<&Chip::attention_backward_share>({.name = "attention_backward_share",
                                           .unit = "1",
                                           .doc = "the same, backward",
                                           .fallback = 0.6,
                                           .least = 0.01,
                                           .most = 1}),
    bind<&Chip::attention_half_length>({.name = "attention_half_length",
                                        .unit = "1",
                                        .doc = "sequence length at which fused attention runs at half its rate",
                                        .fallback = 400,
                                        .most = 1e6}),
    bind<&Chip::attention_half_rows>({.name = "attention_half_rows",
                                      .unit = "1",
                                      .doc = "query rows (batch x heads x length) at which it runs at half its rate",
                                      .fallback = 1e4,
                                      .most = 1e9}),
    bind<&Chip::attention_half_head>({.name = "attention_half_head",
                                      .unit = "1",
                                      .doc = "how its rate falls with heads narrower than 128: as d / (d + this)",
                                      .fallback = 50,
                                      .most = 1e5}),
    bind<&Chip::matmul_measured>({.name = "matmul_measured",
                                  .doc = "its matmul rates are of products measured on this chip",
                                  .kind = Kind::flag,
                                  .fallback = 0,
                                  .most = 1}),
    bind<&Chip::attention_measured>({.name = "attention_measured",
                                     .doc = "its attention's rates are of kernels measured on this chip",
                                     .kind = Kind::flag,
                                     .fallback = 0,
                                     .most = 1}),
    bind<&Chip::bf16_best_mfu>(
        {.name = "bf16_best_mfu",
         .unit = "1",
         .doc = "the best model FLOP/s utilization published for it in BF16; 0 where there is none",
         .fallback = 0,
         .most = 1}),
    bind<&Chip::fp8_best_mfu>(
        {.name = "fp8_best_mfu", .unit = "1", .doc = "the same in FP8", .fallback = 0, .most = 1}),
    bind<&Chip::fp4_best_mfu>(
        {.name = "fp4_best_mfu", .unit = "1", .doc = "the same in FP4", .fallback = 0, .most = 1}),
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
    bind<&Chip::price, usd>({.name = "price_usd",
                             .unit = "USD",
                             .doc = "purchase price of one, with its share of the server; unset: 20 USD for each "
                                    "TFLOP/s of its BF16 peak",
                             .fallback = kNotSet}),
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
