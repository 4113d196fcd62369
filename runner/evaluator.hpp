// Evaluator: calls the engine for searches and for runs of inner points.
//
// An evaluation that throws does not end the sweep: its points get the status
// `failed` and NaN, and what it said is kept. A failed search fails all its points;
// where a batch of points fails they are tried one by one, so that only the bad ones
// are lost. With `fail_fast` the exception goes on.
#pragma once

#include <atomic>
#include <cstdint>
#include <span>
#include <vector>

#include "runner/failures.hpp"
#include "runner/grid.hpp"
#include "runner/inner_batches.hpp"
#include "runner/unit_writer.hpp"

namespace trainsweep {

enum class OnFailure : std::uint8_t { record, end };

class Evaluator {
 public:
  // All but `on_failure` must outlive it.
  Evaluator(const Grid& grid, const Schema& schema, const Engine& engine, OnFailure on_failure);

  // Requires plan.size() == Schema::plan_width.
  void search(std::uint64_t search, std::span<double> plan);

  // Before points of another block or slot.
  void enter(std::uint64_t block, std::uint64_t slot);
  // Inner points from `begin` on, at most `most`, into `writer`; returns how many.
  [[nodiscard]] std::uint64_t account(std::span<const double> plan, std::uint64_t begin, std::uint64_t most,
                                      UnitWriter& writer);

  [[nodiscard]] const SearchCount& search_count() const { return count_; }
  [[nodiscard]] const Failures& failures() const { return failures_; }

 private:
  void account_one_by_one(std::span<const double> plan, std::uint64_t first_point, const UnitWriter::Room& room,
                          std::uint64_t count);
  static void fill_failed(const UnitWriter::Room& room, std::uint64_t first, std::uint64_t count, std::uint8_t status);

  const Grid& grid_;
  const Engine& engine_;
  const OnFailure on_failure_;
  std::uint8_t failed_;  // the status value
  InnerBatches batches_;
  std::vector<double> point_;
  std::uint64_t block_ = ~0ULL, slot_ = ~0ULL;
  SearchCount count_;
  Failures failures_;
};

}  // namespace trainsweep
