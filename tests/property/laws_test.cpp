// Laws that hold for every job, whatever the constants: a better machine is never
// slower, more memory never refuses a plan, a freer search is never worse.
#include <gtest/gtest.h>

#include <cstring>

#include "engine/plan.hpp"
#include "tests/property/random_jobs.hpp"

namespace trainsweep::engine {
namespace {

using testing::Dice;

constexpr int kJobs = 1500;
// Two sums of the same terms in another order: a few units in the last place.
constexpr double kRounding = 1e-12;

// Whether the answer to `better` is at least as good as the answer to `job`.
void expect_no_worse(const Job& job, const Job& better, const char* what) {
  const SearchResult before = search(job), after = search(better);
  if (before.verdict != Verdict::ok) return;
  ASSERT_EQ(after.verdict, Verdict::ok) << what;
  EXPECT_LE(after.best.step, before.best.step * (1 + kRounding)) << what;
}

// A job that gives one plan of its space in full: laws then hold plan by plan, not
// only for the best.
Job with_a_random_plan(const Job& job, Dice& dice) {
  std::vector<Mapping> all;
  for_each_candidate(job, [&](const Candidate& c) { all.push_back(c.mapping); });
  Job out = job;
  if (!all.empty()) out.given = all[static_cast<std::size_t>(dice.integer(0, static_cast<double>(all.size()) - 1))];
  return out;
}

template <class Change>
void for_random_jobs(const char* what, Change&& change) {
  for (int i = 0; i < kJobs && !::testing::Test::HasFailure(); ++i) {
    SCOPED_TRACE("seed " + std::to_string(i));
    Dice dice(static_cast<std::uint64_t>(i));
    Job job = testing::random_job(dice, i % 3 == 0 ? 0.15 : 0.0);
    if (i % 3 == 1) job = with_a_random_plan(job, dice);
    Job better = job;
    change(better, dice.log_uniform(1.001, 10));
    expect_no_worse(job, better, what);
  }
}

TEST(Laws, MoreMatmulRateIsNeverSlower) {
  for_random_jobs("matmul", [](Job& j, double k) {
    j.chip.bf16_matmul *= k;
    j.chip.fp8_matmul *= k;
  });
}

TEST(Laws, MoreMemoryBandwidthIsNeverSlower) {
  for_random_jobs("memory bandwidth", [](Job& j, double k) { j.chip.memory_bandwidth *= k; });
}

TEST(Laws, MoreNetworkBandwidthIsNeverSlower) {
  for_random_jobs("scale-up", [](Job& j, double k) { j.system.scaleup_bandwidth *= k; });
  for_random_jobs("fabric", [](Job& j, double k) { j.system.fabric_bandwidth *= k; });
  for_random_jobs("pods", [](Job& j, double k) { j.system.pod_bandwidth *= k; });
}

TEST(Laws, LessLatencyIsNeverSlower) {
  for_random_jobs("latency", [](Job& j, double k) {
    j.system.scaleup_latency /= k;
    j.system.fabric_latency /= k;
    j.system.pod_latency /= k;
    for (Time* kernel : {&j.chip.bf16_kernel, &j.chip.fp8_kernel, &j.chip.fp4_kernel}) *kernel = *kernel / k;
  });
}

TEST(Laws, MoreOverlapIsNeverSlower) {
  for_random_jobs("overlap", [](Job& j, double k) {
    for (double* share :
         {&j.software.tp_overlap, &j.software.pp_overlap, &j.software.dp_overlap, &j.software.cp_overlap}) {
      *share = std::min(1.0, *share * k);
    }
  });
}

TEST(Laws, MoreMemoryNeverRefusesAPlanNorSlowsIt) {
  for_random_jobs("memory", [](Job& j, double k) { j.chip.memory *= k; });
  for_random_jobs("reserve", [](Job& j, double k) { j.system.memory_reserve /= k; });
}

TEST(Laws, AShorterOverheadIsNeverSlower) {
  for_random_jobs("overhead", [](Job& j, double k) {
    j.software.step_overhead /= k;
    j.software.slowdown = 1 + (j.software.slowdown - 1) / k;
  });
}

// Giving parts of a plan at values that the search may take leaves it fewer plans.
// Interleaving and ZeRO are given with all that their rules look at, and sequence
// parallelism where there is a tensor to split: with experts the search takes it always.
TEST(Laws, GivingAPartIsNeverFasterThanSearchingIt) {
  for (int i = 0; i < kJobs; ++i) {
    SCOPED_TRACE("seed " + std::to_string(i));
    Dice dice(5000 + static_cast<std::uint64_t>(i));
    const Job job = testing::random_job(dice, 0);
    const Mapping m = with_a_random_plan(job, dice).given;
    Job given = job;
    if (dice.chance(0.5)) given.given.tp = m.tp;
    if (dice.chance(0.5)) given.given.pp = m.pp;
    if (dice.chance(0.5)) given.given.cp = m.cp;
    if (dice.chance(0.5)) given.given.ep = m.ep;
    if (dice.chance(0.5)) given.given.dp = m.dp;
    if (dice.chance(0.5)) given.given.micro_batch = m.micro_batch;
    if (dice.chance(0.5)) given.given.recompute = m.recompute;
    if (dice.chance(0.5) && m.tp > 1) given.given.sequence_parallel = m.sequence_parallel;
    if (dice.chance(0.2)) given.given = m;
    const SearchResult free = search(job), bound = search(given);
    if (bound.verdict != Verdict::ok) continue;
    ASSERT_EQ(free.verdict, Verdict::ok);
    EXPECT_LE(free.best.step, bound.best.step * (1 + kRounding));
  }
}

TEST(Laws, GivingTheBestPlanInFullFindsItAgain) {
  for (int i = 0; i < kJobs; ++i) {
    SCOPED_TRACE("seed " + std::to_string(i));
    Dice dice(9000 + static_cast<std::uint64_t>(i));
    Job job = testing::random_job(dice, 0);
    const SearchResult free = search(job);
    if (free.verdict != Verdict::ok) continue;
    job.given = free.best.mapping;
    const SearchResult again = search(job);
    EXPECT_EQ(again.count.space, 1u);
    EXPECT_EQ(again.best.mapping, free.best.mapping);
    EXPECT_EQ(again.best.step, free.best.step);
  }
}

TEST(Laws, NoPlanRunsFasterThanTheChipsMultiply) {
  for (int i = 0; i < kJobs; ++i) {
    SCOPED_TRACE("seed " + std::to_string(i));
    Dice dice(static_cast<std::uint64_t>(i));
    const Job job = testing::random_job(dice, 0.1);
    SearchCount count;
    const Plan p = best_plan(job, count);
    if (!p.is_ok()) continue;
    EXPECT_GT(p.model_flops_share, 0);
    EXPECT_LT(p.model_flops_share, 1);
    EXPECT_LE(p.model_flops_share, p.hardware_flops_share);
    EXPECT_GE(p.headroom, Bytes{});
  }
}

TEST(Laws, TheSameJobHasTheSameAnswerToTheBit) {
  for (int i = 0; i < 50; ++i) {
    Dice once(static_cast<std::uint64_t>(i)), twice(static_cast<std::uint64_t>(i));
    SearchCount a, b;
    const Plan p = best_plan(testing::random_job(once, 0.1), a), q = best_plan(testing::random_job(twice, 0.1), b);
    EXPECT_EQ(std::memcmp(&p, &q, sizeof(Plan)), 0) << i;
  }
}

}  // namespace
}  // namespace trainsweep::engine
