#include "engine/matmul.hpp"

namespace trainsweep::engine {

FlopRate matmul_rate(const Chip& chip, Precision precision) {
  switch (precision) {
    case Precision::bf16:
      return chip.bf16_matmul;
    case Precision::fp8:
      return chip.fp8_matmul;
    case Precision::fp4:
      return chip.fp4_matmul;
  }
  return {};
}

FlopRate peak_rate(const Chip& chip, Precision precision) {
  switch (precision) {
    case Precision::bf16:
      return chip.bf16_peak;
    case Precision::fp8:
      return chip.fp8_peak;
    case Precision::fp4:
      return chip.fp4_peak;
  }
  return {};
}

MatmulLaw::MatmulLaw(const Chip& chip, Precision precision)
    : half_m_(chip.gemm_half_m),
      half_n_(chip.gemm_half_n),
      half_k_(chip.gemm_half_k),
      rate_(matmul_rate(chip, precision) * chip.sustained_share),
      bandwidth_(chip.memory_bandwidth * chip.memory_bandwidth_share),
      kernel_(chip.kernel_time) {}

}  // namespace trainsweep::engine
