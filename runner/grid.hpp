// Grid: the points of a sweep, numbered, and which of them share a search.
//
// A sweep is a product of dimensions; the last one varies fastest, as in C and
// numpy. They stand in storage order: plan, both, account (see Stage). So the
// points fall into nested contiguous runs:
//
//   block  all points under one index of each dimension that   slots() x inner() points
//          shares no searches and stands before all that do
//   slot   one index of each other dimension that the plan     inner() points
//          stage reads, within a block
//   inner  the product of the account dimensions
//
// One search (a call of Engine::plan) serves all inner points of a slot, and all
// slots of its block whose values have equal plan parts: a class. Searches are
// numbered block * classes() + class.
//
// Example: dimensions model (plan, 3), offer (both, 4, of 2 systems) and price
// (account, 5) make 60 points in 3 blocks of 4 slots of 5 points, with 2 classes, so
// 6 searches. Point 37 is block 1, slot 3, inner 2. Were each offer of a system of its
// own there would be 12 blocks of 1 slot.
//
// A Grid holds the values of its dimensions, never its points: its size is the sum
// of theirs, whatever their product.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "runner/sweep_spec.hpp"

namespace trainsweep {

// Points [begin, end) of a sweep.
struct PointRange {
  std::uint64_t begin = 0;
  std::uint64_t end = 0;
  [[nodiscard]] std::uint64_t size() const { return end - begin; }
  auto operator<=>(const PointRange&) const = default;
};

class Grid {
 public:
  // Both must outlive the Grid. Requires at most 2^63 - 1 points.
  Grid(const SweepSpec& spec, const Engine& engine);

  [[nodiscard]] std::uint64_t points() const { return blocks_ * slots_ * inner_; }
  [[nodiscard]] std::uint64_t blocks() const { return blocks_; }
  [[nodiscard]] std::uint64_t slots() const { return slots_; }      // in a block
  [[nodiscard]] std::uint64_t inner() const { return inner_; }      // points in a slot
  [[nodiscard]] std::uint64_t classes() const { return classes_; }  // searches in a block
  [[nodiscard]] std::uint64_t searches() const { return blocks_ * classes_; }

  // Ascending in the first slot that has it. Requires slot < slots().
  [[nodiscard]] std::uint64_t class_of(std::uint64_t slot) const;
  // The last slot, counted over all blocks, that a search serves.
  [[nodiscard]] std::uint64_t last_slot(std::uint64_t search) const;

  // The account dimensions, the last varying fastest.
  [[nodiscard]] std::span<const Dimension> inner_dimensions() const;

  // A point with all axes that no dimension sets; the fill functions set the rest.
  [[nodiscard]] const std::vector<double>& base() const { return spec_->point; }
  void fill_block(std::uint64_t block, std::span<double> point) const;
  void fill_slot(std::uint64_t slot, std::span<double> point) const;
  void fill_inner(std::uint64_t inner, std::span<double> point) const;
  // All three. Requires index < points().
  void fill_point(std::uint64_t index, std::span<double> point) const;
  // Plan and both axes for a search; account axes stay as they are.
  void fill_search(std::uint64_t search, std::span<double> point) const;

  // One index a dimension. Requires index < points().
  [[nodiscard]] std::vector<std::uint64_t> coordinates(std::uint64_t index) const;

 private:
  // How the values of a dimension of slots fall into classes of equal plan parts.
  struct Classes {
    std::vector<std::uint32_t> of_value;
    std::vector<std::uint32_t> first_value, last_value;  // of each class
  };
  [[nodiscard]] static Classes classify(const Dimension& dimension, const Engine& engine);

  const SweepSpec* spec_;
  std::size_t first_slot_ = 0, first_inner_ = 0;  // indices in spec_->dimensions
  std::uint64_t blocks_ = 1, slots_ = 1, inner_ = 1, classes_ = 1;
  std::vector<Classes> classes_of_;  // one a dimension of slots
};

// Sets the axes of dimensions [first, last) at flat index `index` of their product.
void fill_dimensions(std::span<const Dimension> dimensions, std::uint64_t index, std::span<double> point);

}  // namespace trainsweep
