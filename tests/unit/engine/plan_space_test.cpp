#include "engine/plan_space.hpp"

#include <gtest/gtest.h>

#include <set>

#include "tests/property/random_jobs.hpp"

namespace trainsweep::engine {
namespace {

using testing::Values;

std::vector<Mapping> all(const Job& job) {
  const PlanSpace space(job);
  std::vector<Mapping> out;
  for (const Sharding& s : space.shardings()) {
    space.mappings(
        s, [](const Mapping&, std::span<const double>) { return true; }, [](const Mapping&) { return true; },
        [&](const Mapping& m, std::size_t) { out.push_back(m); });
  }
  return out;
}

std::set<double> values(const std::vector<Mapping>& mappings, double Mapping::*part) {
  std::set<double> out;
  for (const Mapping& m : mappings) out.insert(m.*part);
  return out;
}

// 12 chips and 32 heads, 32 layers: divisors of 12 that divide 32.
TEST(PlanSpace, OfTwelveChips) {
  const auto plans = all(testing::job(testing::llama3_8b(), 12, {{"global_batch", 12}}));
  EXPECT_EQ(values(plans, &Mapping::tp), (std::set<double>{1, 2, 4}));
  EXPECT_EQ(values(plans, &Mapping::pp), (std::set<double>{1, 2, 3, 4, 6, 12}));
  EXPECT_EQ(values(plans, &Mapping::cp), (std::set<double>{1, 2, 4})) << "2,048 of 8,192 tokens a chip at least";
  EXPECT_EQ(values(plans, &Mapping::ep), (std::set<double>{1}));
  EXPECT_EQ(values(plans, &Mapping::micro_batch), (std::set<double>{1, 2, 4, 8}));
  for (const Mapping& m : plans) {
    EXPECT_EQ(m.tp * m.pp * m.cp * m.dp, 12);
    EXPECT_LE(m.dp * m.micro_batch, 12);
    EXPECT_TRUE(m.tp > 1 || m.sequence_parallel == 0);
  }
}

TEST(PlanSpace, OfOneChipHasNothingToSplit) {
  const auto plans = all(testing::job(testing::llama3_8b(), 1, {{"global_batch", 1}}));
  EXPECT_EQ(plans.size(), 3u) << "recompute none, selective, full";
}

TEST(PlanSpace, ExpertsAreSplitByTheirDivisors) {
  const auto plans = all(testing::job(testing::mixtral_8x7b(), 16));
  EXPECT_EQ(values(plans, &Mapping::ep), (std::set<double>{1, 2, 4, 8}));
}

// 32 layers on 4 stages: 2, 4 and 8 chunks of equal size, 3 with the first and last one short.
TEST(PlanSpace, InterleavesWhereChunksAreNearlyEqual) {
  const auto plans = all(testing::job(testing::llama3_8b(), 4, {{"pp", 4}, {"global_batch", 8}}));
  EXPECT_EQ(values(plans, &Mapping::interleave), (std::set<double>{1, 2, 4, 8}));
  const Architecture ten = resolve(testing::model(testing::llama3_8b_values({{"layers", 10}})));
  const auto uneven = all(testing::job(ten, 4, {{"pp", 4}, {"global_batch", 8}}));
  EXPECT_EQ(values(uneven, &Mapping::interleave), (std::set<double>{1, 3})) << "12 chunks of one, two of them empty";
}

TEST(PlanSpace, InterleavesOnlyWithAMicroBatchForEachStage) {
  const auto plans = all(testing::job(testing::llama3_8b(), 4, {{"pp", 4}, {"global_batch", 3}}));
  EXPECT_EQ(values(plans, &Mapping::interleave), (std::set<double>{1}));
}

TEST(PlanSpace, TakesWhatIsGiven) {
  const Values given{{"tp", 2}, {"micro_batch", 3}, {"recompute", 1}, {"zero_stage", 2}, {"global_batch", 30}};
  const auto plans = all(testing::job(testing::llama3_8b(), 8, given));
  EXPECT_EQ(values(plans, &Mapping::tp), (std::set<double>{2}));
  EXPECT_EQ(values(plans, &Mapping::micro_batch), (std::set<double>{3}));
  EXPECT_EQ(values(plans, &Mapping::recompute), (std::set<double>{1}));
  EXPECT_EQ(values(plans, &Mapping::zero_stage), (std::set<double>{2}));
}

// 8 billion parameters with long sequences: nothing but recomputation saves one chip's memory.
TEST(PlanSpace, RecomputesAsFewLayersAsFit) {
  const Values alone{{"sequence_length", 8192}, {"global_batch", 1}, {"micro_batch", 1}, {"zero_stage", 0}};
  Job job = testing::job(testing::llama3_8b(), 1, alone);
  const auto with = [&](double layers) {
    Mapping m = search(job).best.mapping;
    m.recompute = 2;
    m.recompute_layers = layers;
    return evaluate_mapping(job, m).memory.total();
  };
  job.chip.memory = 1000 * gibibyte;
  const Bytes three = with(3);
  job.chip.memory = three + job.system.memory_reserve;
  SearchResult found = search(job);
  EXPECT_EQ(found.best.mapping.recomputes(), Recompute::full);
  EXPECT_EQ(found.best.mapping.recompute_layers, 3);
  EXPECT_EQ(found.best.memory, three);
  job.given.recompute = 2;
  EXPECT_EQ(search(job).best.mapping.recompute_layers, 32) << "full, when asked for, is all";
  job.given.recompute_layers = 5;
  EXPECT_EQ(search(job).best.mapping.recompute_layers, 5);
  job.given.recompute = std::nan("");
  found = search(job);
  EXPECT_EQ(found.best.mapping.recomputes(), Recompute::full);
  EXPECT_EQ(found.best.mapping.recompute_layers, 5);
}

TEST(PlanSpace, IsEmptyWhereTheChipsDoNotDivide) {
  EXPECT_TRUE(all(testing::job(testing::llama3_8b(), 8, {{"tp", 3}})).empty());
  EXPECT_TRUE(all(testing::job(testing::llama3_8b(), 8, {{"dp", 16}})).empty());
  EXPECT_TRUE(all(testing::job(testing::llama3_8b(), 64, {{"pp", 64}})).empty()) << "more stages than layers";
}

TEST(PlanSpace, CountsWhatItVisits) {
  for (int i = 0; i < 300; ++i) {
    testing::Dice d(static_cast<std::uint64_t>(i));
    const Job job = testing::random_job(d, 0.15);
    const PlanSpace space(job);
    std::uint64_t counted = 0;
    for (const Sharding& s : space.shardings()) counted += space.count(s);
    EXPECT_EQ(counted, all(job).size()) << i;
  }
}

}  // namespace
}  // namespace trainsweep::engine
