// The plan search against two slower ones: the same walk without bounds, and one
// written here from the rules that engine/search.hpp states, which tries every
// integer in turn and shares no code with the search but the cost of one mapping.
#include "engine/search.hpp"

#include <gtest/gtest.h>

#include "engine/plan.hpp"
#include "tests/property/random_jobs.hpp"

namespace trainsweep::engine {
namespace {

using testing::Dice;

constexpr int kJobs = 2000;

bool is_given(double value) { return value == value; }
// What is given is taken; what is not must follow the rule.
bool allowed(double given, std::int64_t value, bool rule) {
  return is_given(given) ? given == static_cast<double>(value) : rule;
}

struct Found {
  std::uint64_t space = 0, fitting = 0;
  Candidate best;
};

class BruteForce {
 public:
  explicit BruteForce(const Job& job)
      : job_(job),
        chips_(static_cast<std::int64_t>(job.chips)),
        layers_(static_cast<std::int64_t>(job.model.layers)),
        batch_(static_cast<std::int64_t>(job.global_batch)) {}

  Found run() {
    for (std::int64_t tp = 1; tp <= chips_; ++tp) {
      for (std::int64_t cp = 1; cp <= chips_ && tp_is_allowed(tp); ++cp) {
        for (std::int64_t pp = 1; pp <= chips_ && cp_is_allowed(tp, cp); ++pp) {
          if (chips_ % (tp * cp * pp) != 0 || pp > layers_ || !allowed(job_.given.pp, pp, true)) continue;
          const std::int64_t dp = chips_ / (tp * cp * pp);
          if (allowed(job_.given.dp, dp, true)) split(tp, cp, pp, dp);
        }
      }
    }
    return found_;
  }

 private:
  [[nodiscard]] bool tp_is_allowed(std::int64_t tp) const {
    const auto heads = static_cast<std::int64_t>(job_.model.heads);
    return chips_ % tp == 0 && tp <= heads && allowed(job_.given.tp, tp, heads % tp == 0);
  }
  [[nodiscard]] bool cp_is_allowed(std::int64_t tp, std::int64_t cp) const {
    const auto length = static_cast<std::int64_t>(job_.sequence_length);
    const bool rule = cp == 1 || (length / cp >= 2048 && length % (2 * cp) == 0);
    return chips_ % (tp * cp) == 0 && allowed(job_.given.cp, cp, rule);
  }
  [[nodiscard]] bool ep_is_allowed(std::int64_t ep, std::int64_t shared) const {
    const auto experts = static_cast<std::int64_t>(job_.model.experts);
    const bool rule = job_.model.moe_share > 0 ? ep <= experts && experts % ep == 0 : ep == 1;
    return shared % ep == 0 && allowed(job_.given.ep, ep, rule);
  }
  [[nodiscard]] bool micro_batch_is_allowed(std::int64_t b, std::int64_t dp) const {
    const bool power_of_two = (b & (b - 1)) == 0;
    // One replica that is told to take more than there is takes what there is.
    const bool enough = dp * b <= batch_ || (dp == 1 && is_given(job_.given.micro_batch));
    return enough && allowed(job_.given.micro_batch, b, power_of_two);
  }
  [[nodiscard]] bool interleave_is_allowed(std::int64_t v, std::int64_t pp, std::int64_t micro_batches) const {
    const std::int64_t chunk = (layers_ + pp * v - 1) / (pp * v), spare = chunk * pp * v - layers_;
    const bool nearly_equal = spare <= 2 && spare < chunk * v;  // no stage is left without a layer
    return allowed(job_.given.interleave, v, v == 1 || (pp > 1 && micro_batches >= pp && nearly_equal));
  }

