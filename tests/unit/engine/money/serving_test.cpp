#include "engine/money/serving.hpp"

#include <gtest/gtest.h>

namespace trainsweep::engine {
namespace {

// 70 billion parameters, of a token 0.32 MB of keys and values; chips of 80 GB (of which
// 72 are filled), 2 TB/s and 500 TFLOP/s.
Plan plan() {
  Plan p;
  p.params = p.active_params = 70e9;
  p.serving = {140 * gigabyte, 0.32e6 * byte, 80 * gigabyte, 2000 * gigabyte_per_second, 500 * teraflop_per_second};
  return p;
}
constexpr ServingTerms kTerms{1e6, 1000, 500, 256, 1, 1, Money{kNotSet}};

TEST(Serving, TakesTheBatchThatFitsBesideTheWeights) {
  // Two chips fill 144 GB: 4 GB beside the weights, for requests of 1,500 tokens.
  EXPECT_NEAR(served_by(plan(), kTerms, 2).batch, 4e9 / (1500 * 0.32e6), 1e-9);
  EXPECT_EQ(served_by(plan(), kTerms, 64).batch, 256) << "as many as are asked for";
}

TEST(Serving, PrefillIsBoundByComputeAndTokensByMemory) {
  const Serving s = served_by(plan(), kTerms, 4);
  EXPECT_NEAR(s.first_token / second, 2 * 70e9 * 1000 / (4 * 500e12), 1e-12);
  const double read = 140e9 + s.batch * 1250 * 0.32e6;
  EXPECT_NEAR(s.token_interval / second, read / (4 * 2000e9), 1e-12);
  EXPECT_NEAR(s.request_time / second, 4 * (0.07 + 500 / s.batch * read / 8e12), 1e-9);
}

TEST(Serving, IsSlowerBelowTheRooflineAndDearerWhereItWaits) {
  ServingTerms slow = kTerms;
  slow.roofline_share = 0.5;
  slow.load = 0.25;
  const Serving ideal = served_by(plan(), kTerms, 4), real = served_by(plan(), slow, 4);
  EXPECT_NEAR(real.first_token / ideal.first_token, 2, 1e-12);
  EXPECT_NEAR(real.request_time / ideal.request_time, 8, 1e-12);
}

TEST(Serving, ChoosesTheGroupThatAnswersForLeast) {
  const Serving s = serving(plan(), kTerms);
  for (const double chips : {2, 4, 8}) EXPECT_LE(s.request_time, served_by(plan(), kTerms, chips).request_time);
  EXPECT_EQ(s.server_chips, 4) << "two chips leave no room for a batch, eight gain nothing by a larger one";
  Plan small = plan();
  small.serving.weights = 1 * gigabyte;
  EXPECT_EQ(serving(small, kTerms).server_chips, 1);
}

TEST(Serving, ReadsOnlyTheExpertsThatABatchMeets) {
  Plan sparse = plan();
  sparse.active_params = 7e9;
  ServingTerms one = kTerms;
  one.most_batch = 1;
  EXPECT_NEAR(served_by(sparse, one, 4).token_interval / second, (14e9 + 1250 * 0.32e6) / 8e12, 1e-12);
  EXPECT_NEAR(served_by(sparse, kTerms, 4).token_interval / second,
              (140e9 + served_by(sparse, kTerms, 4).batch * 1250 * 0.32e6) / 8e12, 1e-12);
}

TEST(ServingBill, CostsChipTimeUnlessAPriceIsGiven) {
  const Serving s = served_by(plan(), kTerms, 4);
  const Renting rent{3.6 * usd_per_hour, Money{}};
  EXPECT_NEAR(serving_bill(kTerms, s, rent).request / usd, s.request_time / second / 1000, 1e-12);
  ServingTerms given = kTerms;
  given.request_price = 0.005 * usd;
  EXPECT_NEAR(serving_bill(given, s, rent).serving_rate / usd_per_year, 5000, 1e-9);
}

}  // namespace
}  // namespace trainsweep::engine
