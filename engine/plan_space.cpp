#include "engine/plan_space.hpp"

#include <algorithm>
#include <cmath>

namespace trainsweep::engine {
namespace {

constexpr double kLeastContext = 2048;  // tokens of a sequence on one chip where it is split
// Ways to shard a layer that are kept at once, some 100 MB of them. DeepSeek-V3 on
// 720,720 chips with sequences of 131,072 has 55,000 at most.
constexpr std::size_t kMostShardings = 200'000;

bool divides(double d, double n) { return std::fmod(n, d) == 0; }
bool is_given(double value) { return !std::isnan(value); }

std::vector<double> divisors_of(double number) {
  std::vector<double> low, high;
  const auto n = static_cast<std::uint64_t>(number);
  for (std::uint64_t d = 1; d * d <= n; ++d) {
    if (n % d != 0) continue;
    low.push_back(static_cast<double>(d));
    if (d * d != n) high.push_back(static_cast<double>(n / d));
  }
  low.insert(low.end(), high.rbegin(), high.rend());
  return low;
}

std::vector<double> interleavings_of(double layers, double pp) {
  std::vector<double> out{1};
  if (pp == 1) return out;
  for (double v = 2; pp * v <= layers + 2; ++v) {
    const double spare = std::ceil(layers / (pp * v)) * pp * v - layers;
    if (spare <= 2 && spare < std::ceil(layers / (pp * v)) * v) out.push_back(v);
  }
  return out;
}

}  // namespace

PlanSpace::PlanSpace(const Job& job) : job_(job), divisors_(divisors_of(job.chips)) {
  const Mapping& g = job.given;
  if (is_given(g.pp)) {
    pipelines_ = {g.pp};
  } else {
    std::copy_if(divisors_.begin(), divisors_.end(), std::back_inserter(pipelines_),
                 [&](double d) { return d <= job.model.layers; });
  }
  for (const double pp : pipelines_) {
    interleavings_.push_back(is_given(g.interleave) ? std::vector{g.interleave}
                                                    : interleavings_of(job.model.layers, pp));
  }
  first_recompute_ = is_given(g.recompute) ? g.recompute : 0;
  last_recompute_ = is_given(g.recompute) ? g.recompute : 2;
  if (is_given(g.recompute_layers) && !is_given(g.recompute)) first_recompute_ = last_recompute_;
  first_zero_stage_ = is_given(g.zero_stage) ? g.zero_stage : 0;
  last_zero_stage_ = is_given(g.zero_stage) ? g.zero_stage : 3;
}

std::vector<double> PlanSpace::tensor_widths() const {
  if (is_given(job_.given.tp)) return {job_.given.tp};
  std::vector<double> out;
  for (const double d : divisors_) {
    if (d <= job_.model.heads && divides(d, job_.model.heads)) out.push_back(d);
  }
  return out;
}

std::vector<double> PlanSpace::context_widths(double tp) const {
  if (is_given(job_.given.cp)) return {job_.given.cp};
  std::vector<double> out{1};
  for (const double d : divisors_) {
    if (d == 1 || !divides(tp * d, job_.chips)) continue;
    if (job_.sequence_length / d >= kLeastContext && divides(2 * d, job_.sequence_length)) out.push_back(d);
  }
  return out;
}

std::vector<double> PlanSpace::expert_widths() const {
  if (is_given(job_.given.ep)) return {job_.given.ep};
  return job_.model.moe_share > 0 ? divisors_of(job_.model.experts) : std::vector<double>{1};
}

std::vector<double> PlanSpace::micro_batches() const {
  if (is_given(job_.given.micro_batch)) return {job_.given.micro_batch};
  std::vector<double> out;
  for (double b = 1; b <= job_.global_batch; b *= 2) out.push_back(b);
  return out;
}

std::vector<bool> PlanSpace::sequence_choices(double tp) const {
  if (tp == 1) return {false};
  if (is_given(job_.given.sequence_parallel)) return {job_.given.sequence_parallel != 0};
  // Experts are reached by chips that hold different tokens.
  return job_.model.moe_share > 0 ? std::vector<bool>{true} : std::vector<bool>{false, true};
}

bool PlanSpace::is_vast() const {
  const std::size_t tensor = 2 * tensor_widths().size();  // with sequence parallelism and without
  return tensor * context_widths(1).size() * expert_widths().size() * micro_batches().size() > kMostShardings;
}

std::vector<Sharding> PlanSpace::shardings() const {
  std::vector<Sharding> out;
  const std::vector<double> experts = expert_widths(), batches = micro_batches();
  for (const double tp : tensor_widths()) {
    if (!divides(tp, job_.chips) || tp > job_.model.heads) continue;
    for (const double cp : context_widths(tp)) {
      if (!divides(tp * cp, job_.chips)) continue;
      for (const double ep : experts) {
        for (const bool sequence_parallel : sequence_choices(tp)) {
          for (const double b : batches) out.push_back({tp, cp, ep, b, sequence_parallel});
        }
      }
    }
  }
  return out;
}

std::uint64_t PlanSpace::count(const Sharding& s) const {
  std::uint64_t n = 0;
  const double rest = job_.chips / (s.tp * s.cp);
  for (std::size_t i = 0; i < pipelines_.size(); ++i) {
    if (!splits(rest, pipelines_[i], s)) continue;
    Mapping m = start(s);
    m.pp = pipelines_[i];
    m.dp = rest / m.pp;
    const bool interleaves = !std::isnan(job_.given.interleave) || batches(m) >= m.pp;
    const double stages = last_zero_stage(m) - first_zero_stage_ + 1;
    const double sharded = first_zero_stage_ == 0 ? stages - 1 : stages;
    const double options = (last_recompute_ - first_recompute_ + 1) *
                           (stages - sharded + sharded * static_cast<double>(zero_groups(m).size()));
    n += (interleaves ? interleavings_[i].size() : 1) * static_cast<std::uint64_t>(options);
  }
  return n;
}

Mapping PlanSpace::start(const Sharding& s) const {
  Mapping m;
  m.tp = s.tp;
  m.cp = s.cp;
  m.ep = s.ep;
  m.micro_batch = s.micro_batch;
  m.sequence_parallel = s.sequence_parallel ? 1 : 0;
  return m;
}

bool PlanSpace::splits(double rest, double pp, const Sharding& s) const {
  if (!divides(pp, rest) || pp > job_.model.layers) return false;
  const double dp = rest / pp;
  if (is_given(job_.given.dp) && job_.given.dp != dp) return false;
  if (is_given(job_.given.zero_group) && !divides(job_.given.zero_group, dp * s.cp)) return false;
  if (dp * s.micro_batch > job_.global_batch && !(dp == 1 && is_given(job_.given.micro_batch))) return false;
  return divides(s.ep, s.tp * s.cp * dp);
}

double PlanSpace::batches(const Mapping& m) const { return std::ceil(job_.global_batch / (m.dp * m.micro_batch)); }

double PlanSpace::recompute_layers(const Mapping& m) const {
  if (m.recomputes() != Recompute::full) return 0;
  const double all = stages(job_.model.layers, m).fullest;
  return is_given(job_.given.recompute_layers) ? std::min(job_.given.recompute_layers, all) : all;
}

bool PlanSpace::may_recompute_fewer(const Mapping& m) const {
  // Of activations that travel to the host, those of full recomputation are the quickest.
  return m.recomputes() == Recompute::full && !is_given(job_.given.recompute) &&
         !is_given(job_.given.recompute_layers) && !job_.offloads(Offload::activations);
}

double PlanSpace::last_zero_stage(const Mapping& m) const {
  if (is_given(job_.given.zero_stage)) return last_zero_stage_;
  return m.dp * m.cp > 1 ? last_zero_stage_ : first_zero_stage_;
}

std::vector<double> PlanSpace::zero_groups(const Mapping& m) const {
  const double replicas = m.dp * m.cp;
  if (is_given(job_.given.zero_group)) return {job_.given.zero_group};
  const double joined = std::floor(job_.system.scaleup_domain / m.tp);
  if (joined <= 1 || joined >= replicas || !divides(joined, replicas)) return {replicas};
  return {joined, replicas};
}

const std::vector<double>& PlanSpace::interleavings(double pp) const {
  const auto at = std::find(pipelines_.begin(), pipelines_.end(), pp) - pipelines_.begin();
  return interleavings_[at];
}

}  // namespace trainsweep::engine
