// Time of one matrix product on one chip.
//
//   t = max( 2 (m + m0) (n + n0) (k + k0) / rate,  bytes / bandwidth ) + kernel
//
// The half lengths m0, n0, k0 widen each side by what a kernel loses to tiles,
// waves and the start of its loops: at m = m0 the product runs at half its rate.
// Smooth and monotone in every side. Fitted to measured products (engine/MODEL.md,
// "Matrix products"). Range: the sides of training, 128 and more.
#pragma once

#include "engine/chip.hpp"
#include "engine/point.hpp"

namespace trainsweep::engine {

struct Product {
  double m, n, k;
};

// What a chip's products of one number format cost, ready for many calls.
class MatmulLaw {
 public:
  MatmulLaw(const Chip& chip, Precision precision);

  // `bytes_in`: of an element of the inputs; `bytes_out`: of an element of the result,
  // read and written where it is accumulated.
  [[nodiscard]] Time time(const Product& p, double bytes_in, double bytes_out) const {
    const Flops work = 2 * (p.m + half_m_) * (p.n + half_n_) * (p.k + half_k_) * flop;
    const Bytes moved = ((p.m * p.k + p.k * p.n) * bytes_in + p.m * p.n * bytes_out) * byte;
    return max(work / rate_, moved / bandwidth_) + kernel_;
  }

 private:
  double half_m_, half_n_, half_k_;
  FlopRate rate_;
  Bandwidth bandwidth_;
  Time kernel_;
};

// The measured rate of large products in a number format; zero where the chip has none.
[[nodiscard]] FlopRate matmul_rate(const Chip& chip, Precision precision);
// The datasheet's peak, the denominator of MFU.
[[nodiscard]] FlopRate peak_rate(const Chip& chip, Precision precision);

}  // namespace trainsweep::engine
