// InnerBatches: the account axes of a slot, laid out for calls of Engine::account.
//
// The inner points of every slot are the same product of account dimensions, so
// their values are expanded once and used for all slots. To keep them in cache and
// memory bounded, only the last dimensions are expanded, as many as make a pattern
// of at most kBatch points; the dimension before them is cut into pieces that fill
// a batch; the ones before that are constant within a batch and go into the point.
//
// Example: dimensions of 3, 10^6 and 5 values. The pattern is the last one repeated;
// a batch takes 819 values of the middle one times all 5; the first is constant.
#pragma once

#include <span>
#include <vector>

#include "runner/grid.hpp"

namespace trainsweep {

class InnerBatches {
 public:
  static constexpr std::uint64_t kBatch = 4096;

  explicit InnerBatches(std::span<const Dimension> dimensions);

  // Prepares the points from inner index `begin` on: sets the constant account axes
  // in `point` and returns how many points, 1 to `most`, this batch holds. Valid
  // until the next call. Requires begin < product of the dimensions and most > 0.
  [[nodiscard]] std::uint64_t prepare(std::uint64_t begin, std::uint64_t most, std::span<double> point);
  [[nodiscard]] std::span<const Varying> varying() const { return varying_; }

 private:
  // An axis whose values vary within a batch: expanded here, or read in place.
  struct Expanded {
    std::size_t axis;
    std::span<const double> source;  // one value an index of its dimension
    std::vector<double> values;      // the pattern; empty: read in place from source
  };
  void expand_piece(std::uint64_t piece);

  std::span<const Dimension> head_;      // constant within a batch
  const Dimension* cut_ = nullptr;       // in pieces; null: the whole is one pattern
  std::uint64_t cut_size_ = 1;
  std::uint64_t piece_size_ = 1;         // values of cut_ in a piece
  std::uint64_t tail_ = 1;               // points under one value of cut_
  std::uint64_t prepared_piece_ = ~0ULL;
  std::vector<Expanded> tail_axes_, cut_axes_;
  std::vector<Varying> varying_;
};

}  // namespace trainsweep
