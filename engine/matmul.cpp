#include "engine/matmul.hpp"

namespace trainsweep::engine {
namespace {

// Of three values, the one of a number format.
template <class V>
V of(Precision precision, V bf16, V fp8, V fp4) {
  return precision == Precision::bf16 ? bf16 : precision == Precision::fp8 ? fp8 : fp4;
}

}  // namespace

FlopRate matmul_rate(const Chip& c, Precision p) { return of(p, c.bf16_matmul, c.fp8_matmul, c.fp4_matmul); }

FlopRate peak_rate(const Chip& c, Precision p) { return of(p, c.bf16_peak, c.fp8_peak, c.fp4_peak); }

double published_mfu(const Chip& c, Precision p) { return of(p, c.bf16_best_mfu, c.fp8_best_mfu, c.fp4_best_mfu); }

double cast_bytes(const Chip& c, Precision p) { return of(p, 0.0, c.fp8_cast_bytes, c.fp4_cast_bytes); }

MatmulLaw::MatmulLaw(const Chip& c, Precision p)
    : half_k_(of(p, c.bf16_half_k, c.fp8_half_k, c.fp4_half_k)),
      rate_(matmul_rate(c, p) * c.sustained_share),
      bandwidth_(c.memory_bandwidth * c.memory_bandwidth_share),
      kernel_(of(p, c.bf16_kernel, c.fp8_kernel, c.fp4_kernel)) {
  const double tile = of(p, c.bf16_tile, c.fp8_tile, c.fp4_tile);
  tile_area_ = tile * tile;
}

}  // namespace trainsweep::engine
