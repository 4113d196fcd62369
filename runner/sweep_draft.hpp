// SweepDraft: what a config asks for, read and checked key by key, before the parts
// are put together: records are names still, and positions are kept for messages.
#pragma once

#include <string>
#include <vector>

#include "runner/axis_values.hpp"
#include "runner/file_hints.hpp"
#include "runner/record_store.hpp"
#include "runner/toml_reader.hpp"

namespace trainsweep {

struct AxisDraft {
  std::size_t axis = 0;  // index in Schema::axes
  Position at{};         // of its key
  std::vector<AxisValue> values{};
};

struct DimensionDraft {
  std::string name;
  Position at;
  std::vector<AxisDraft> axes;  // with equally many values
  std::vector<std::string> labels;
};

struct SweepDraft {
  std::string name;
  std::string question;
  std::vector<AxisDraft> fixed;            // of one value each
  std::vector<DimensionDraft> dimensions;  // the axes of [grid], then each [[zip]]
  std::vector<std::size_t> columns;        // ascending
  FileHints hints;
};

// Reads the tables sweep, fixed, grid, zip and output of `top`, and checks them
// against each other. What is wrong is reported; the draft then has gaps.
[[nodiscard]] SweepDraft read_draft(const TomlValue& top, const Schema& schema, const RecordStore& store,
                                    Diagnostics& errors);

}  // namespace trainsweep
