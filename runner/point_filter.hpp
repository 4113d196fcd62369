// PointFilter: which points of a result file satisfy all conditions.
//
// Conditions on coordinates are settled once, as a mask for each dimension; those
// on columns are settled point by point while the file is read.
//
//   vendor == aws      vendor lies along offer: a mask over offer
//   train_days <= 30   a column: compared for each point
//   recompute == full  a column of codes: compared with the code of `full`
#pragma once

#include <cstdint>
#include <vector>

#include "runner/condition.hpp"
#include "runner/result_reader.hpp"

namespace trainsweep {

struct ColumnCondition {
  const ResultColumn* column = nullptr;
  Comparison comparison = Comparison::equal;
  float limit = 0;  // as columns are stored, so that == finds what was printed
};

class PointFilter {
 public:
  // Throws UserError for a name that the file has not, a word where a number
  // stands, or an order of words. The reader must outlive the filter.
  PointFilter(const ResultReader& file, const std::vector<Condition>& conditions);

  // Whether index `i` of a dimension satisfies the conditions on its coordinates.
  [[nodiscard]] bool passes(std::size_t dimension, std::uint64_t i) const { return masks_[dimension][i] != 0; }
  [[nodiscard]] const std::vector<ColumnCondition>& on_columns() const { return on_columns_; }
  // A condition on a value that holds for all points fails.
  [[nodiscard]] bool passes_nothing() const { return passes_nothing_; }

 private:
  bool passes_nothing_ = false;
  std::vector<std::vector<std::uint8_t>> masks_;  // one for each dimension
  std::vector<ColumnCondition> on_columns_;
};

// Throws UserError for `name`, which the file has not, with the nearest that it has.
[[noreturn]] void refuse_unknown_name(const ResultReader& file, std::string_view name);

// A number for all of `text`, as "-1.5e3"; throws UserError, naming `what`, for others.
[[nodiscard]] double parse_number(std::string_view text, std::string_view what);

}  // namespace trainsweep
