#include <gtest/gtest.h>

#include <cmath>

#include "engine/plan.hpp"
#include "tests/support/engine_records.hpp"

namespace trainsweep::engine {
namespace {

// Gradients in FP32, as Rajbhandari et al. 2020 extended by Megatron-LM: 18 bytes.
Job llama(double chips, double gradient_bytes = 4) {
  return testing::job(testing::llama3_8b(), chips, {{"global_batch", 64}}, testing::chip(), testing::system(),
                      testing::software({{"gradient_bytes", gradient_bytes}}));
}
Job mixtral(double chips) { return testing::job(testing::mixtral_8x7b(), chips, {{"global_batch", 64}}); }

Memory of(const Job& job, double dp, double zero, double pp = 1, double tp = 1, double interleave = 1) {
  return evaluate_mapping(job, {.tp = tp,
                                .pp = pp,
                                .dp = dp,
                                .interleave = interleave,
                                .zero_stage = zero,
                                .zero_group = dp,
                                .sequence_parallel = tp > 1 ? 1.0 : 0.0})
      .memory;
}

// Parameters that a chip holds; the final norm's 4,096 are left out.
const double kHeld = testing::llama3_8b().params() - 4096;

void expect_bytes(Bytes b, double expected) { EXPECT_NEAR(b / byte / expected, 1, 1e-12); }

TEST(Memory, HasEighteenBytesAParameter) {
  const Memory m = of(llama(1), 1, 0);
  expect_bytes(m.weights, 2 * kHeld);
  expect_bytes(m.gradients, 4 * kHeld);
  expect_bytes(m.optimizer, 12 * kHeld);
  expect_bytes(of(llama(1, 2), 1, 0).gradients, 2 * kHeld);
}

TEST(Memory, OnTheHostIsNotOnTheChip) {
  const auto offloaded = [](double what) {
    Job job = llama(8);
    job.offload = static_cast<Offload>(static_cast<int>(what));
    return of(job, 8, 1);
  };
  const Memory none = offloaded(0), optimizer = offloaded(1), activations = offloaded(2), both = offloaded(3);
  EXPECT_EQ(optimizer.optimizer, Bytes{});
  EXPECT_EQ(optimizer.activations, none.activations);
  expect_bytes(activations.activations, 2 * (none.activations / byte) / 32);  // the layer at work and the next
  EXPECT_EQ(activations.optimizer, none.optimizer);
  EXPECT_EQ(both.total(), none.total() + -1 * none.optimizer + -1 * none.activations + activations.activations);
}

// Rajbhandari et al. 2020, figure 1, over 8 replicas.
TEST(Memory, ZeroShardsOptimizerThenGradientsThenWeights) {
  const Job job = llama(8);
  for (const double zero : {0.0, 1.0, 2.0, 3.0}) {
    const Memory m = of(job, 8, zero);
    expect_bytes(m.optimizer, 12 * kHeld / (zero >= 1 ? 8 : 1));
    expect_bytes(m.gradients, 4 * kHeld / (zero >= 2 ? 8 : 1));
    expect_bytes(m.weights, 2 * kHeld / (zero >= 3 ? 8 : 1));
  }
}

// Hybrid sharding: groups of 4 share out the states, and there are two copies of each group.
TEST(Memory, AGroupShardsAmongItsMembersOnly) {
  const Memory m = evaluate_mapping(llama(8), {.dp = 8, .zero_stage = 3, .zero_group = 4}).memory;
  expect_bytes(m.weights, 2 * kHeld / 4);
  expect_bytes(m.optimizer, 12 * kHeld / 4);
}

TEST(Memory, BuffersAndFragmentsComeOnTop) {
  Job job = llama(8);
  const Memory plain = of(job, 8, 1);
  job.software =
      testing::software({{"gradient_bytes", 4}, {"optimizer_bytes", 16}, {"buffers_gib", 2}, {"allocator_slack", 1.1}});
  const Memory m = of(job, 8, 1);
  expect_bytes(m.optimizer, 16 * kHeld / 8);
  EXPECT_DOUBLE_EQ((m.workspace - plain.workspace) / gibibyte, 2);
  EXPECT_NEAR(m.fragments / (m.total() - m.fragments), 0.1, 1e-12);
  EXPECT_EQ(plain.fragments, Bytes{});
}

TEST(Memory, ZeroThreeKeepsTwoGatheredLayers) {
  const Memory two = of(llama(8), 8, 2), three = of(llama(8), 8, 3);
  const double layer = testing::llama3_8b().shared_layer_params();
  expect_bytes(three.workspace - two.workspace, 2 * 2 * layer);
  Job one = llama(8);
  one.software.gathered_layers = 1;
  expect_bytes(of(one, 8, 3).workspace - two.workspace, 2 * layer);
}

TEST(Memory, TensorParallelismSplitsEveryParameter) { expect_bytes(of(llama(8), 1, 0, 1, 8).weights, 2 * kHeld / 8); }

// The first stage of 1F1B holds min(p, m) micro-batches.
TEST(Memory, TheFirstStageHoldsAMicroBatchForEachStage) {
  const Job job = llama(4);
  const Bytes layer = LayerLaws(job).layer({1, 1, 1, 1, false}).activations[0];
  expect_bytes(of(job, 1, 0, 4).activations, 8 * 4 * (layer / byte));
  Job few = job;
  few.global_batch = 2;
  expect_bytes(of(few, 1, 0, 4).activations, 8 * 2 * (layer / byte));
}

// Korthikanti et al. 2022, section 4.2.3: L (1 + (p - 1) / (p v)) layers' activations.
TEST(Memory, InterleavingHoldsMore) {
  const Job job = llama(4);
  const Bytes layer = LayerLaws(job).layer({1, 1, 1, 1, false}).activations[0];
  expect_bytes(of(job, 1, 0, 4, 1, 2).activations, 32 * (1 + 3.0 / (4 * 2)) * (layer / byte));
}

TEST(Memory, ExpertsAreShardedOverTheirOwnReplicas) {
  // 8 chips, ep 8: each expert stands once, so ZeRO cannot shard it further.
  const Job job = mixtral(8);
  const Architecture a = testing::mixtral_8x7b();
  const double shared = a.layers * a.shared_layer_params() + a.embedding_params + a.output_params;
  const double routed = a.layers * a.routed_layer_params() / 8;
  const Memory m = evaluate_mapping(job, {.ep = 8, .dp = 8, .zero_stage = 1, .zero_group = 8}).memory;
  expect_bytes(m.weights, 2 * (shared + routed));
  expect_bytes(m.optimizer, 12 * (shared / 8 + routed));
}

TEST(Memory, HeadroomIsWhatTheReserveLeaves) {
  const Job job = testing::job(testing::llama3_8b(), 8, {{"global_batch", 64}}, testing::chip({{"memory_gb", 80}}),
                               testing::system({{"memory_reserve_gib", 5}}));
  const Plan p = evaluate_mapping(job, {.tp = 8, .sequence_parallel = 1});
  EXPECT_DOUBLE_EQ((p.headroom + p.memory.total()) / gibibyte, 80e9 / 1073741824.0 - 5);
  EXPECT_EQ(search(testing::job(testing::gpt3_175b(), 1)).verdict, Verdict::out_of_memory);
}

}  // namespace
}  // namespace trainsweep::engine
