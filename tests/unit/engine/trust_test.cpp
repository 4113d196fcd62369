#include "engine/trust.hpp"

#include <gtest/gtest.h>

#include "engine/plan.hpp"
#include "tests/support/engine_records.hpp"

namespace trainsweep::engine {
namespace {

using testing::Values;

// A second of each kind of time that may lack a measurement.
StepTime seconds() {
  StepTime t;
  t.parts.matmul = t.parts.attention = t.parts.memory_bound = 1 * second;
  t.parts.tensor_comm = t.parts.context_comm = t.parts.expert_comm = 1 * second;
  t.data_comm = t.bubble = t.optimizer = t.overhead = 1 * second;
  return t;
}

Job job_on(const Values& chip, const Values& software = {}, const Architecture& model = testing::llama3_8b()) {
  return testing::job(model, 16, {}, testing::chip(chip), testing::system(), testing::software(software));
}

double unmeasured(const Values& chip, double tp) {
  Mapping m;
  m.tp = tp;
  return unmeasured_time(job_on(chip), m, seconds()) / second;
}

TEST(Trust, EndsWhereNobodyMeasured) {
  const Values measured{{"matmul_measured", 1}, {"attention_measured", 1}};
  EXPECT_EQ(unmeasured(measured, 8), 2) << "exchanges of context and between experts";
  EXPECT_EQ(unmeasured(measured, 16), 3) << "and collectives of more chips than were measured";
  EXPECT_EQ(unmeasured({{"matmul_measured", 1}}, 8), 3);
  EXPECT_EQ(unmeasured({}, 8), 4);
  EXPECT_DOUBLE_EQ(trust(job_on({}), {}, seconds()).unmeasured_share, 0.4);
}

TEST(Trust, ErrorIsThatOfTheSoftwareAndTheClassOfModel) {
  const Values errors{{"dense_model_error", 0.07}, {"expert_model_error", 0.2}};
  EXPECT_EQ(trust(job_on({}, errors), {}, seconds()).error, 0.07);
  EXPECT_EQ(trust(job_on({}, errors, testing::mixtral_8x7b()), {}, seconds()).error, 0.2);
}

TEST(Trust, PublishedUtilizationIsOfTheNumberFormat) {
  const Values best{{"bf16_best_mfu", 0.5}, {"fp8_best_mfu", 0.4}};
  Job job = job_on(best);
  EXPECT_EQ(trust(job, {}, seconds()).published_mfu, 0.5);
  job.precision = Precision::fp8;
  EXPECT_EQ(trust(job, {}, seconds()).published_mfu, 0.4);
}

}  // namespace
}  // namespace trainsweep::engine
