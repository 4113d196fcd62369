#include "runner/case.hpp"

#include <algorithm>

#include "runner/record_store.hpp"

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

struct Answer {
  std::uint8_t status = kNotEvaluated;
  std::vector<double> columns;
};

Answer evaluate(const Engine& engine, const Schema& schema, const std::vector<double>& point) {
  std::vector<double> plan(schema.plan_width);
  SearchCount count;
  engine.plan(point, plan, count);
  std::vector<float> values(schema.columns.size());
  std::vector<ColumnOut> columns;
  for (std::size_t c = 0; c < values.size(); ++c) columns.push_back({c, &values[c]});
  Answer answer;
  engine.account(point, plan, {}, 1, &answer.status, columns);
  answer.columns.assign(values.begin(), values.end());
  return answer;
}

// Columns win over fields of their name.
void add_columns(std::string_view prefix, const std::vector<double>& columns, const Schema& schema, Numbers& numbers) {
  for (std::size_t c = 0; c < columns.size(); ++c) {
    numbers[std::string(prefix) + std::string(schema.columns[c].name)] = columns[c];
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

Numbers known_numbers(const std::vector<double>& point, const Schema& schema, const Records& records) {
  Numbers numbers;
  const auto add = [&](const Property& property, double value) {
    const bool is_numeric = property.kind == Kind::number || property.kind == Kind::integer;
    if (is_numeric && value == value) numbers.emplace(property.name, value);
  };
  std::vector<std::pair<std::string_view, double>> reached;  // catalogue and index; grows while it is walked
  for (std::size_t a = 0; a < schema.axes.size(); ++a) {
    add(schema.axes[a], point[a]);
    if (schema.axes[a].kind == Kind::reference && point[a] == point[a]) reached.emplace_back(schema.axes[a].catalog, point[a]);
  }
  for (std::size_t i = 0; i < reached.size(); ++i) {
    const std::size_t c = kind_index(schema, reached[i].first);
    const Record& record = records[c][static_cast<std::size_t>(reached[i].second)];
    for (std::size_t f = 0; f < record.values.size(); ++f) {
      const Property& field = schema.catalogs[c].fields[f];
      add(field, record.values[f]);
      if (field.kind == Kind::reference && record.values[f] == record.values[f]) reached.emplace_back(field.catalog, record.values[f]);
    }
  }
  return numbers;
}

std::string sample_key(const Case& asked) {
  return asked.config_key.empty() ? "case " + asked.file + " " + asked.id : "key " + asked.config_key;
}

double as_time(const Column& column, double value) { return column.pace > 0 ? 1 / value : value; }

Prediction predict(const Engine& engine, const Schema& schema, Case asked) {
  Prediction out{std::move(asked), kNotEvaluated, std::vector<double>(schema.columns.size(), kNotSet), {}};
  if (!out.asked.point.empty()) {
    Answer answer = evaluate(engine, schema, out.asked.point);
    out.status = answer.status;
    out.columns = std::move(answer.columns);
  }
  if (out.status == kOk && !out.asked.claim) label_choices(out, schema);
  if (!out.asked.claim) return out;
  out.numbers = out.asked.numbers;
  if (!out.asked.point.empty()) add_columns("", out.columns, schema, out.numbers);
  if (!out.asked.against.empty()) {
    add_columns(kAgainst, evaluate(engine, schema, out.asked.against).columns, schema, out.numbers);
  }
  return out;
}

}  // namespace trainsweep
