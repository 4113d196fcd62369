#include "runner/resolved_text.hpp"

#include <fmt/format.h>

#include <cmath>

#include "runner/property_value.hpp"

namespace trainsweep {
namespace {

std::string value_of(const Schema& schema, const SweepSpec& spec, std::size_t axis, double value) {
  const Axis& row = schema.axes[axis];
  if (row.kind != Kind::reference) return property_text(row, value);
  return toml_text(spec.records[kind_index(schema, row.catalog)][static_cast<std::size_t>(value)].name);
}

std::string list_of(const Schema& schema, const SweepSpec& spec, const Dimension& dimension, std::size_t i) {
  std::string text = "[";
  for (const double value : dimension.values[i]) {
    if (text.size() > 1) text += ", ";
    text += value_of(schema, spec, dimension.axes[i], value);
  }
  return text + "]";
}

std::string text_list(const std::vector<std::string>& texts) {
  std::string out = "[";
  for (const std::string& text : texts) {
    if (out.size() > 1) out += ", ";
    out += toml_text(text);
  }
  return out + "]";
}

bool is_zip(const Schema& schema, const Dimension& dimension) {
  return dimension.axes.size() > 1 || dimension.name != schema.axes[dimension.axes.front()].name;
}

std::string zip_text(const Schema& schema, const SweepSpec& spec, const Dimension& dimension) {
  std::string text = fmt::format("\n[[zip]]\nname = {}\n", toml_text(dimension.name));
  if (!dimension.labels.empty()) text += fmt::format("labels = {}\n", text_list(dimension.labels));
  text += "[zip.values]\n";
  for (std::size_t i = 0; i < dimension.axes.size(); ++i) {
    text += fmt::format("{} = {}\n", schema.axes[dimension.axes[i]].name, list_of(schema, spec, dimension, i));
  }
  return text;
}

std::string field_text(const Property& field, const FieldValue& value) {
  const bool is_text = field.kind == Kind::text || field.kind == Kind::reference;
  std::string text = fmt::format("{} = {{ value = {}", field.name,
                                 is_text ? toml_text(value.text) : property_text(field, value.number));
  if (!field.unit.empty()) text += fmt::format(", unit = {}", toml_text(field.unit));
  if (!value.source.empty()) text += fmt::format(", source = {}", toml_text(value.source));
  if (!value.basis.empty()) text += fmt::format(", basis = {}", toml_text(value.basis));
  return text + " }\n";
}

}  // namespace

std::string resolved_request(const Schema& schema, const SweepSpec& spec) {
  std::string text =
      fmt::format("[sweep]\nname = {}\nquestion = {}\n\n[fixed]\n", toml_text(spec.name), toml_text(spec.question));
  for (std::size_t a = 0; a < schema.axes.size(); ++a) {
    if (!std::isnan(spec.point[a]))
      text += fmt::format("{} = {}\n", schema.axes[a].name, value_of(schema, spec, a, spec.point[a]));
  }
  text += "\n[grid]\n";
  for (const Dimension& dimension : spec.dimensions) {
    if (!is_zip(schema, dimension))
      text += fmt::format("{} = {}\n", dimension.name, list_of(schema, spec, dimension, 0));
  }
  for (const Dimension& dimension : spec.dimensions) {
    if (is_zip(schema, dimension)) text += zip_text(schema, spec, dimension);
  }
  std::vector<std::string> columns;
  for (const std::size_t c : spec.columns) columns.emplace_back(schema.columns[c].name);
  return text + fmt::format("\n[output]\ncolumns = {}\n", text_list(columns));
}

std::string resolved_records(const Schema& schema, const Records& records, const RecordStore& store) {
  std::string text;
  for (std::size_t kind = 0; kind < records.size(); ++kind) {
    for (const Record& record : records[kind]) {
      const KnownRecord& known = *store.find(kind, record.name);
      text += fmt::format("\n[catalog.{}.{}]\n", schema.catalogs[kind].name, toml_text(record.name));
      for (std::size_t f = 0; f < known.fields.size(); ++f) {
        const FieldValue& value = known.fields[f];
        if (!value.text.empty() || !std::isnan(value.number))
          text += field_text(schema.catalogs[kind].fields[f], value);
      }
    }
  }
  return text;
}

}  // namespace trainsweep