  void split(std::int64_t tp, std::int64_t cp, std::int64_t pp, std::int64_t dp) {
    for (std::int64_t ep = 1; ep <= tp * cp * dp; ++ep) {
      if (!ep_is_allowed(ep, tp * cp * dp)) continue;
      for (std::int64_t b = 1; b <= std::max<std::int64_t>(batch_, 8); ++b) {
        if (!micro_batch_is_allowed(b, dp)) continue;
        const std::int64_t micro_batches = (batch_ + dp * b - 1) / (dp * b);
        for (std::int64_t v = 1; v <= layers_ + 4; ++v) {
          if (interleave_is_allowed(v, pp, micro_batches)) options({tp, pp, cp, ep, dp, v, b});
        }
      }
    }
  }

  void options(const std::array<std::int64_t, 7>& n) {
    const auto at = [&](std::size_t i) { return static_cast<double>(n[i]); };
    Mapping m{at(0), at(1), at(2), at(3), at(4), at(5), at(6), 0, 0, 0, 1, 0};
    const bool replicas = m.dp * m.cp > 1;
    for (const double sequence_parallel : {0.0, 1.0}) {
      // Only where a tensor is split; experts are reached by chips of different tokens.
      const bool rule = m.tp > 1 && (sequence_parallel == 1 || job_.model.moe_share == 0);
      const auto value = static_cast<std::int64_t>(sequence_parallel);
      if (m.tp == 1 ? value == 1 : !allowed(job_.given.sequence_parallel, value, rule)) continue;
      m.sequence_parallel = sequence_parallel;
      recomputations(m, replicas);
    }
  }

  void recomputations(Mapping m, bool replicas) {
    for (std::int64_t recompute = 0; recompute <= 2; ++recompute) {
      for (std::int64_t zero = 0; zero <= 3; ++zero) {
        if (!allowed(job_.given.recompute, recompute, !is_given(job_.given.recompute_layers) || recompute == 2))
          continue;
        if (!allowed(job_.given.zero_stage, zero, replicas || zero == 0)) continue;
        m.recompute = static_cast<double>(recompute);
        m.zero_stage = static_cast<double>(zero);
        groups(m);
      }
    }
  }

  void groups(Mapping m) {
    const auto replicas = static_cast<std::int64_t>(m.dp * m.cp);
    const auto joined = static_cast<std::int64_t>(job_.system.scaleup_domain / m.tp);
    if (is_given(job_.given.zero_group) && replicas % static_cast<std::int64_t>(job_.given.zero_group) != 0) return;
    for (std::int64_t group = 1; group <= replicas; ++group) {
      const bool rule = group == replicas || (group == joined && group > 1 && replicas % group == 0);
      if (m.zero_stage == 0 ? group != 1 : !allowed(job_.given.zero_group, group, rule)) continue;
      m.zero_group = static_cast<double>(group);
      ++found_.space;
      layers(m);
    }
  }

  void layers(Mapping m) {
    const auto chunk = static_cast<std::int64_t>(std::ceil(static_cast<double>(layers_) / (m.pp * m.interleave)));
    const auto all = static_cast<double>(std::min(chunk * static_cast<std::int64_t>(m.interleave), layers_));
    const bool full = m.recompute == 2;
    m.recompute_layers = !full                                   ? 0
                         : is_given(job_.given.recompute_layers) ? std::min(job_.given.recompute_layers, all)
                                                                 : all;
    const bool any = full && !is_given(job_.given.recompute) && !is_given(job_.given.recompute_layers);
    if (any && !job_.offloads(Offload::activations)) {
      // One more is never faster, so the first that fits is the best.
      Time fewer{};
      for (m.recompute_layers = 1; m.recompute_layers < all; ++m.recompute_layers) {
        const Plan p = evaluate_mapping(job_, m);
        EXPECT_GE(p.time.total(), fewer * (1 - 1e-12));
        fewer = p.time.total();
        if (p.memory.total() <= job_.usable_memory()) break;
      }
    }
    take(m);
  }

  void take(const Mapping& m) {
    const Plan p = evaluate_mapping(job_, m);
    if (p.memory.total() > job_.usable_memory()) return;
    const Candidate c{m, p.time.total(), p.memory.total()};
    if (found_.fitting++ == 0 || c.before(found_.best)) found_.best = c;
  }

