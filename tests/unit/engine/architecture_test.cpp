#include "engine/architecture.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "tests/support/engine_records.hpp"

namespace trainsweep::engine {
namespace {

using testing::Values;

Architecture of(const Values& given) { return resolve(testing::model(given)); }

// Parameter counts that loading the published checkpoint reports.
TEST(Architecture, CountsTheParametersOfPublishedModelsExactly) {
  EXPECT_EQ(of(testing::gpt2_values()).params(), 124439808);
  EXPECT_EQ(of(testing::gpt2_values({{"layers", 48}, {"hidden", 1600}, {"heads", 25}, {"ffn", 6400}})).params(),
            1557611200);
  EXPECT_EQ(testing::llama3_8b().params(), 8030261248);
  EXPECT_EQ(testing::llama3_70b().params(), 70553706496);
  EXPECT_EQ(of(testing::llama3_405b_values()).params(), 405853388800);
  EXPECT_EQ(testing::mixtral_8x7b().params(), 46702792704);
}

TEST(Architecture, CountsTheParametersThatOneTokenMeets) {
  EXPECT_EQ(testing::llama3_8b().active_params(), testing::llama3_8b().params());
  EXPECT_EQ(testing::mixtral_8x7b().active_params(), 12879925248);
  const Architecture v3 = of(testing::deepseek_v3_values());
  // 671,026,419,200 with 256 correction biases in each of 58 routers, which no gradient trains.
  EXPECT_EQ(v3.params(), 671026419200 - 58 * 256);
  // "37B activated" (DeepSeek-V3 Technical Report) leaves out the embedding table.
  EXPECT_NEAR(v3.active_params() - v3.embedding_params, 37e9, 0.4e9);
}

// Of attention two, as queries, keys and values are one; of a gated MLP three.
TEST(Architecture, CountsTheMatricesOfALayer) {
  EXPECT_EQ(testing::llama3_8b().shared_layer_matrices(), 2 + 3);
  EXPECT_EQ(testing::gpt3_175b().shared_layer_matrices(), 2 + 2);
  EXPECT_EQ(testing::mixtral_8x7b().shared_layer_matrices(), 2 + 1);
  EXPECT_EQ(testing::mixtral_8x7b().routed_layer_matrices(), 8 * 3);
  EXPECT_EQ(testing::llama3_8b().routed_layer_matrices(), 0);
}

// Narayanan et al. 2021, eq. 2: P = 12 l h^2 (1 + 13 / 12h + (V + s) / 12lh), which
// leaves out the final norm's 2h.
TEST(Architecture, AgreesWithNarayanansParameterFormula) {
  const Architecture a = testing::gpt3_175b();
  const double l = 96, h = 12288, V = 50257, s = 2048;
  EXPECT_EQ(a.params(), 12 * l * h * h + 13 * l * h + (V + s) * h + 2 * h);
}

// Korthikanti et al. 2022, eq. 7 for one token, as Narayanan's eq. 3 without
// recomputation: 72 l h^2 (1 + s / 6h + V / 12lh) counts every score. A causal mask
// leaves half of them.
TEST(Architecture, TrainingFlopsAgreeWithThePublishedFormula) {
  const double l = 96, h = 12288, V = 50257, s = 2048;
  const Architecture a = of(testing::gpt3_175b_values({{"biases", 0}}));
  const double causal = 72 * l * h * h * (1 + s / 2 / (6 * h) + V / (12 * l * h));
  EXPECT_DOUBLE_EQ(a.training_flops_per_token(s), causal);
}

TEST(Architecture, TrainingFlopsAreSixForEachActiveMatrixElementAtShortSequences) {
  for (const Values& v :
       {testing::llama3_70b_values(), testing::llama3_405b_values(), testing::mixtral_8x7b_values()}) {
    const Architecture a = of(v);
    const double met = a.active_params() - a.embedding_params;
    EXPECT_NEAR(a.training_flops_per_token(1) / (6 * met), 1, 1e-4);
  }
}

TEST(Architecture, AttentionsFlopsGrowLinearlyWithTheSequence) {
  const Architecture a = testing::llama3_8b();
  const double slope = 6.0 * 32 * 0.5 * 32 * 256;  // layers x half x heads x (qk + v) widths
  EXPECT_DOUBLE_EQ(a.training_flops_per_token(16384) - a.training_flops_per_token(8192), slope * 8192);
}

TEST(Architecture, AWindowLimitsWhatAQueryAttendsTo) {
  const Values window = testing::llama3_8b_values({{"attention_window", 1024}, {"windowed_share", 1}});
  const Architecture all = of(window);
  EXPECT_EQ(all.attended(512), 256) << "shorter than the window: causal";
  EXPECT_EQ(all.attended(1024), 512);
  // The first 1024 queries see 512 on average, the other 1024 see 1024.
  EXPECT_EQ(all.attended(2048), 768);
  const Architecture half = of(testing::with(window, {{"windowed_share", 0.5}}));
  EXPECT_EQ(half.attended(2048), (768 + 1024) / 2);
}

TEST(Architecture, MixtureLayersAreCountedAfterTheDenseOnes) {
  const Architecture v3 = of(testing::deepseek_v3_values());
  EXPECT_DOUBLE_EQ(v3.moe_share * 61, 58);
  const Architecture every_other = of(testing::mixtral_8x7b_values({{"layers", 48}, {"moe_every", 2}}));
  EXPECT_DOUBLE_EQ(every_other.moe_share, 0.5);
}

// github.com/deepseek-ai/DeepSeek-V3: 14 B of the module's weights, of which embedding and output
// layer are shared with the model. FLOPs: a layer, the projection of two states to one, the logits.
TEST(Architecture, APredictionModuleIsALayerAProjectionAndALoss) {
  const Architecture plain = of(testing::deepseek_v3_values()),
                     more = of(testing::deepseek_v3_values({{"prediction_modules", 1}}));
  EXPECT_NEAR(more.params() - plain.params(), 14e9 - 2 * plain.embedding_params, 0.6e9);
  EXPECT_DOUBLE_EQ(more.moe_share * 62, 59);
  const double s = 4096, h = 7168;
  const double layer = 2 * h + 9 * plain.expert_params + plain.attention_params + plain.router_params;
  const double attention = s / 2 * 128 * (192 + 128);
  EXPECT_NEAR((more.training_flops_per_token(s) - plain.training_flops_per_token(s)) /
                  (6 * (layer - 2 * h + attention + 2 * h * h + 129280 * h)),
              1, 1e-9);
}

TEST(Architecture, PartsSumToTheWhole) {
  for (const Values& v : {testing::gpt2_values(), testing::llama3_70b_values(), testing::deepseek_v3_values()}) {
    const Architecture a = of(v);
    const double layers = a.layers * (a.shared_layer_params() + a.routed_layer_params());
    EXPECT_DOUBLE_EQ(a.params(), layers + a.embedding_params + a.output_params + a.final_norm_params);
  }
}

TEST(SyntheticDense, HasTheParametersAskedForWithinTwoPercent) {
  double worst = 0, at = 0;
  for (double params = 1e7; params <= 1e13; params *= 1.01) {
    const double miss = std::abs(synthetic_dense(params).params() / params - 1);
    if (miss > worst) {
      worst = miss;
      at = params;
    }
  }
  EXPECT_LT(worst, 0.02) << "at " << at;
}

TEST(SyntheticDense, IsAShapeThatCanBeSplit) {
  for (double params = 1e6; params <= 1e15; params *= 1.1) {
    const Architecture a = synthetic_dense(params);
    EXPECT_GE(a.layers, 1);
    EXPECT_EQ(std::fmod(a.hidden, 128), 0) << params;
    EXPECT_EQ(a.heads * a.qk_dim, a.hidden) << params;
    EXPECT_EQ(std::fmod(a.heads, a.kv_heads), 0) << params;
    EXPECT_GE(a.ffn, 32) << params;
    EXPECT_GT(a.params(), 0) << params;
  }
}

}  // namespace
}  // namespace trainsweep::engine
