#include "engine/layer.hpp"

#include <gtest/gtest.h>

#include "tests/support/engine_records.hpp"

namespace trainsweep::engine {
namespace {

using testing::Values;

constexpr std::size_t kNone = 0, kSelective = 1, kFull = 2;

// The software of Korthikanti et al. 2022: dropout, and attention that keeps its scores.
Job gpt3(const Values& software = {}) {
  return testing::job(testing::gpt3_175b(), 64, {}, testing::chip(), testing::system(),
                      testing::software(testing::with({{"fused_attention", 0}, {"tp_overlap", 0}}, software)));
}

struct Sizes {
  double s = 2048, b, h = 12288, a = 96, t;
};

double kept(const Sizes& z, bool sequence_parallel, std::size_t recompute) {
  const Job job = gpt3();
  return LayerLaws(job).layer({z.t, 1, 1, z.b, sequence_parallel}).activations[recompute] / byte;
}

// Korthikanti et al. 2022, equations 1, 2, 4 and table 2: bytes of one layer.
TEST(Activations, AreThosePublishedForMegatron) {
  for (const double t : {1.0, 2.0, 4.0, 8.0}) {
    for (const double b : {1.0, 4.0}) {
      const Sizes z{.b = b, .t = t};
      const double sbh = z.s * b * z.h, scores = 5 * z.a * z.s / z.h;
      EXPECT_DOUBLE_EQ(kept(z, false, kNone), sbh * (10 + 24 / t + scores / t));
      EXPECT_DOUBLE_EQ(kept(z, true, kNone), sbh * (34 + scores) / t);
      EXPECT_DOUBLE_EQ(kept(z, false, kSelective), sbh * (10 + 24 / t));
      EXPECT_DOUBLE_EQ(kept(z, true, kSelective), sbh * 34 / t);
      EXPECT_DOUBLE_EQ(kept(z, false, kFull), sbh * 2);
    }
  }
}

TEST(Activations, OfFusedAttentionGrowLinearlyWithTheSequence) {
  const auto bytes = [](double length) {
    const Job job = testing::job(testing::llama3_8b(), 8, {{"sequence_length", length}});
    return LayerLaws(job).layer({1, 1, 1, 1, false}).activations[kNone] / byte;
  };
  EXPECT_DOUBLE_EQ(bytes(16384), 2 * bytes(8192));
}

TEST(Activations, ShrinkWithContextParallelismAndWithWhatIsRecomputed) {
  const Job job = testing::job(testing::llama3_8b(), 8);
  const LayerLaws laws(job);
  const LayerCost one = laws.layer({1, 1, 1, 1, false}), two = laws.layer({1, 2, 1, 1, false});
  for (const std::size_t r : {kNone, kSelective, kFull}) {
    EXPECT_DOUBLE_EQ(two.activations[r] / byte, one.activations[r] / byte / 2);
  }
  EXPECT_LT(one.activations[kSelective], one.activations[kNone]);
  EXPECT_LT(one.activations[kFull], one.activations[kSelective]);
}

// DeepSeek-AI 2024, arXiv:2412.19437, section 3.2.3: norms and latent attention's up-projections
// are computed again. Of a token, bytes of 7,168 of width, ranks 1,536 and 512, 128 heads of
// 192 (v 128), and 8 + 1 experts of 2,048 in the mixture-of-experts layers.
TEST(Activations, OfLatentAttentionAndExpertsAreWhatAProductNeeds) {
  const Architecture a = resolve(testing::model(testing::deepseek_v3_values({{"dense_layers", 0}})));
  const Job job = testing::job(a, 8);
  const LayerCost c = LayerLaws(job).layer({1, 1, 1, 1, false});
  const double h = 7168, wide = 128 * (192 + 192 + 128), ranks = 1536 + 512, inner = 9 * 2048;
  const double inputs = 2 * 2 * h, norms = 2 * 2 * h, attention = 128 * (128 * 2 + 4);
  const double heavy = ranks * 4 + attention + 2 * 2 * inner + 8 * h * 2;
  const double none = inputs + norms + 2 * inner + 2 * wide + heavy;
  EXPECT_DOUBLE_EQ(c.activations[kNone] / byte, 4096 * none);
  EXPECT_DOUBLE_EQ(c.activations[kSelective] / byte, 4096 * (inputs + heavy));
  const MatmulLaw law(job.chip, Precision::bf16);
  EXPECT_EQ(c.again[kSelective].matmul, law.time({4096, 128 * 192, 1536}, 2, 2) + law.time({4096, 128 * 256, 512}, 2, 2));
}

TEST(Layer, RecomputingRepeatsForwardWork) {
  const Job job = testing::job(testing::llama3_8b(), 8);
  const LayerCost c = LayerLaws(job).layer({2, 1, 1, 1, true});
  EXPECT_EQ(c.again[kNone].total(), Time{});
  EXPECT_EQ(c.again[kFull].total(), c.forward.total());
  // Fused attention keeps no scores, so what is cheap to repeat is norms and activations.
  EXPECT_EQ(c.again[kSelective].total(), c.again[kSelective].memory_bound);
  EXPECT_GT(c.again[kSelective].memory_bound, Time{});
  EXPECT_LT(c.again[kSelective].memory_bound, c.forward.memory_bound);
  const Job unfused = gpt3();
  const LayerCost scores = LayerLaws(unfused).layer({2, 1, 1, 1, true});
  EXPECT_EQ(scores.again[kSelective].attention, scores.forward.attention);
  EXPECT_EQ(scores.again[kSelective].matmul, Time{});
}

TEST(Layer, RecomputationThatStopsEarlyLeavesOutTheLastProduct) {
  const auto cost = [](const Architecture& a, double early) {
    const Job job = testing::job(a, 8, {}, testing::chip(), testing::system(),
                                 testing::software({{"recompute_stops_early", early}, {"tp_overlap", 0}}));
    return LayerLaws(job).layer({2, 1, 1, 1, true});
  };
  const LayerCost whole = cost(testing::llama3_8b(), 0), early = cost(testing::llama3_8b(), 1);
  const Job job = testing::job(testing::llama3_8b(), 8);
  const Time down = MatmulLaw(job.chip, Precision::bf16).time({8192, 4096, 14336.0 / 2}, 2, 2);
  EXPECT_NEAR((whole.again[kFull].matmul - early.again[kFull].matmul) / down, 1, 1e-9);
  EXPECT_NEAR(early.again[kFull].tensor_comm / whole.again[kFull].tensor_comm, 0.75, 1e-9) << "one of four exchanges";
  EXPECT_EQ(early.forward.total(), whole.forward.total());
  EXPECT_LT(cost(testing::mixtral_8x7b(), 1).again[kFull].total(),
            cost(testing::mixtral_8x7b(), 0).again[kFull].total());
}

TEST(Layer, OlderKernelsStretchAttentionAndStreaming) {
  const auto forward = [](const Values& software) {
    const Job job = testing::job(testing::llama3_8b(), 1, {}, testing::chip({{"bf16_kernel_us", 0}}), testing::system(),
                                 testing::software(software));
    return LayerLaws(job).layer({1, 1, 1, 1, false}).forward;
  };
  const Parts plain = forward({}), old = forward({{"attention_slowdown", 2}, {"streaming_slowdown", 3}});
  EXPECT_DOUBLE_EQ(old.attention / plain.attention, 2);
  EXPECT_DOUBLE_EQ(old.memory_bound / plain.memory_bound, 3);
  EXPECT_EQ(old.matmul, plain.matmul);
}

TEST(Layer, AFusedLossMovesAndKeepsLess) {
  const auto ends = [](double fused) {
    const Job job = testing::job(testing::llama3_8b(), 1, {}, testing::chip(), testing::system(),
                                 testing::software({{"fused_loss", fused}}));
    return LayerLaws(job).ends({1, 1, 1, 1, false});
  };
  EXPECT_DOUBLE_EQ(ends(0).logits / ends(1).logits, 3);
  EXPECT_LT(ends(1).forward.memory_bound, ends(0).forward.memory_bound);
  EXPECT_LT(ends(1).backward.memory_bound, ends(0).backward.memory_bound);
}

TEST(Layer, BackwardHasTwiceTheProductsOfForward) {
  const Job job = testing::job(testing::llama3_70b(), 8, {}, testing::chip({{"bf16_kernel_us", 0}}));
  const LayerCost c = LayerLaws(job).layer({1, 1, 1, 8, false});
  EXPECT_NEAR(c.backward.matmul / c.forward.matmul, 2, 0.1);
}

// No operator can beat the chip: at least the layer's FLOPs at the measured rate.
TEST(Layer, TakesAtLeastItsModelFlops) {
  for (const Architecture& a : {testing::llama3_8b(), testing::gpt3_175b(), testing::mixtral_8x7b()}) {
    const Job job = testing::job(a, 8);
    const LayerLaws laws(job);
    const LayerCost layer = laws.layer({1, 1, 1, 1, false});
    const EndsCost ends = laws.ends({1, 1, 1, 1, false});
    const Time all = a.layers * (layer.forward + layer.backward).compute() + (ends.forward + ends.backward).compute();
    const Flops work = job.sequence_length * a.training_flops_per_token(job.sequence_length) * flop;
    EXPECT_GT(all, work / job.chip.bf16_matmul);
  }
}

TEST(Layer, TensorParallelismSplitsProductsAndParametersAndAddsCommunication) {
  const Job job = testing::job(testing::llama3_70b(), 8);
  const LayerLaws laws(job);
  const LayerCost one = laws.layer({1, 1, 1, 1, false}), eight = laws.layer({8, 1, 1, 1, true});
  EXPECT_EQ(one.forward.tensor_comm, Time{});
  EXPECT_GT(eight.forward.tensor_comm, Time{});
  EXPECT_LT(eight.forward.matmul, one.forward.matmul / 4);
  EXPECT_GE(eight.forward.matmul, one.forward.matmul / 8);
  EXPECT_DOUBLE_EQ(8 * eight.shared_params, one.shared_params);
}

TEST(Layer, TensorCommunicationIsFourGathersWithSequenceParallelism) {
  const Job job = gpt3();
  const LayerLaws laws(job);
  const Bytes whole = 2048.0 * 12288 * 2 * byte;
  const Time gather = laws.network().gather({8, 1}).time(whole);
  EXPECT_DOUBLE_EQ(laws.layer({8, 1, 1, 1, true}).forward.tensor_comm / second, 4 * gather / second);
  const auto half = [&](double tax) {
    const Job hidden = gpt3({{"tp_overlap", 0.5}, {"overlap_tax", tax}});
    return LayerLaws(hidden).layer({8, 1, 1, 1, true}).forward.tensor_comm / gather;
  };
  EXPECT_NEAR(half(0), 2, 1e-12);
  EXPECT_NEAR(half(0.1), 2 + 0.1 * 2, 1e-12) << "what is hidden slows the products above it";
}

// A layer of eight parts of a sequence, exchanged over slow links.
Parts in_context(const Values& software, const Values& job = {}, const Values& system = {{"scaleup_gb_per_s", 1}}) {
  const Job asked =
      testing::job(testing::llama3_8b(), 8, testing::with({{"sequence_length", 131072}}, job), testing::chip(),
                   testing::system(system), testing::software(testing::with({{"overlap_tax", 0}}, software)));
  return LayerLaws(asked).layer({1, 8, 1, 1, false}).forward;
}

TEST(Layer, ContextExchangeHidesUnderAttentionOnly) {
  // At 900 GB/s the ring takes less time than attention, and hides altogether.
  const Parts all = in_context({{"cp_overlap", 1}}, {}, {{"scaleup_gb_per_s", 900}});
  EXPECT_EQ(all.context_comm, Time{});
  EXPECT_GT(all.taken, Time{});
  EXPECT_LT(all.taken, 0.5 * all.attention);
  EXPECT_NEAR((all.compute() - all.free_compute()) / all.taken, 1, 1e-9);
}

TEST(Layer, ContextIsExchangedByAllToAllWhereTheRingCostsMore) {
  const Parts ring = in_context({{"cp_overlap", 1}}), all_to_all = in_context({{"cp_overlap", 0}});
  EXPECT_GT(ring.context_comm, Time{});
  EXPECT_EQ(all_to_all.taken, Time{});
  // 32 heads of queries and outputs and 8 of keys and values, of 128 elements: 16,384 tokens, 2 bytes,
  // seven of eight parts leave the chip. Against it 2 x 8 heads of the whole sequence for the ring.
  const double sent = 16384.0 * 2 * 128 * (2 * 32 + 2 * 8);
  const System slow = testing::system({{"scaleup_gb_per_s", 1}});
  const TransferLaw law = Network(slow).dispatch({8, 1}, 1, 1);
  EXPECT_DOUBLE_EQ(all_to_all.context_comm / second, 2 * law.time(sent / 2 * byte) / second);
}

TEST(Layer, ExpertsTravelOnlyWhereTheyAreSplit) {
  const Job job = testing::job(testing::mixtral_8x7b(), 8);
  const LayerLaws laws(job);
  const LayerCost whole = laws.layer({1, 1, 1, 1, false}), split = laws.layer({1, 1, 8, 1, false});
  EXPECT_EQ(whole.forward.expert_comm, Time{});
  EXPECT_GT(split.forward.expert_comm, Time{});
  EXPECT_DOUBLE_EQ(8 * split.routed_params, whole.routed_params);
  EXPECT_EQ(split.shared_params, whole.shared_params);
}

TEST(Layer, ABusierExpertMultipliesWhatExpertsDo) {
  const auto layer = [](const Values& point, const Values& software) {
    const Job job =
        testing::job(testing::mixtral_8x7b(), 8, point, testing::chip({{"bf16_kernel_us", 0}, {"bf16_gemm_tile", 0}}),
                     testing::system(), testing::software(software));
    return LayerLaws(job).layer({1, 1, 8, 1, false});
  };
  const LayerCost even = layer({}, {}), busy = layer({{"expert_load", 2}}, {}),
                  slow = layer({}, {{"expert_slowdown", 2}});
  EXPECT_GT(busy.forward.matmul, even.forward.matmul);
  EXPECT_GT(busy.forward.expert_comm, even.forward.expert_comm);
  EXPECT_GT(busy.activations[kNone], even.activations[kNone]);
  EXPECT_GT(slow.forward.matmul, even.forward.matmul);
  EXPECT_EQ(slow.forward.expert_comm, even.forward.expert_comm);
  const LayerCost waiting = layer({}, {{"expert_overhead_us", 100}});
  EXPECT_NEAR((waiting.forward.memory_bound - even.forward.memory_bound) / microsecond, 100, 1e-6);
  EXPECT_NEAR((waiting.backward.memory_bound - even.backward.memory_bound) / microsecond, 100, 1e-6);
}

TEST(Layer, ExpertsInOneKernelShareItsLaunch) {
  const auto forward = [](double grouped) {
    const Job job = testing::job(testing::mixtral_8x7b(), 8, {}, testing::chip({{"bf16_gemm_tile", 0}}), testing::system(),
                                 testing::software({{"grouped_experts", grouped}}));
    return LayerLaws(job).layer({1, 1, 2, 1, false}).forward.matmul;
  };
  const Time kernel = testing::chip().bf16_kernel;
  EXPECT_NEAR((forward(0) - forward(1)) / kernel, 2 * 3, 1e-6) << "two products of four experts";
}

TEST(Layer, BiasesOfExpertsMoveBytesWhereTheyAreKernelsOfTheirOwn) {
  const auto passes = [](const Values& model, const Values& software) {
    const Job job = testing::job(resolve(testing::model(testing::mixtral_8x7b_values(model))), 8, {}, testing::chip(),
                                 testing::system(), testing::software(software));
    return LayerLaws(job).layer({1, 1, 8, 1, false});
  };
  const LayerCost fused = passes({{"biases", 1}}, {}), apart = passes({{"biases", 1}}, {{"expert_bias_bytes", 10}});
  const Bytes moved = 10 * 8192 * 2 * (2 * 14336.0 + 4096) * byte;
  const Time taken = moved / (testing::chip().memory_bandwidth * testing::chip().memory_bandwidth_share);
  EXPECT_NEAR((apart.forward.memory_bound - fused.forward.memory_bound) / taken, 1, 1e-9);
  EXPECT_NEAR((apart.backward.memory_bound - fused.backward.memory_bound) / taken, 1, 1e-9);
  EXPECT_EQ(passes({}, {{"expert_bias_bytes", 10}}).forward.total(), passes({}, {}).forward.total());
}

TEST(Layer, TokensThatTravelForEachExpertTakeLonger) {
  const auto exchange = [](double once) {
    const Job job = testing::job(testing::mixtral_8x7b(), 64, {}, testing::chip(), testing::system(),
                                 testing::software({{"dispatch_once", once}}));
    return LayerLaws(job).layer({1, 1, 8, 1, false}).forward.expert_comm;
  };
  EXPECT_GT(exchange(0), exchange(1));
}

// Blocks of a kernel are computed whole: a window of 128 in blocks of 1,024 costs 1,152 keys.
TEST(Layer, AttentionInAWindowComputesWholeBlocks) {
  const auto attention = [](double window, double block) {
    const Values model = testing::llama3_8b_values({{"attention_window", window}, {"windowed_share", 1}});
    const Job job = testing::job(resolve(testing::model(model)), 1, {}, testing::chip(), testing::system(),
                                 testing::software({{"attention_block", block}}));
    return LayerLaws(job).layer({1, 1, 1, 1, false}).forward.attention;
  };
  EXPECT_EQ(attention(128, 1024), attention(1152, 0));
  EXPECT_EQ(attention(8192, 1024), attention(8192, 0)) << "all of the sequence already";
}

TEST(Layer, APredictionModuleReadsTheLogitsOnceMore) {
  const auto ends = [](double modules) {
    const Job job = testing::job(resolve(testing::model(testing::deepseek_v3_values({{"prediction_modules", modules}}))), 8);
    return LayerLaws(job).ends({1, 1, 1, 1, false});
  };
  const EndsCost plain = ends(0), one = ends(1);
  const MatmulLaw law(testing::chip(), Precision::bf16);
  const Time projection = law.time({4096, 7168, 2 * 7168}, 2, 2);
  EXPECT_NEAR((one.forward.matmul - projection) / plain.forward.matmul, 2, 1e-12);
  EXPECT_DOUBLE_EQ(one.forward.memory_bound / plain.forward.memory_bound, 2);
  EXPECT_DOUBLE_EQ(one.logits / plain.logits, 2);
}

// Full recomputation is a third pass; selective recomputation repeats kernels, not a pass.
TEST(Layer, APassWaitsForTheHostWhereItDoesNotRunAhead) {
  const auto layer = [](double overhead_us) {
    const Job job = testing::job(testing::llama3_8b(), 8, {}, testing::chip(), testing::system(),
                                 testing::software({{"layer_overhead_us", overhead_us}}));
    return LayerLaws(job).layer({1, 1, 1, 1, false});
  };
  const LayerCost ahead = layer(0), waiting = layer(100);
  EXPECT_NEAR((waiting.forward.total() - ahead.forward.total()) / microsecond, 100, 1e-6);
  EXPECT_NEAR((waiting.backward.total() - ahead.backward.total()) / microsecond, 100, 1e-6);
  EXPECT_NEAR((waiting.again[kFull].total() - ahead.again[kFull].total()) / microsecond, 100, 1e-6);
  EXPECT_EQ(waiting.again[kSelective].total(), ahead.again[kSelective].total());
}

TEST(Parts, AddMemberByMember) {
  const Parts p{1 * second, 2 * second, 3 * second, 4 * second, 5 * second, 6 * second};
  EXPECT_EQ(p.compute(), 6 * second);
  EXPECT_EQ(p.total(), 21 * second);
  EXPECT_EQ((p + 2 * p).total(), 63 * second);
}

}  // namespace
}  // namespace trainsweep::engine
