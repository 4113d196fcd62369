#include "runner/sweep_reader.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <limits>

#include "runner/overrides.hpp"
#include "runner/record_reader.hpp"
#include "runner/record_selection.hpp"
#include "runner/resolved_text.hpp"
#include "runner/sha256.hpp"
#include "runner/sweep_draft.hpp"

namespace trainsweep {
namespace {

constexpr std::uint64_t kMostPoints = std::numeric_limits<std::int64_t>::max();

void check_points(const SweepDraft& draft, const Source& source, Diagnostics& errors) {
  std::uint64_t points = 1;
  double estimate = 1;
  bool fits = true;
  for (const DimensionDraft& dimension : draft.dimensions) {
    const std::uint64_t size = std::max<std::size_t>(dimension.axes.front().values.size(), 1);
    estimate *= static_cast<double>(size);
    fits = fits && points <= kMostPoints / size;
    if (fits) points *= size;
  }
  if (fits) return;
  errors.add({source, 0, 0, 0},
             fmt::format("the grid has {:.3g} points, more than the {:.3g} that can be numbered", estimate,
                         static_cast<double>(kMostPoints)),
             "take fewer values, or fewer axes");
}

Stage stage_of(const DimensionDraft& dimension, const Schema& schema) {
  const auto all_are = [&](Stage stage) {
    return std::all_of(dimension.axes.begin(), dimension.axes.end(),
                       [&](const AxisDraft& a) { return schema.axes[a.axis].stage == stage; });
  };
  return all_are(Stage::plan) ? Stage::plan : all_are(Stage::account) ? Stage::account : Stage::both;
}

// Records are used in the order of the axes, not of the config: then the numbering
// is the same however the config was written.
void use_records(const SweepDraft& draft, const Schema& schema, RecordSelection& used) {
  std::vector<const AxisDraft*> by_axis(schema.axes.size());
  for (const AxisDraft& axis : draft.fixed) by_axis[axis.axis] = &axis;
  for (const DimensionDraft& dimension : draft.dimensions) {
    for (const AxisDraft& axis : dimension.axes) by_axis[axis.axis] = &axis;
  }
  for (const AxisDraft* axis : by_axis) {
    if (axis == nullptr || schema.axes[axis->axis].kind != Kind::reference) continue;
    for (const AxisValue& value : axis->values)
      used.use(kind_index(schema, schema.axes[axis->axis].catalog), value.name);
  }
}

double number_of(const Axis& axis, const AxisValue& value, const Schema& schema, RecordSelection& used) {
  return axis.kind == Kind::reference ? static_cast<double>(used.use(kind_index(schema, axis.catalog), value.name))
                                      : value.number;
}

Dimension make_dimension(DimensionDraft& draft, const Schema& schema, RecordSelection& used) {
  Dimension dimension{draft.name, {}, {}, std::move(draft.labels), stage_of(draft, schema)};
  for (const AxisDraft& axis : draft.axes) {
    dimension.axes.push_back(axis.axis);
    auto& numbers = dimension.values.emplace_back();
    for (const AxisValue& value : axis.values)
      numbers.push_back(number_of(schema.axes[axis.axis], value, schema, used));
  }
  return dimension;
}

SweepSpec make_spec(SweepDraft draft, const Schema& schema, const RecordStore& store) {
  RecordSelection used(schema, store);
  use_records(draft, schema, used);
  SweepSpec spec;
  spec.name = draft.name;
  spec.question = draft.question;
  spec.columns = draft.columns;
  spec.hints = draft.hints;
  for (const Axis& axis : schema.axes) spec.point.push_back(axis.fallback);
  for (const AxisDraft& axis : draft.fixed) {
    unset_excluded(schema, axis.axis, spec.point);
    spec.point[axis.axis] = number_of(schema.axes[axis.axis], axis.values[0], schema, used);
  }
  for (DimensionDraft& dimension : draft.dimensions) {
    for (const AxisDraft& axis : dimension.axes) {
      unset_excluded(schema, axis.axis, spec.point);
      spec.point[axis.axis] = kNotSet;
    }
    spec.dimensions.push_back(make_dimension(dimension, schema, used));
  }
  std::stable_sort(spec.dimensions.begin(), spec.dimensions.end(),
                   [](const Dimension& a, const Dimension& b) { return a.stage < b.stage; });
  spec.records = used.records();
  spec.texts = used.texts();
  const std::string records = resolved_records(schema, spec.records, store);
  spec.catalog_sha256 = sha256(records);
  spec.resolved = resolved_request(schema, spec) + records;
  return spec;
}

}  // namespace

RecordStore join_own_records(const TomlValue& top, const Schema& schema, const RecordStore& catalog,
                             Diagnostics& errors) {
  const TomlEntry* own = top.find("catalog");
  if (own == nullptr) return catalog;
  if (own->value.type != TomlValue::Type::table) {
    errors.add(own->value.at, fmt::format("`catalog` is {}, but must be a table", value_text(own->value)));
    return catalog;
  }
  RecordReader reader(schema, errors);
  reader.add(own->value, SourceRule::optional);
  return reader.join(catalog);
}

void report_complaints(const EngineRules& engine, const Records& records, const RecordStore& store,
                       Diagnostics& errors) {
  for (const Complaint& complaint : engine.complaints(records)) {
    const Catalog& catalog = engine.schema.catalogs[complaint.catalog];
    const KnownRecord& record = *store.find(complaint.catalog, records[complaint.catalog][complaint.record].name);
    Position at = record.at;
    std::string field = complaint.field.empty() ? "" : fmt::format("`{}` ", complaint.field);
    for (std::size_t f = 0; f < record.fields.size(); ++f) {
      if (catalog.fields[f].name != complaint.field || record.fields[f].at.line == 0) continue;
      at = record.fields[f].at;
      field.clear();  // it stands at that place
    }
    errors.add(at, fmt::format("{} {}: {}{}", catalog.singular, ticked(record.name), field, complaint.message));
  }
}

Checked<Sweep> read_sweep(const SweepText& text, const EngineRules& engine, const RecordStore& catalog) {
  Diagnostics errors;
  std::optional<TomlValue> top = read_toml(text.source, errors);
  if (!top) return errors;
  apply_overrides(text.overrides, engine.schema, *top, errors);
  RecordStore store = join_own_records(*top, engine.schema, catalog, errors);
  SweepDraft draft = read_draft(*top, engine.schema, store, errors);
  top.reset();  // a million values take more than all that follows
  check_points(draft, text.source, errors);
  if (!errors.empty()) return errors;
  if (draft.name.empty()) draft.name = std::filesystem::path(text.source->name).stem().string();
  SweepSpec spec = make_spec(std::move(draft), engine.schema, store);
  report_complaints(engine, spec.records, store, errors);
  if (!errors.empty()) return errors;
  return Sweep{std::move(spec), std::move(store)};
}

Checked<Sweep> read_sweep_file(const std::string& path, const std::vector<std::string>& overrides,
                               const EngineRules& engine, const RecordStore& catalog) {
  Checked<Source> source = read_source(path);
  if (!source) return source.diagnostics();
  return read_sweep({source.value(), overrides}, engine, catalog);
}

}  // namespace trainsweep
