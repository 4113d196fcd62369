// Time of one matrix product on one chip.
//
//   compute = 2 (m n + tile^2) (k + half_k) / rate
//   memory  = bytes / bandwidth
//   t       = (compute^4 + memory^4)^(1/4) + kernel
//
// tile^2 is what the last wave of tiles leaves idle, half_k what a kernel needs to
// start and drain its loop; the fourth power is a maximum without a corner. Smooth
// and monotone in every side. Fitted to thousands of measured products, errors in
// analysis/calibration/README.md. Range: sides of 256 and more.
#pragma once

#include <cmath>

#include "engine/chip.hpp"
#include "engine/choices.hpp"

namespace trainsweep::engine {

// `groups` products of one shape in one kernel, each with operands of its own: they share
// the last wave and the launch.
struct Product {
  double m, n, k, groups = 1;
};

// What a chip's products of one number format cost, ready for many calls.
class MatmulLaw {
 public:
  MatmulLaw(const Chip& chip, Precision precision);

  // `bytes_in`: of an element of the inputs; `bytes_out`: of an element of the result,
  // read and written where it is accumulated.
  [[nodiscard]] Time time(const Product& p, double bytes_in, double bytes_out) const {
    const Flops work = 2 * (p.groups * p.m * p.n + tile_area_) * (p.k + half_k_) * flop;
    const Bytes moved = p.groups * ((p.m * p.k + p.k * p.n) * bytes_in + p.m * p.n * bytes_out) * byte;
    return soft_max(work / rate_, moved / bandwidth_) + kernel_;
  }

 private:
  static Time soft_max(Time a, Time b) {
    const double a2 = a.base * a.base, b2 = b.base * b.base;
    return Time{std::sqrt(std::sqrt(a2 * a2 + b2 * b2))};
  }

  double tile_area_, half_k_;
  FlopRate rate_;
  Bandwidth bandwidth_;
  Time kernel_;
};

// The rate that large products tend to in a number format; zero where the chip has none.
[[nodiscard]] FlopRate matmul_rate(const Chip& chip, Precision precision);
// The best MFU published for it; zero where there is none.
[[nodiscard]] double published_mfu(const Chip& chip, Precision precision);
// The datasheet's peak, the denominator of MFU.
[[nodiscard]] FlopRate peak_rate(const Chip& chip, Precision precision);
// Bytes moved for each element that is quantized; zero for BF16.
[[nodiscard]] double cast_bytes(const Chip& chip, Precision precision);

}  // namespace trainsweep::engine
