#include "runner/case.hpp"

#include <algorithm>

namespace trainsweep {
namespace {

class Labels {
 public:
  Labels(Case& asked, const Schema& schema, const Records& records, const std::vector<std::vector<RecordTexts>>& texts)
      : asked_(asked), schema_(schema), records_(records), texts_(texts) {}

  enum class Distance { named, reached };

  void add_record(std::string_view catalog_name, std::size_t record, Distance distance) {
    const auto named = [&](const Catalog& catalog) { return catalog.name == catalog_name; };
    const auto at = std::find_if(schema_.catalogs.begin(), schema_.catalogs.end(), named);
    const auto c = static_cast<std::size_t>(at - schema_.catalogs.begin());
    const Catalog& catalog = *at;
    add(catalog.singular, records_[c][record].name, distance == Distance::reached);
    for (std::size_t f = 0; f < catalog.fields.size(); ++f) {
      const Property& field = catalog.fields[f];
      const double value = records_[c][record].values[f];
      if (field.kind == Kind::text)
        add(field.name, texts_[c][record].texts[f], distance == Distance::reached && field.required);
      if (field.kind == Kind::reference && value == value && !is_named(field.catalog)) {
        add_record(field.catalog, static_cast<std::size_t>(value),
                   field.required ? Distance::reached : Distance::named);
      }
    }
  }

  // The first of a name stays.
  void add(std::string_view name, std::string value, bool grouping) {
    const auto taken = [&](const auto& label) { return label.first == name; };
    if (value.empty() || std::any_of(asked_.labels.begin(), asked_.labels.end(), taken)) return;
    asked_.labels.emplace_back(name, std::move(value));
    if (grouping) asked_.groupings.emplace_back(name);
  }

 private:
  // Whether the scenario itself names a record of this kind, which stands before what others refer to.
  [[nodiscard]] bool is_named(std::string_view catalog_name) const {
    for (std::size_t a = 0; a < schema_.axes.size(); ++a) {
      const Axis& axis = schema_.axes[a];
      const bool is_set = asked_.point[a] == asked_.point[a];
      if (axis.kind == Kind::reference && axis.catalog == catalog_name && is_set) return true;
    }
    return false;
  }

  Case& asked_;
  const Schema& schema_;
  const Records& records_;
  const std::vector<std::vector<RecordTexts>>& texts_;
};

// Labels of the columns that are choices.
void label_choices(Prediction& prediction, const Schema& schema) {
  for (std::size_t c = 0; c < schema.columns.size(); ++c) {
    const Column& column = schema.columns[c];
    const auto has_name = [&](const auto& label) { return label.first == column.name; };
    auto& labels = prediction.asked.labels;
    if (column.choices.empty() || std::any_of(labels.begin(), labels.end(), has_name)) continue;
    labels.emplace_back(column.name, column.choices[static_cast<std::size_t>(prediction.columns[c])]);
  }
}

}  // namespace

void label_case(Case& asked, const Schema& schema, const Records& records,
                const std::vector<std::vector<RecordTexts>>& texts) {
  Labels labels(asked, schema, records, texts);
  for (std::size_t a = 0; a < schema.axes.size(); ++a) {
    const Axis& axis = schema.axes[a];
    const double value = asked.point[a];
    if (!(value == value)) continue;
    const auto index = static_cast<std::size_t>(value);
    if (axis.kind == Kind::reference) labels.add_record(axis.catalog, index, Labels::Distance::named);
    if (axis.kind == Kind::choice)
      labels.add(axis.name, std::string(axis.choices[index]), axis.fallback == axis.fallback);
  }
}

Prediction predict(const Engine& engine, const Schema& schema, Case asked) {
  Prediction out{std::move(asked), kNotEvaluated, {}};
  std::vector<double> plan(schema.plan_width);
  SearchCount count;
  engine.plan(out.asked.point, plan, count);

  std::vector<float> values(schema.columns.size());
  std::vector<ColumnOut> columns;
  for (std::size_t c = 0; c < values.size(); ++c) columns.push_back({c, &values[c]});
  engine.account(out.asked.point, plan, {}, 1, &out.status, columns);
  out.columns.assign(values.begin(), values.end());
  if (out.status == kOk) label_choices(out, schema);
  return out;
}

}  // namespace trainsweep
