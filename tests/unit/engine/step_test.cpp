#include "engine/step.hpp"

#include <gtest/gtest.h>

#include "engine/plan.hpp"
#include "tests/support/engine_records.hpp"

namespace trainsweep::engine {
namespace {

using testing::Values;

// Llama 3 8B in an ideal world: no jitter, no overhead, gradients in FP32.
Job llama(double chips, double layers = 32, const Values& point = {}, const Values& software = {}) {
  const Software w = testing::software(testing::with({{"slowdown", 1}, {"gradient_bytes", 4}}, software));
  return testing::job(resolve(testing::model(testing::llama3_8b_values({{"layers", layers}}))), chips,
                      testing::with({{"global_batch", 64}}, point), testing::chip(), testing::system(), w);
}

struct Evaluated {
  LayerCost layer;
  EndsCost ends;
  Plan plan;

  [[nodiscard]] Time one_layer() const { return (layer.forward + layer.backward).total(); }
  [[nodiscard]] Time both_ends() const { return (ends.forward + ends.backward).total(); }
};

Evaluated evaluate(const Job& job, const Mapping& m) {
  const LayerLaws laws(job);
  const Sharding s{m.tp, m.cp, m.ep, m.micro_batch, m.sequence_parallel != 0};
  return {laws.layer(s), laws.ends(s), evaluate_mapping(job, m)};
}

Mapping pipeline(double pp, double dp, double interleave = 1) {
  return {.pp = pp, .dp = dp, .interleave = interleave, .zero_stage = 1, .zero_group = dp};
}

void expect_equal(Time a, Time b) { EXPECT_NEAR(a / b, 1, 1e-12); }

TEST(Step, IsTheSumOfItsParts) {
  const StepTime t = evaluate(llama(64), pipeline(4, 16)).plan.time;
  const Parts& p = t.parts;
  const Time sum = p.matmul + p.attention + p.memory_bound + p.tensor_comm + p.context_comm + p.expert_comm +
                   p.host_comm + t.pipeline_comm + t.data_comm + t.bubble + t.optimizer + t.overhead;
  expect_equal(sum, t.total());
}

TEST(Step, AnOptimizerOnTheHostMovesGradientsAndWeights) {
  const Job job = llama(1, 32, {{"offload", 1}});
  const Plan p = evaluate_mapping(job, pipeline(1, 1));
  const double params = testing::llama3_8b().params() - 4096;  // the final norm is left out
  const double link = job.system.host_link / gigabyte_per_second * 1e9;
  const double memory = job.system.host_memory_bandwidth / gigabyte_per_second * 1e9;
  EXPECT_NEAR(p.time.optimizer / second / (params * ((4 + 2) / link + 30 / memory)), 1, 1e-12);
}

TEST(Step, ActivationsOnTheHostAreWaitedForWhereTheLinkIsSlow) {
  const auto waits = [](double gb_per_s) {
    Job job = llama(1, 32, {{"offload", 2}});
    job.system.host_link = gb_per_s * gigabyte_per_second;
    return evaluate_mapping(job, pipeline(1, 1)).time.parts.host_comm;
  };
  EXPECT_EQ(waits(1e6), Time{});
  const Job job = llama(1);
  const LayerCost layer = LayerLaws(job).layer({});
  const Time way = layer.activations[0] / gigabyte_per_second;  // at 1 GB/s, longer than any pass
  expect_equal(waits(1), 64 * 32 * (2 * way - (layer.forward + layer.backward).total()));
}

TEST(Step, OfOneStageIsAllLayersAndBothEndsForEachMicroBatch) {
  const Evaluated e = evaluate(llama(1), pipeline(1, 1));
  expect_equal(e.plan.time.parts.total(), 64 * (32 * e.one_layer() + e.both_ends()));
  EXPECT_EQ(e.plan.time.bubble, Time{});
  EXPECT_EQ(e.plan.time.pipeline_comm, Time{});
  EXPECT_EQ(e.plan.time.data_comm, Time{});
}

// Narayanan et al. 2021, section 2.2.1: the bubble is (p - 1) micro-batches of a stage.
TEST(Step, BubbleOf1F1BIsOneMicroBatchOfEachOtherStage) {
  const Evaluated e = evaluate(llama(4), pipeline(4, 1));
  expect_equal(e.plan.time.bubble, 3 * 8 * e.one_layer());
  expect_equal(e.plan.time.parts.total(), 64 * (8 * e.one_layer() + e.both_ends()));
}

// Section 2.2.2: v chunks divide it by v, and each border is crossed v times.
TEST(Step, InterleavingDividesTheBubbleAndMultipliesTransfers) {
  const Job job = llama(4, 32, {}, {{"pp_overlap", 0}});
  const StepTime plain = evaluate(job, pipeline(4, 1)).plan.time;
  const StepTime twice = evaluate(job, pipeline(4, 1, 2)).plan.time;
  expect_equal(2 * twice.bubble, plain.bubble);
  expect_equal(plain.parts.total(), twice.parts.total());
  EXPECT_NEAR(twice.pipeline_comm / plain.pipeline_comm, (64.0 * 2 + 3) / (64 + 3), 1e-12);
}

// 10 layers on 4 stages: 3, 3, 3 and 1, for the last has the output layer and the loss.
TEST(Step, UnevenLayersRunAtThePaceOfTheFullestStage) {
  const Evaluated e = evaluate(llama(4, 10), pipeline(4, 1));
  const Time last = e.one_layer() + e.both_ends();
  expect_equal(e.plan.time.parts.total(), 64 * max(3 * e.one_layer(), last));
  expect_equal(e.plan.time.bubble, 3 * 2.5 * e.one_layer());
}

// Another chunk's compute hides what experts exchange; a stage of one chunk has none.
TEST(Step, TheExchangeOfExpertsHidesUnderAnotherChunk) {
  const auto exchange = [](double interleave, double overlap) {
    const Job job = testing::job(testing::mixtral_8x7b(), 16, {{"global_batch", 64}}, testing::chip(),
                                 testing::system(), testing::software({{"ep_overlap", overlap}, {"overlap_tax", 0}}));
    Mapping m = pipeline(2, 8, interleave);
    m.ep = 8;
    return evaluate_mapping(job, m).time.parts.expert_comm;
  };
  EXPECT_NEAR(exchange(2, 0.75) / exchange(2, 0), 0.25, 1e-12);
  expect_equal(exchange(1, 0.75), exchange(1, 0));
}

TEST(Step, MicroBatchesAreTheReplicasShareRoundedUp) {
  EXPECT_EQ(micro_batches(llama(8), pipeline(1, 8)), 8);
  EXPECT_EQ(micro_batches(llama(6), pipeline(1, 6)), 11);
  Mapping large = pipeline(1, 1);
  large.micro_batch = 100;
  EXPECT_EQ(micro_batches(llama(1), large), 1);
}

TEST(Step, TransfersAreSplitOverTensorParallelismWhereTheSoftwareDoes) {
  const Mapping m{.tp = 8, .pp = 2, .sequence_parallel = 1};
  const auto transfers = [&](double split) {
    Job job = llama(16, 32, {}, {{"transfers_split", split}});
    job.system.fabric_latency = Time{};
    return evaluate(job, m).plan.time.pipeline_comm;
  };
  EXPECT_NEAR(transfers(0) / transfers(1), 8, 1e-9);
}

TEST(Step, SlowdownStretchesAllButTheFixedOverhead) {
  const Mapping m = pipeline(2, 4);
  const Time plain = evaluate(llama(8), m).plan.time.total();
  const Time slow = evaluate(llama(8, 32, {}, {{"slowdown", 1.25}, {"step_overhead_us", 1e6}}), m).plan.time.total();
  expect_equal(slow, 1.25 * plain + 1 * second);
}

TEST(Step, GradientsCostNothingWithoutReplicasAndMoreWithoutOverlap) {
  EXPECT_EQ(evaluate(llama(4), pipeline(4, 1)).plan.time.data_comm, Time{});
  const Time hidden =
      evaluate(llama(8, 32, {}, {{"dp_overlap", 1}, {"overlap_tax", 0}}), pipeline(1, 8)).plan.time.data_comm;
  const Time shown = evaluate(llama(8, 32, {}, {{"dp_overlap", 0}}), pipeline(1, 8)).plan.time.data_comm;
  EXPECT_GT(hidden, Time{}) << "the last layer's can never hide";
  EXPECT_GT(shown, 10 * hidden);
}

// 16 chips in two domains of 8. Sharded within a domain, weights never cross the fabric.
TEST(Step, HybridShardingGathersWithinADomain) {
  const auto exchange = [](double group) {
    Job job = llama(16, 32, {}, {{"dp_overlap", 0}});
    job.system.fabric_bandwidth *= 0.1;
    const Mapping m{.dp = 16, .zero_stage = 3, .zero_group = group};
    return evaluate(job, m).plan.time.data_comm;
  };
  EXPECT_LT(exchange(8), 0.5 * exchange(16));
}

// Two layers of five matrices on 64 chips: ten own one and broadcast it after one another,
// which nothing hides, beside gradients that are all-reduced as without sharding.
TEST(Step, WholeMatricesAreBroadcastByOneOwnerAfterAnother) {
  const auto plan = [](double zero_stage) {
    const Mapping m{.dp = 64, .zero_stage = zero_stage, .zero_group = 64};
    return evaluate(llama(64, 2, {}, {{"whole_matrices", 1}}), m).plan;
  };
  const double params = plan(1).params - 4096;  // the final norm is left out
  const TransferLaw gather = Network(testing::system()).gather({64, 1});
  const Time ten = 10 * Network::broadcast(gather, 64).time(params / 10 * 2 * byte);
  expect_equal(plan(1).time.data_comm, plan(0).time.data_comm + ten);
}

// Four stages of four chunks: gradients of a chunk travel beside the passes of the others.
TEST(Step, ChunksHideMoreOfTheGradients) {
  const auto exchange = [](double interleave) {
    Job job = llama(32, 32, {}, {{"overlap_tax", 0}});
    job.system.scaleup_bandwidth *= 0.02;  // dp stands within a domain
    return evaluate(job, pipeline(4, 8, interleave)).plan.time.data_comm;
  };
  EXPECT_LT(exchange(4), exchange(1));
}

TEST(Step, MoreDomainsWaitForTheSlowest) {
  Job job = llama(64, 32, {}, {{"slowdown", 1.1}, {"straggle", 0.01}});
  EXPECT_DOUBLE_EQ(job.slowdown(), 1.1 + 3 * 0.01) << "eight domains";
  job.chips = 4;
  EXPECT_DOUBLE_EQ(job.slowdown(), 1.1);
}

TEST(Step, MfuIsModelFlopsOverTimeAndPeak) {
  const Job job = llama(8);
  const Plan p = evaluate(job, pipeline(1, 8)).plan;
  const Flops work = 64 * 8192 * job.model.training_flops_per_token(8192) * flop;
  EXPECT_NEAR(p.model_flops_share, work / p.time.total() / (8 * 312 * teraflop_per_second), 1e-12);
  EXPECT_EQ(p.hardware_flops_share, p.model_flops_share) << "nothing is recomputed";
}

TEST(Step, FullRecomputationAddsAThirdToTheHardwaresFlops) {
  Mapping m = pipeline(1, 8);
  m.recompute = 2;
  m.recompute_layers = 32;
  const Plan p = evaluate(llama(8), m).plan;
  EXPECT_GT(p.hardware_flops_share, 1.3 * p.model_flops_share);
  EXPECT_LT(p.hardware_flops_share, (4.0 / 3) * p.model_flops_share) << "the output layer is not repeated";
}

// One stage of 32 layers: what a quarter of them repeat and keep is a quarter of the way.
TEST(Step, RecomputationOfSomeLayersLiesBetweenSelectiveAndFull) {
  Mapping m = pipeline(1, 8);
  m.recompute = 1;
  const Plan selective = evaluate(llama(8), m).plan;
  m.recompute = 2;
  m.recompute_layers = 32;
  const Plan full = evaluate(llama(8), m).plan;
  m.recompute_layers = 8;
  const Plan some = evaluate(llama(8), m).plan;
  const auto quarter = [](auto none, auto all) { return 0.75 * none + 0.25 * all; };
  const auto products = [](const Plan& p) { return p.time.parts.matmul / second; };
  const auto kept = [](const Plan& p) { return p.memory.activations / byte; };
  EXPECT_NEAR(products(some), quarter(products(selective), products(full)), 1e-9 * products(full));
  EXPECT_NEAR(kept(some), quarter(kept(selective), kept(full)), 1e-9 * kept(full));
  EXPECT_EQ(some.memory.workspace, full.memory.workspace) << "one whole layer is rebuilt at a time";
  const double again = some.hardware_flops_share / some.model_flops_share - 1;
  EXPECT_NEAR(again, 0.25 * (full.hardware_flops_share / full.model_flops_share - 1), 1e-9);
}

}  // namespace
}  // namespace trainsweep::engine
