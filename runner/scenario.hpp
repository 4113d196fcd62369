// Single points, with the records that they use: what `explain` looks at, and the
// scenario of a published case.
#pragma once

#include <string>
#include <vector>

#include "runner/checked.hpp"
#include "runner/record_selection.hpp"
#include "runner/sweep_reader.hpp"

namespace trainsweep {

// A point from a table { AXIS = value, ... }, by the rules of [fixed]; its records go
// to `used`, which must be of `store`. What is wrong is reported, and the point is
// then not to be used.
[[nodiscard]] std::vector<double> read_scenario(const TomlEntry& scenario, const Schema& schema,
                                                const RecordStore& store, RecordSelection& used, Diagnostics& errors);

struct ChosenPoint {
  std::vector<double> point;  // in the order of Schema::axes
  Records records;            // those of the sweep, at the same indices, and what the point needs beside them
  std::vector<std::vector<RecordTexts>> texts;
};

// The point of a sweep at AXIS=VALUE settings (--at). Dimensions that they leave open
// take their first value. Any axis may be set, to any value it can have, whether the
// sweep has it or not; a [[zip]] with labels is set by one, as ZIP=LABEL. An axis of
// a group of which one must be given takes the place of the other.
[[nodiscard]] Checked<ChosenPoint> point_at(const Sweep& sweep, const EngineRules& engine,
                                            const std::vector<std::string>& settings);

}  // namespace trainsweep
