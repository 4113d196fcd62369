#include "engine/search.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <tuple>

#include "engine/plan_space.hpp"

namespace trainsweep::engine {
namespace {

// A bound is computed in another order than the step it bounds: this much covers
// the rounding.
constexpr double kRoundingSlack = 1e-9;
// Plans of the largest search, about 1 s of one core. Published models and machines
// have 1e4 to 1e6; only numbers of very many divisors have more.
constexpr std::uint64_t kMostPlans = 10'000'000;

auto order(const Candidate& c) {
  const Mapping& m = c.mapping;
  return std::make_tuple(c.step.base, c.memory.base, m.tp, m.pp, m.cp, m.ep, m.dp, m.interleave, m.micro_batch,
                         m.recompute, m.recompute_layers, m.zero_stage, m.zero_group, m.sequence_parallel);
}

// No plan with this sharding can have a shorter step (search.hpp).
Time least_step(const Job& job, const ShardCost& c) {
  const Sharding& s = c.sharding;
  const double passes = job.global_batch * job.model.layers / (s.micro_batch * job.chips / (s.tp * s.cp));
  return passes * c.least_layer_pass() * (job.slowdown() * (1 - kRoundingSlack));
}

// No plan with this sharding, pp and dp can: some stage has at least ceil(L / pp) layers,
// and all of them together have all layers and the ends.
Time least_step(const Job& job, const ShardCost& c, const Mapping& m) {
  const Time layer = c.least_layer_pass();
  const Time mean = 1 / m.pp * (job.model.layers * layer + c.ends_pass.total());
  const Time stage = max(std::ceil(job.model.layers / m.pp) * layer, mean);
  return micro_batches(job, m) * stage * (job.slowdown() * (1 - kRoundingSlack));
}

// No plan with this pipeline can, whatever its replicas exchange.
Time least_step(const Job& job, const StepTime& pipeline) {
  return pipeline.total() * (job.slowdown() * (1 - kRoundingSlack));
}

// The fewest layers of a stage whose full recomputation makes `m` fit; all, where none does.
double fewest_recomputed(const Job& job, const ShardCost& cost, const ReplicaCost& replica, Mapping m) {
  const double all = m.recompute_layers;
  const auto fits = [&](double layers) {
    m.recompute_layers = layers;
    return memory(job, cost, replica, m).total() <= job.usable_memory();
  };
  if (!fits(all)) return all;
  double few = 1, many = all;  // by hand, for clang 14 knows no views of gcc 12's library
  while (few < many) {
    const double middle = std::floor((few + many) / 2);
    if (fits(middle)) {
      many = middle;
    } else {
      few = middle + 1;
    }
  }
  return many;
}

// Calls visit(candidate parts) for each mapping around one sharding whose bounds, of its
// (pp, dp) and of its pipeline, pass `may_win`.
template <class MayWin, class Visit>
void walk(const Job& job, const LayerLaws& laws, const PlanSpace& space, const ShardCost& cost, MayWin&& may_win,
          Visit&& visit) {
  std::vector<ReplicaCost> replicas;  // one for each group that the states may be sharded over
  StepTime pipeline;
  space.mappings(
      cost.sharding,
      [&](const Mapping& m, std::span<const double> groups) {
        if (!may_win(least_step(job, cost, m))) return false;
        replicas.clear();
        for (const double group : groups) replicas.push_back(replica_cost(laws, cost.sharding, m.dp, group));
        return true;
      },
      [&](Mapping m) {
        if (space.may_recompute_fewer(m)) m.recompute_layers = 1;
        pipeline = pipeline_time(job, cost, replicas.front().neighbour, m);
        return may_win(least_step(job, pipeline));
      },
      [&](Mapping m, std::size_t group) {
        const ReplicaCost& replica = replicas[group];
        StepTime around = pipeline;
        if (space.may_recompute_fewer(m)) {
          m.recompute_layers = fewest_recomputed(job, cost, replica, m);
          around = pipeline_time(job, cost, replica.neighbour, m);
          if (!may_win(least_step(job, around))) return;
        }
        visit(replica, m, step_time(job, laws, cost, replica, m, around).total());
      });
}

}  // namespace

bool Candidate::before(const Candidate& other) const { return order(*this) < order(other); }

SearchResult search(const Job& job, Prune prune) {
  SearchResult result;
  if (job.chips > job.system.max_chips) {
    result.verdict = Verdict::too_many_chips;
    return result;
  }
  if (matmul_rate(job.chip, job.precision) <= FlopRate{}) {
    result.verdict = Verdict::no_such_precision;
    return result;
  }
  const LayerLaws laws(job);
  const PlanSpace space(job);
  if (space.is_vast()) {
    result.verdict = Verdict::search_too_large;
    return result;
  }
  std::vector<ShardCost> costs;
  std::vector<Time> bounds;
  for (const Sharding& s : space.shardings()) {
    const std::uint64_t mappings = space.count(s);
    if (mappings == 0) continue;
    result.count.space += mappings;
    costs.push_back(shard_cost(laws, s));
    bounds.push_back(least_step(job, costs.back()));
  }
  if (result.count.space > kMostPlans) {
    result.verdict = Verdict::search_too_large;
    return result;
  }
  std::vector<std::size_t> by_bound(costs.size());
  std::iota(by_bound.begin(), by_bound.end(), 0);
  if (prune == Prune::by_bounds) {
    std::sort(by_bound.begin(), by_bound.end(),
              [&](std::size_t a, std::size_t b) { return std::tie(bounds[a].base, a) < std::tie(bounds[b].base, b); });
  }
  const Bytes room = job.usable_memory();
  bool found = false;
  for (const std::size_t i : by_bound) {
    if (prune == Prune::by_bounds && found && bounds[i] > result.best.step) break;
    const auto may_win = [&](Time least) { return prune == Prune::nothing || !found || !(least > result.best.step); };
    walk(job, laws, space, costs[i], may_win, [&](const ReplicaCost& replica, const Mapping& m, Time step) {
      ++result.count.evaluated;
      if (found && step > result.best.step) return;
      const Bytes used = memory(job, costs[i], replica, m).total();
      if (used > room) return;
      const Candidate candidate{m, step, used};
      if (!found || candidate.before(result.best)) result.best = candidate;
      found = true;
    });
  }
  result.verdict = found ? Verdict::ok : result.count.evaluated == 0 ? Verdict::no_valid_plan : Verdict::out_of_memory;
  return result;
}

void for_each_candidate(const Job& job, const std::function<void(const Candidate&)>& visit) {
  const LayerLaws laws(job);
  const PlanSpace space(job);
  for (const Sharding& s : space.shardings()) {
    const ShardCost cost = shard_cost(laws, s);
    const auto every = [](Time) { return true; };
    walk(job, laws, space, cost, every, [&](const ReplicaCost& replica, const Mapping& m, Time step) {
      visit({m, step, memory(job, cost, replica, m).total()});
    });
  }
}

}  // namespace trainsweep::engine
