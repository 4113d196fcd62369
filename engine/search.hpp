// Search: the fastest plan that fits, exactly.
//
// The space is the product of what is not given:
//   tp           divisors of the chips that divide the query heads
//   cp           divisors of what is left that leave a chip at least 2,048 tokens of
//                a sequence, in two equal halves
//   ep           divisors of the experts and of tp x cp x dp; 1 for dense models
//   pp           divisors of what is left, up to the layers
//   dp           the rest, up to the batch
//   micro_batch  powers of two, up to a replica's share of the batch
//   interleave   1, and where pp > 1 every count whose chunks are equal, or whose
//                last and first chunk are one layer short, with at least pp micro-batches
//   recompute    none, selective, full
//   recompute_layers   the fewest whose full recomputation fits, all where none does: fewer
//                are faster, so the others are not looked at, nor counted. Where activations
//                wait on the host, all
//   zero_stage   0 to 3; 0 where there is one replica
//   zero_group   all replicas, and those that the scale-up domain joins; 1 in stage 0
//   sequence_parallel   where tp > 1: yes and no; only yes with experts
// A part that is given is taken as it stands, so long as the chips divide: a given tp
// need not divide the heads, nor a given ep the experts, and a given interleave,
// zero_stage, zero_group or micro_batch may be one that the search would not try.
//
// Order: shorter step, then less memory, then the smaller mapping, member by member
// in the order of Mapping. The first in that order is the answer, so it does not
// depend on how the space is walked.
//
// What makes it fast: a layer's cost does not depend on pp, dp, interleave and
// zero_stage, and neither does a lower bound of the step,
//   B L / (micro_batch x chips / (tp cp)) x (layer forward + backward),
// so layers are costed once, walked by rising bound, and the walk ends at the first
// bound above the best step found; two more bounds, of one (pp, dp) and of one pipeline
// before its replicas exchange anything, skip more inside.
// tests/property compares with plain enumeration. Spaces of over ten million plans,
// which need numbers of very many divisors, are refused: search_too_large.
#pragma once

#include <functional>
#include <vector>

#include "engine/status.hpp"
#include "engine/step.hpp"

namespace trainsweep::engine {

struct Candidate {
  Mapping mapping;
  Time step{};
  Bytes memory{};

  [[nodiscard]] bool before(const Candidate& other) const;
};

struct SearchResult {
  Verdict verdict = Verdict::no_valid_plan;
  Candidate best;  // valid where verdict is ok
  SearchCount count;
};

enum class Prune : std::uint8_t { by_bounds, nothing };

[[nodiscard]] SearchResult search(const Job& job, Prune prune = Prune::by_bounds);

// Visits every candidate of the space with its step and memory, fitting or not.
void for_each_candidate(const Job& job, const std::function<void(const Candidate&)>& visit);

}  // namespace trainsweep::engine
