// Twins: records of different names and equal numbers. What reads only numbers cannot
// tell them apart.
//
// Example: systems `east` and `west` of chips `a` and `b`, where the two chips have the
// same numbers and the systems too: west's twin is east, and b's is a.
#pragma once

#include <string_view>
#include <vector>

#include "engine/engine.hpp"

namespace trainsweep::engine {

class Twins {
 public:
  // A record that refers to others has their numbers as well. `schema` must outlive this.
  Twins(const Schema& schema, const Records& records);

  // The first record of that catalogue with equal numbers: its own index where there is
  // no earlier one. Requires a catalogue of the schema, and a record of it.
  [[nodiscard]] std::size_t of(std::string_view catalog, std::size_t record) const;

 private:
  const Schema& schema_;
  std::vector<std::vector<std::size_t>> first_;  // [catalogue][record]
};

}  // namespace trainsweep::engine