  const Job& job_;
  std::int64_t chips_, layers_, batch_;
  Found found_;
};

void expect_same(const SearchResult& a, const SearchResult& b) {
  EXPECT_EQ(a.verdict, b.verdict);
  EXPECT_EQ(a.count.space, b.count.space);
  if (a.verdict != Verdict::ok || b.verdict != Verdict::ok) return;
  EXPECT_EQ(a.best.step, b.best.step);
  EXPECT_EQ(a.best.memory, b.best.memory);
  EXPECT_EQ(a.best.mapping, b.best.mapping);
}

TEST(Search, EqualsPlainEnumeration) {
  std::array<int, kStatuses.size()> verdicts{};
  std::uint64_t space = 0, evaluated = 0;
  for (int i = 0; i < kJobs; ++i) {
    SCOPED_TRACE("seed " + std::to_string(i));
    Dice dice(static_cast<std::uint64_t>(i));
    const Job job = testing::random_job(dice, i % 2 == 0 ? 0.0 : 0.15);
    const SearchResult pruned = search(job);
    const SearchResult plain = search(job, Prune::nothing);
    expect_same(pruned, plain);
    EXPECT_EQ(plain.count.evaluated, plain.count.space);
    EXPECT_LE(pruned.count.evaluated, pruned.count.space);

    const Found brute = BruteForce(job).run();
    EXPECT_EQ(brute.space, pruned.count.space);
    const Verdict verdict = brute.space == 0     ? Verdict::no_valid_plan
                            : brute.fitting == 0 ? Verdict::out_of_memory
                                                 : Verdict::ok;
    expect_same(pruned, {verdict, brute.best, {brute.space, 0}});
    ASSERT_FALSE(HasFailure());
    ++verdicts[static_cast<std::size_t>(pruned.verdict)];
    space += pruned.count.space;
    evaluated += pruned.count.evaluated;
  }
  // The jobs must reach all three answers, and the bounds must have work to do.
  EXPECT_GT(verdicts[static_cast<std::size_t>(Verdict::ok)], kJobs / 3);
  EXPECT_GT(verdicts[static_cast<std::size_t>(Verdict::out_of_memory)], kJobs / 50);
  EXPECT_GT(verdicts[static_cast<std::size_t>(Verdict::no_valid_plan)], kJobs / 50);
  EXPECT_LT(static_cast<double>(evaluated), 0.9 * static_cast<double>(space));
  RecordProperty("candidates", std::to_string(space));
  RecordProperty("evaluated", std::to_string(evaluated));
}

TEST(Search, VisitsEachCandidateOfTheSpaceOnce) {
  for (int i = 0; i < 100; ++i) {
    Dice dice(1000 + static_cast<std::uint64_t>(i));
    const Job job = testing::random_job(dice, 0.1);
    std::vector<Candidate> all;
    for_each_candidate(job, [&](const Candidate& c) { all.push_back(c); });
    EXPECT_EQ(all.size(), search(job).count.space) << i;
    std::sort(all.begin(), all.end(), [](const Candidate& a, const Candidate& b) { return a.before(b); });
    const auto twice = std::adjacent_find(
        all.begin(), all.end(), [](const Candidate& a, const Candidate& b) { return a.mapping == b.mapping; });
    EXPECT_EQ(twice, all.end()) << i;
  }
}

TEST(Search, OrdersByStepThenMemoryThenTheSmallerMapping) {
  const Candidate base{{}, 2 * second, 3 * byte};
  Candidate slower = base, larger = base, later = base;
  slower.step = 3 * second;
  slower.memory = 1 * byte;
  larger.memory = 4 * byte;
  later.mapping.pp = 2;
  EXPECT_TRUE(base.before(slower) && !slower.before(base));
  EXPECT_TRUE(base.before(larger) && !larger.before(base));
  EXPECT_TRUE(base.before(later) && !later.before(base));
  EXPECT_FALSE(base.before(base));
}

}  // namespace
}  // namespace trainsweep::engine
