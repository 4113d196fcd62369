#include <gtest/gtest.h>

#include "tests/support/engine_records.hpp"

namespace trainsweep::engine {
namespace {

using testing::Values;

Record record(const std::vector<double>& values) { return {"it", values}; }

Records records(const Values& chip, const Values& system, const Values& model) {
  using testing::values_of, testing::with;
  return {{record(values_of(kChipFields, with(testing::chip_values(), chip)))},
          {record(values_of(kSystemFields, with(testing::system_values(), system)))},
          {record(values_of(kOfferFields, {{"system", 0}}))},
          {record(values_of(kModelFields, testing::llama3_8b_values(model)))},
          {}};
}

// The one complaint, as catalogue.field: message.
std::string complaint(const Values& chip, const Values& system, const Values& model) {
  const std::vector<Complaint> all = training_complaints(records(chip, system, model));
  if (all.size() != 1) return std::to_string(all.size()) + " complaints";
  const Complaint& c = all.front();
  return std::string(training_schema().catalogs[c.catalog].name) + "." + c.field + ": " + c.message;
}

TEST(Complaints, SoundRecordsHaveNone) { EXPECT_EQ(complaint({}, {}, {}), "0 complaints"); }

TEST(Complaints, OfAChip) {
  EXPECT_EQ(complaint({{"bf16_matmul_tflops", 400}}, {}, {}),
            "chips.bf16_matmul_tflops: is more than the peak, bf16_tflops");
  EXPECT_EQ(complaint({{"fp8_matmul_tflops", 1}}, {}, {}),
            "chips.fp8_matmul_tflops: is more than the peak, fp8_tflops");
  EXPECT_EQ(complaint({{"fp4_matmul_tflops", 1}}, {}, {}),
            "chips.fp4_matmul_tflops: is more than the peak, fp4_tflops");
  EXPECT_EQ(complaint({{"idle_w", 500}}, {}, {}), "chips.idle_w: is more than tdp_w");
}

TEST(Complaints, OfASystem) {
  EXPECT_EQ(complaint({}, {{"pod_size", 64}}, {}), "systems.pod_size: pod_size and pod_gb_per_s go together");
  EXPECT_EQ(complaint({}, {{"pod_gb_per_s", 6}}, {}), "systems.pod_gb_per_s: pod_size and pod_gb_per_s go together");
  EXPECT_EQ(complaint({}, {{"pod_size", 64}, {"pod_gb_per_s", 6}}, {}), "0 complaints");
}

TEST(Complaints, OfAModel) {
  EXPECT_EQ(complaint({}, {}, {{"heads", 24}}), "models.heads: does not divide hidden, so head_dim must be given");
  EXPECT_EQ(complaint({}, {}, {{"heads", 24}, {"head_dim", 128}}), "0 complaints");
  EXPECT_EQ(complaint({}, {}, {{"kv_heads", 5}}), "models.kv_heads: does not divide heads");
  EXPECT_EQ(complaint({}, {}, {{"experts", 8}}), "models.experts_per_token: must be from 1 to experts");
  EXPECT_EQ(complaint({}, {}, {{"experts", 8}, {"experts_per_token", 9}}),
            "models.experts_per_token: must be from 1 to experts");
  EXPECT_EQ(complaint({}, {}, {{"shared_experts", 1}}), "models.experts: must be given where a token sees experts");
  EXPECT_EQ(complaint({}, {}, {{"dense_layers", 33}}), "models.dense_layers: is more than layers");
  EXPECT_EQ(complaint({}, {}, {{"attention", 1}}), "models.kv_lora_rank: must be given with latent attention");
  EXPECT_EQ(complaint({}, {}, {{"windowed_share", 0.5}}),
            "models.attention_window: must be given where layers are windowed");
}

TEST(Complaints, AreAllReportedAtOnce) {
  const auto all = training_complaints(records({{"idle_w", 500}}, {{"pod_size", 64}}, {{"kv_heads", 5}}));
  EXPECT_EQ(all.size(), 3u);
}

}  // namespace
}  // namespace trainsweep::engine
