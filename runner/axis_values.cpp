#include "runner/axis_values.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>
#include <unordered_set>

#include "runner/property_value.hpp"
#include "runner/record_filter.hpp"
#include "runner/suggest.hpp"

namespace trainsweep {
namespace {

constexpr std::array<std::string_view, 3> kScales{"linear", "log", "log2"};
constexpr std::string_view kRangeHelp =
    "a range is { from = 1, to = 64, count = 7, scale = \"log2\" }; scales are linear, log and log2";

// The last digit or two of a computed value are rounding: 49.99999999999999 is 50.
double without_noise(double number) {
  return std::abs(number) < 1e15 ? std::strtod(fmt::format("{:.15g}", number).c_str(), nullptr) : number;
}

// Quickly, as there may be a million.
bool are_distinct(const std::vector<AxisValue>& values) {
  std::vector<double> numbers;
  numbers.reserve(values.size());
  for (const AxisValue& value : values) numbers.push_back(value.number);
  std::sort(numbers.begin(), numbers.end());
  return std::adjacent_find(numbers.begin(), numbers.end()) == numbers.end();
}

struct RangeEnds {
  double from = 0, to = 0;
  Scale scale = Scale::linear;
};

}  // namespace

double range_value(double from, double to, std::size_t count, Scale scale, std::size_t i) {
  if (i == 0 || count < 2) return from;
  if (i + 1 == count) return to;
  const double steps = static_cast<double>(count - 1);
  const double step = static_cast<double>(i);
  switch (scale) {
    case Scale::linear: {
      const double sum = from * (steps - step) + to * step;  // one rounding, so that 0.525 is the nearest double to it
      return without_noise(std::isfinite(sum) ? sum / steps : from / steps * (steps - step) + to / steps * step);
    }
    case Scale::log2:
      return without_noise(from * std::exp2((std::log2(to) - std::log2(from)) * step / steps));
    case Scale::log:
      return without_noise(from * std::pow(10, (std::log10(to) - std::log10(from)) * step / steps));
  }
  return from;
}

std::string axis_value_text(const Axis& axis, const AxisValue& value) {
  return axis.kind == Kind::reference ? toml_text(value.name) : property_text(axis, value.number);
}

std::optional<AxisValue> AxisValueReader::read_one(const Axis& axis, const TomlValue& value) {
  const auto read = read_property(axis, value, errors_);
  if (!read) return std::nullopt;
  if (axis.kind == Kind::reference) {
    const std::size_t kind = kind_index(schema_, axis.catalog);
    if (store_.find(kind, read->text) == nullptr) {
      if (read->text.find_first_of("*?") != std::string::npos) {
        errors_.add(
            value.at, fmt::format("{} is no name of {}", ticked(read->text), axis.catalog),
            fmt::format("a pattern stands in a filter: {} = {{ name = {} }}", axis.name, toml_text(read->text)));
      } else {
        report_unknown_record(schema_, store_, kind, read->text, value.at, errors_);
      }
      return std::nullopt;
    }
  }
  return AxisValue{read->number, read->text, value.at};
}

std::vector<AxisValue> AxisValueReader::read_many(const Axis& axis, const TomlValue& value) {
  std::vector<AxisValue> values;
  if (value.type == TomlValue::Type::list) {
    if (value.items.empty()) errors_.add(value.at, fmt::format("the list of `{}` is empty", axis.name));
    if (value.items.size() > kMostValues) {
      errors_.add(value.at,
                  fmt::format("`{}` has {} values; {} is the most", axis.name, value.items.size(), kMostValues));
      return values;
    }
    values.reserve(value.items.size());
    for (const TomlValue& item : value.items) {
      if (auto one = read_one(axis, item)) values.push_back(std::move(*one));
    }
    return values;
  }
  if (value.type == TomlValue::Type::table && axis.kind == Kind::reference) {
    for (std::string& name : filter_records(schema_, store_, kind_index(schema_, axis.catalog), value, errors_)) {
      values.push_back({kNotSet, std::move(name), value.at});
    }
    return values;
  }
  const bool has_range = axis.kind == Kind::number || axis.kind == Kind::integer;
  if (value.type == TomlValue::Type::table && has_range) return read_range(axis, value);
  if (auto one = read_one(axis, value)) values.push_back(std::move(*one));
  return values;
}

std::vector<AxisValue> AxisValueReader::read_range(const Axis& axis, const TomlValue& value) {
  const std::size_t before = errors_.size();
  TableReader table(value, fmt::format("the range of `{}`", axis.name), errors_);
  const TomlEntry* from = table.take_number("from");
  const TomlEntry* to = table.take_number("to");
  const TomlEntry* count = table.take_number("count");
  const TomlEntry* scale = table.take_text("scale");
  table.finish();
  std::vector<std::string_view> missing;
  for (const std::string_view key : {"from", "to", "count"}) {
    if (value.find(key) == nullptr) missing.push_back(key);
  }
  if (!missing.empty()) {
    errors_.add(value.at, fmt::format("the range of `{}` lacks {}", axis.name, ticked_list(missing)),
                std::string(kRangeHelp));
  }
  RangeEnds ends;
  if (scale != nullptr) {
    const Property words{.name = "scale", .kind = Kind::choice, .choices = kScales};
    if (const auto read = read_property(words, scale->value, errors_)) ends.scale = static_cast<Scale>(read->number);
  }
  for (const auto& [entry, end] : {std::pair{from, &ends.from}, std::pair{to, &ends.to}}) {
    if (entry == nullptr) continue;
    const auto number = check_number(axis, entry->value.number(), entry->value.at, errors_);
    *end = number.value_or(1);
    if (number && *number <= 0 && ends.scale != Scale::linear) {
      errors_.add(entry->value.at,
                  fmt::format("`{}` is {}, but must be above 0 on a log scale", entry->key, exact_text(*number)));
    }
  }
  const Property counted{.name = "count", .kind = Kind::integer, .least = 1, .most = kMostValues};
  const auto many =
      count == nullptr ? std::nullopt : check_number(counted, count->value.number(), count->value.at, errors_);
  if (many && *many == 1 && ends.from != ends.to) {
    errors_.add(count->value.at, "a range of one value cannot reach from `from` to `to`", "take a count of at least 2");
  }
  std::vector<AxisValue> values;
  if (!many || errors_.size() > before) return values;
  const auto size = static_cast<std::size_t>(*many);
  for (std::size_t i = 0; i < size; ++i) {
    const double number = range_value(ends.from, ends.to, size, ends.scale, i);
    values.push_back({axis.kind == Kind::integer ? std::round(number) : number, "", value.at});
  }
  return values;
}

void AxisValueReader::report_repeats(const Axis& axis, const std::vector<AxisValue>& values) {
  if (axis.kind != Kind::reference && are_distinct(values)) return;
  std::unordered_set<std::string> seen;
  for (const AxisValue& value : values) {
    std::string text = axis_value_text(axis, value);
    if (seen.insert(text).second) continue;
    const bool from_range =
        values.size() > 1 && values[0].at.line == values[1].at.line && values[0].at.column == values[1].at.column;
    errors_.add(value.at,
                fmt::format("`{}` has {} twice{}", axis.name, text,
                            from_range && axis.kind == Kind::integer ? " once rounded to whole numbers" : ""),
                from_range ? "take a smaller `count` or a wider range" : "");
    if (from_range) return;  // one message for one range
  }
}

}  // namespace trainsweep
