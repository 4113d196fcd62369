// The values of an axis, as [grid], [fixed] and [[zip]] give them.
//
//   size  = 8                                                 one value
//   size  = [8, 16, 32]                                       a list
//   size  = { from = 8, to = 1024, count = 8, scale = "log2" }   a range
//   offer = { vendor = ["aws"], term = "on-demand" }          a filter of the catalogue
//
// A range has `count` values, ends included, evenly spaced on its scale: linear
// (the default), log or log2. On an axis of whole numbers they are rounded.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "runner/record_store.hpp"
#include "runner/toml_reader.hpp"

namespace trainsweep {

// A dimension has at most this many values.
inline constexpr std::size_t kMostValues = 1'000'000;

struct AxisValue {
  double number = kNotSet;  // unset for references
  std::string name{};       // of the record, for references
  Position at{};
};

class AxisValueReader {
 public:
  AxisValueReader(const Schema& schema, const RecordStore& store, Diagnostics& errors)
      : schema_(schema), store_(store), errors_(errors) {}

  // One value. Nothing where it cannot be taken, which is then reported.
  [[nodiscard]] std::optional<AxisValue> read_one(const Axis& axis, const TomlValue& value);

  // One or more. Mistakes are reported, and their values left out. Values may
  // repeat: see report_repeats().
  [[nodiscard]] std::vector<AxisValue> read_many(const Axis& axis, const TomlValue& value);

  // Reports each value that an earlier one equals.
  void report_repeats(const Axis& axis, const std::vector<AxisValue>& values);

 private:
  [[nodiscard]] std::vector<AxisValue> read_range(const Axis& axis, const TomlValue& value);

  const Schema& schema_;
  const RecordStore& store_;
  Diagnostics& errors_;
};

// As TOML writes it: 64, true, "bf16", "aws-trn2".
[[nodiscard]] std::string axis_value_text(const Axis& axis, const AxisValue& value);

enum class Scale : std::uint8_t { linear, log, log2 };

// Value `i` of `count` from `from` to `to`; the ends are exact. Requires i < count,
// and positive ends on a log scale. Powers of two (log2) and of ten (log) that fall
// on the steps are exact.
[[nodiscard]] double range_value(double from, double to, std::size_t count, Scale scale, std::size_t i);

}  // namespace trainsweep
