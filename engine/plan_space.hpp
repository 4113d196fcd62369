// PlanSpace: the values that each part of a plan may take, as search.hpp states
// them. Knows counts and divisibility, no times.
#pragma once

#include <cmath>
#include <span>
#include <vector>

#include "engine/job.hpp"
#include "engine/layer.hpp"

namespace trainsweep::engine {

class PlanSpace {
 public:
  // Keeps a reference: `job` must outlive this.
  explicit PlanSpace(const Job& job);

  // Whether there are so many ways to shard a layer that they are not worth listing.
  [[nodiscard]] bool is_vast() const;
  // Every way to shard a layer.
  [[nodiscard]] std::vector<Sharding> shardings() const;

  // How many mappings there are around `s`.
  [[nodiscard]] std::uint64_t count(const Sharding& s) const;

  // Whether the fewest recompute_layers that fit are to be found, of those that mappings() gives.
  [[nodiscard]] bool may_recompute_fewer(const Mapping& m) const;

  // Calls visit(mapping, i) for every complete mapping around `s`, in a fixed order;
  // before those of one (pp, dp) enter(mapping, groups), and before those of one
  // (interleave, recompute) of it begin(mapping), which skip them where they are false.
  // Where states are sharded mapping.zero_group is groups[i].
  template <class Enter, class Begin, class Visit>
  void mappings(const Sharding& s, Enter&& enter, Begin&& begin, Visit&& visit) const {
    Mapping m = start(s);
    const double rest = job_.chips / (s.tp * s.cp);
    for (const double pp : pipelines_) {
      if (!splits(rest, pp, s)) continue;
      m.pp = pp;
      m.dp = rest / pp;
      m.interleave = 1;
      const std::vector<double> groups = zero_groups(m);
      if (!enter(m, std::span<const double>(groups))) continue;
      for (const double interleave : interleavings(pp)) {
        m.interleave = interleave;
        if (interleave > 1 && std::isnan(job_.given.interleave) && batches(m) < pp) break;
        for (m.recompute = first_recompute_; m.recompute <= last_recompute_; ++m.recompute) {
          m.recompute_layers = recompute_layers(m);
          if (!begin(m)) continue;
          const double last_zero = last_zero_stage(m);
          for (m.zero_stage = first_zero_stage_; m.zero_stage <= last_zero; ++m.zero_stage) {
            for (std::size_t i = 0; i < (m.zero_stage == 0 ? 1 : groups.size()); ++i) {
              m.zero_group = m.zero_stage == 0 ? 1 : groups[i];
              visit(m, i);
            }
          }
        }
      }
    }
  }

 private:
  [[nodiscard]] Mapping start(const Sharding& s) const;
  [[nodiscard]] bool splits(double rest, double pp, const Sharding& s) const;
  [[nodiscard]] double batches(const Mapping& m) const;
  [[nodiscard]] double recompute_layers(const Mapping& m) const;
  [[nodiscard]] double last_zero_stage(const Mapping& m) const;
  // Replicas that may share out the states of a (pp, dp), one size at least.
  [[nodiscard]] std::vector<double> zero_groups(const Mapping& m) const;
  [[nodiscard]] const std::vector<double>& interleavings(double pp) const;
  [[nodiscard]] std::vector<double> tensor_widths() const;
  [[nodiscard]] std::vector<double> context_widths(double tp) const;
  [[nodiscard]] std::vector<double> expert_widths() const;
  [[nodiscard]] std::vector<double> micro_batches() const;
  [[nodiscard]] std::vector<bool> sequence_choices(double tp) const;

  const Job& job_;
  std::vector<double> divisors_;                    // of the chips
  std::vector<double> pipelines_;                   // pp
  std::vector<std::vector<double>> interleavings_;  // beside pipelines_
  double first_recompute_, last_recompute_, first_zero_stage_, last_zero_stage_;
};

}  // namespace trainsweep::engine
