#include "engine/matmul.hpp"

#include <gtest/gtest.h>

#include "tests/support/engine_records.hpp"

namespace trainsweep::engine {
namespace {

MatmulLaw law(const testing::Values& given = {}, Precision precision = Precision::bf16) {
  return MatmulLaw(testing::chip(given), precision);
}
Time time(const MatmulLaw& l, const Product& p) { return l.time(p, 2, 2); }

TEST(Matmul, NoProductIsFasterThanTheMeasuredRate) {
  const MatmulLaw l = law();
  for (const double side : {1.0, 128.0, 1000.0, 8192.0, 1e5}) {
    const Flops work = 2 * side * side * side * flop;
    EXPECT_LE(work / time(l, {side, side, side}), 250 * teraflop_per_second) << side;
  }
}

TEST(Matmul, LargeProductsApproachTheMeasuredRate) {
  const double side = 1e6;
  const FlopRate rate = 2 * side * side * side * flop / time(law({{"sustained_share", 1}}), {side, side, side});
  EXPECT_GT(rate / (250 * teraflop_per_second), 0.999);
}

TEST(Matmul, TheSustainedShareScalesTheRate) {
  const Product large{1e6, 1e6, 1e6};
  EXPECT_NEAR(time(law({{"sustained_share", 0.5}}), large) / time(law({{"sustained_share", 1}}), large), 2, 1e-6);
}

TEST(Matmul, IsNeverFasterForALongerSide) {
  const MatmulLaw l = law();
  for (double side = 1; side < 3e4; side *= 1.3) {
    for (double other : {64.0, 1024.0, 16384.0}) {
      const double next = side * 1.3;
      EXPECT_LE(time(l, {side, other, other}), time(l, {next, other, other}));
      EXPECT_LE(time(l, {other, side, other}), time(l, {other, next, other}));
      EXPECT_LE(time(l, {other, other, side}), time(l, {other, other, next}));
    }
  }
}

TEST(Matmul, HasNoCliffs) {
  const MatmulLaw l = law();
  for (double m = 100; m < 20000; m *= 1.01) {
    const double step = time(l, {m * 1.01, 4096, 4096}) / time(l, {m, 4096, 4096});
    EXPECT_LE(step, 1.011) << "a hundredth more rows takes at most a hundredth longer; m = " << m;
  }
}

TEST(Matmul, GroupedProductsShareLaunchAndLastWave) {
  const MatmulLaw l = law();
  const Product one{1024, 2048, 4096}, group{1024, 2048, 4096, 16};
  EXPECT_LT(time(l, group), 16 * time(l, one));
  const MatmulLaw ideal = law({{"bf16_gemm_tile", 0}, {"bf16_kernel_us", 0}});
  EXPECT_NEAR(time(ideal, group) / time(ideal, one), 16, 1e-12) << "nothing else is shared";
}

// One row against a square matrix: reading the matrix takes 2 x 8192^2 bytes.
TEST(Matmul, ThinProductsTakeAsLongAsReadingTheirMatrix) {
  const MatmulLaw l =
      law({{"bf16_gemm_tile", 0}, {"bf16_gemm_half_k", 0}, {"bf16_kernel_us", 0}, {"bf16_matmul_tflops", 312}});
  const double bytes = 2 * (8192.0 * 8192 + 8192 + 8192);
  EXPECT_NEAR(time(l, {1, 8192, 8192}) / second, bytes / (2000e9 * 0.85), 1e-9);
}

TEST(Matmul, EachKernelHasItsFixedTime) {
  const Product p{512, 512, 512};
  const Time more = time(law({{"bf16_kernel_us", 9}}), p) - time(law({{"bf16_kernel_us", 4}}), p);
  EXPECT_NEAR(more / microsecond, 5, 1e-9);
}

TEST(Matmul, EachNumberFormatHasItsRate) {
  const Chip c = testing::chip({{"fp8_tflops", 600}, {"fp8_matmul_tflops", 500}});
  EXPECT_EQ(matmul_rate(c, Precision::bf16), 250 * teraflop_per_second);
  EXPECT_EQ(peak_rate(c, Precision::bf16), 312 * teraflop_per_second);
  EXPECT_EQ(matmul_rate(c, Precision::fp8), 500 * teraflop_per_second);
  EXPECT_EQ(peak_rate(c, Precision::fp8), 600 * teraflop_per_second);
  EXPECT_EQ(matmul_rate(c, Precision::fp4), FlopRate{}) << "0: the chip has none";
}

}  // namespace
}  // namespace trainsweep::engine
