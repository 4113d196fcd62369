#include "runner/scenario.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "runner/axis_values.hpp"
#include "runner/overrides.hpp"
#include "runner/suggest.hpp"
#include "runner/sweep_draft.hpp"

namespace trainsweep {
namespace {

double index_or_number(const Axis& axis, const AxisValue& value, const Schema& schema, RecordSelection& used) {
  if (axis.kind != Kind::reference) return value.number;
  return static_cast<double>(used.use(kind_index(schema, axis.catalog), value.name));
}

void set_step(const Dimension& dimension, std::size_t step, std::vector<double>& point) {
  for (std::size_t a = 0; a < dimension.axes.size(); ++a) point[dimension.axes[a]] = dimension.values[a][step];
}

class PointChooser {
 public:
  PointChooser(const Sweep& sweep, const Schema& schema, Diagnostics& errors)
      : spec_(sweep.spec),
        schema_(schema),
        errors_(errors),
        values_(schema, sweep.records, errors),
        used_(schema, sweep.records, sweep.spec.records, sweep.spec.texts),
        point_(sweep.spec.point) {
    for (const Dimension& dimension : spec_.dimensions) set_step(dimension, 0, point_);
  }

  void set(const TomlEntry& entry) {
    for (const Dimension& dimension : spec_.dimensions) {
      if (dimension.name == entry.key && !dimension.labels.empty()) return set_label(dimension, entry);
    }
    for (std::size_t a = 0; a < schema_.axes.size(); ++a) {
      if (schema_.axes[a].name == entry.key) return set_axis(a, entry);
    }
    std::vector<std::string_view> known;
    for (const Axis& axis : schema_.axes) known.push_back(axis.name);
    for (const Dimension& dimension : spec_.dimensions) known.push_back(dimension.name);
    errors_.add(entry.at, fmt::format("unknown axis {}", ticked(entry.key)),
                suggestion(entry.key, known, "`trainsweep catalog axes` lists them"));
  }

  [[nodiscard]] ChosenPoint chosen() const { return {point_, used_.records(), used_.texts()}; }

 private:
  void set_axis(std::size_t axis, const TomlEntry& entry) {
    const auto value = values_.read_one(schema_.axes[axis], entry.value);
    if (!value) return;
    unset_excluded(schema_, axis, point_);
    point_[axis] = index_or_number(schema_.axes[axis], *value, schema_, used_);
  }

  void set_label(const Dimension& dimension, const TomlEntry& entry) {
    const auto found = std::find(dimension.labels.begin(), dimension.labels.end(), entry.value.text);
    if (found == dimension.labels.end()) {
      const std::vector<std::string_view> known(dimension.labels.begin(), dimension.labels.end());
      errors_.add(entry.value.at, fmt::format("{} has no label {}", ticked(entry.key), value_text(entry.value)),
                  suggestion(entry.value.text, known));
      return;
    }
    set_step(dimension, static_cast<std::size_t>(found - dimension.labels.begin()), point_);
  }

  const SweepSpec& spec_;
  const Schema& schema_;
  Diagnostics& errors_;
  AxisValueReader values_;
  RecordSelection used_;
  std::vector<double> point_;
};

}  // namespace

std::vector<double> read_scenario(const TomlEntry& scenario, const Schema& schema, const RecordStore& store,
                                  RecordSelection& used, Diagnostics& errors) {
  std::vector<double> point;
  for (const Axis& axis : schema.axes) point.push_back(axis.fallback);
  TomlValue top;
  top.at = scenario.at;
  top.entries.push_back({"fixed", scenario.at, scenario.value});
  const std::size_t before = errors.size();
  const SweepDraft draft = read_draft(top, schema, store, errors);
  if (errors.size() > before) return point;
  for (const AxisDraft& given : draft.fixed) {
    unset_excluded(schema, given.axis, point);
    point[given.axis] = index_or_number(schema.axes[given.axis], given.values.front(), schema, used);
  }
  return point;
}

Checked<ChosenPoint> point_at(const Sweep& sweep, const EngineRules& engine, const std::vector<std::string>& settings) {
  Diagnostics errors;
  PointChooser chooser(sweep, engine.schema, errors);
  for (const std::string& setting : settings) {
    const auto read = read_setting("--at", setting, errors);
    if (read) chooser.set(read->entries.front());
  }
  ChosenPoint chosen = chooser.chosen();
  if (errors.empty()) report_complaints(engine, chosen.records, sweep.records, errors);
  if (!errors.empty()) return errors;
  return chosen;
}

}  // namespace trainsweep
