// check: what a sweep would do, before it does it.
//
// The counts follow from the request alone. The time follows from timing a sample
// of its searches on this machine: the same sample on every call, spread over the
// whole grid, for at most about two seconds. Neighbouring points cost alike and
// others may cost a thousand times as much, so the time is a rough one; it is
// printed with how many searches it rests on.
#pragma once

#include <ostream>
#include <string>

#include "runner/sweep_spec.hpp"
#include "runner/units.hpp"

namespace trainsweep {

struct SweepSize {
  std::uint64_t points = 0;
  std::uint64_t searches = 0;  // after points of equal plan part share theirs
  std::uint64_t units = 0;     // what is handed out
  std::uint64_t bytes = 0;     // of columns and status; 2^64 - 1 where it is more
};

[[nodiscard]] SweepSize size_of(const SweepSpec& spec, const Grid& grid);

struct TimeSample {
  std::uint64_t searches = 0;  // that were timed
  double mean_seconds = 0;     // of one search
  double longest_seconds = 0;
  double point_seconds = 0;  // to account for one point
  SearchCount count;         // plans of the timed searches
};

// Times searches until all are done, 256 of them, or `budget_seconds` have passed;
// at least one.
[[nodiscard]] TimeSample time_sample(const Grid& grid, const Schema& schema, const Engine& engine,
                                     double budget_seconds = 2);

// Seconds that the whole sweep takes on `ranks` ranks: no shorter than its longest
// search, and no faster than it has units.
[[nodiscard]] double estimated_seconds(const SweepSize& size, const TimeSample& sample, std::uint64_t ranks);

// Memory of a rank, from what this process holds now, which a rank will hold before it begins.
[[nodiscard]] double estimated_rank_bytes();

void print_check(const SweepSpec& spec, const Schema& schema, const Engine& engine, std::ostream& out);

// "12.3 MB", in powers of ten.
[[nodiscard]] std::string describe_bytes(double bytes);

}  // namespace trainsweep
