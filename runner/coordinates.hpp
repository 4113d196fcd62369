// What labels a sweep's dimensions in its file.
//
// Each dimension has one coordinate of its own name: the numbers of an axis, the
// words of a choice, the names of records, the labels of a zip (or 0 .. n-1 where it
// has none). Beside it stand auxiliary coordinates: the axes of a zip, and of every
// record its texts, what it refers to (and what that refers to), its numbers and what
// the engine derives from it. A name that is taken by a dimension, a column, a fixed axis or an
// earlier coordinate is left out.
//
// Example: a dimension `offer` of cloud offers has the coordinate offer (names) and
// the auxiliaries vendor, region, term, system, chip, pue, ...
#pragma once

#include <string>
#include <variant>
#include <vector>

#include "runner/sweep_spec.hpp"

namespace trainsweep {

struct Coordinate {
  // Numbers; whole numbers; flags (0 or 1); names and words.
  using Values = std::variant<std::vector<double>, std::vector<std::int64_t>, std::vector<std::uint8_t>,
                              std::vector<std::string>>;
  std::string name;
  std::size_t dimension = 0;  // index in SweepSpec::dimensions
  std::string unit;           // empty for names
  std::string doc;
  Values values;  // one an index of the dimension

  // Whether it is the dimension's own, not an auxiliary.
  bool index = false;
};

// The dimensions' own in their order, then the auxiliaries.
[[nodiscard]] std::vector<Coordinate> coordinates(const SweepSpec& spec, const Schema& schema, const Engine& engine);

}  // namespace trainsweep
