#include "runner/coordinates.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <set>

namespace trainsweep {
namespace {

constexpr double kLargestExact = 9007199254740992.0;  // 2^53

// Indices of records; kNone where a value is not set.
constexpr std::size_t kNone = static_cast<std::size_t>(-1);
using Indices = std::vector<std::size_t>;

Indices indices(const std::vector<double>& values) {
  Indices out;
  for (const double value : values) out.push_back(std::isnan(value) ? kNone : static_cast<std::size_t>(value));
  return out;
}

std::size_t catalog_index(const Schema& schema, std::string_view name) {
  const auto at = std::find_if(schema.catalogs.begin(), schema.catalogs.end(),
                               [&](const Catalog& catalog) { return catalog.name == name; });
  return static_cast<std::size_t>(at - schema.catalogs.begin());
}

class Collector {
 public:
  Collector(const SweepSpec& spec, const Schema& schema, const Engine& engine)
      : spec_(spec), schema_(schema), engine_(engine) {
    for (const Dimension& dimension : spec.dimensions) taken_.insert(dimension.name);
    for (const std::size_t column : spec.columns) taken_.emplace(schema.columns[column].name);
    taken_.insert({"status", "run"});
    // A fixed axis takes the place of the record's field of its name.
    for (std::size_t a = 0; a < schema.axes.size(); ++a) {
      if (!std::isnan(spec.point[a])) taken_.emplace(schema.axes[a].name);
    }
  }

  std::vector<Coordinate> collect() {
    for (std::size_t d = 0; d < spec_.dimensions.size(); ++d) add_index(d);
    for (std::size_t d = 0; d < spec_.dimensions.size(); ++d) add_zipped(d);
    for (std::size_t d = 0; d < spec_.dimensions.size(); ++d) add_records(d);
    return std::move(out_);
  }

 private:
  static bool is_zip(const Dimension& dimension, const Schema& schema) {
    return dimension.axes.size() != 1 || schema.axes[dimension.axes.front()].name != dimension.name;
  }

  Coordinate::Values values_of(const Property& property, const std::vector<double>& values) const {
    const auto whole = [](double v) { return std::abs(v) <= kLargestExact && v == std::floor(v); };
    if (property.kind == Kind::reference) return names(catalog_index(schema_, property.catalog), indices(values));
    if (property.kind == Kind::choice) {
      std::vector<std::string> words;
      for (const std::size_t i : indices(values)) words.emplace_back(i == kNone ? "" : property.choices[i]);
      return words;
    }
    if (property.kind == Kind::flag && std::all_of(values.begin(), values.end(), whole)) {
      return std::vector<std::uint8_t>(values.begin(), values.end());
    }
    if (property.kind == Kind::integer && std::all_of(values.begin(), values.end(), whole)) {
      return std::vector<std::int64_t>(values.begin(), values.end());
    }
    return values;
  }

  std::vector<std::string> names(std::size_t catalog, const Indices& records) const {
    std::vector<std::string> out;
    for (const std::size_t i : records) out.push_back(i == kNone ? "" : spec_.records[catalog][i].name);
    return out;
  }

  void add_index(std::size_t d) {
    const Dimension& dimension = spec_.dimensions[d];
    Coordinate own{.name = dimension.name, .dimension = d, .unit = "", .doc = "", .values = {}, .index = true};
    if (!is_zip(dimension, schema_)) {
      const Axis& axis = schema_.axes[dimension.axes.front()];
      own.unit = axis.unit;
      own.doc = axis.doc;
      own.values = values_of(axis, dimension.values.front());
    } else if (!dimension.labels.empty()) {
      own.doc = "axes that move together";
      own.values = dimension.labels;
    } else {
      std::vector<std::int64_t> numbers(dimension.size());
      std::iota(numbers.begin(), numbers.end(), 0);
      own.unit = "1";
      own.doc = "axes that move together";
      own.values = std::move(numbers);
    }
    out_.push_back(std::move(own));
  }

  // Before the records of any dimension: the axis is what counts, not the field of its name.
  void add_zipped(std::size_t d) {
    const Dimension& dimension = spec_.dimensions[d];
    for (std::size_t a = 0; is_zip(dimension, schema_) && a < dimension.axes.size(); ++a) {
      const Axis& axis = schema_.axes[dimension.axes[a]];
      add(d, axis, values_of(axis, dimension.values[a]));
    }
  }

  void add_records(std::size_t d) {
    const Dimension& dimension = spec_.dimensions[d];
    for (std::size_t a = 0; a < dimension.axes.size(); ++a) {
      const Axis& axis = schema_.axes[dimension.axes[a]];
      if (speaks_for_catalog(dimension.axes[a])) {
        add_record(d, catalog_index(schema_, axis.catalog), indices(dimension.values[a]));
      }
    }
  }

  // Of several axes of one catalogue the fields are the first one's: `vendor` is that of
  // `offer`, whatever else names an offer.
  bool speaks_for_catalog(std::size_t axis) const {
    const auto same = [&](const Axis& other) {
      return other.kind == Kind::reference && other.catalog == schema_.axes[axis].catalog;
    };
    return schema_.axes[axis].kind == Kind::reference &&
           std::find_if(schema_.axes.begin(), schema_.axes.end(), same) == schema_.axes.begin() + axis;
  }

  void add(std::size_t d, const Property& property, Coordinate::Values values) {
    if (!taken_.emplace(property.name).second) return;
    out_.push_back({std::string(property.name), d, std::string(property.unit), std::string(property.doc),
                    std::move(values), false});
  }

  std::vector<double> field(std::size_t catalog, std::size_t f, const Indices& records) const {
    std::vector<double> out;
    for (const std::size_t i : records) out.push_back(i == kNone ? kNotSet : spec_.records[catalog][i].values[f]);
    return out;
  }

  // Texts and references first: they are what people select by.
  void add_record(std::size_t d, std::size_t catalog, const Indices& records) {
    const auto fields = schema_.catalogs[catalog].fields;
    for (std::size_t f = 0; f < fields.size(); ++f) {
      if (fields[f].kind != Kind::text || spec_.texts.size() <= catalog) continue;
      std::vector<std::string> texts;
      for (const std::size_t i : records) texts.push_back(i == kNone ? "" : spec_.texts[catalog][i].texts[f]);
      if (std::any_of(texts.begin(), texts.end(), [](const auto& t) { return !t.empty(); })) add(d, fields[f], texts);
    }
    add_references(d, catalog, records);
    for (std::size_t f = 0; f < fields.size(); ++f) {
      if (fields[f].kind == Kind::text || fields[f].kind == Kind::reference) continue;
      const std::vector<double> values = field(catalog, f, records);
      const bool given = std::any_of(values.begin(), values.end(), [](double v) { return !std::isnan(v); });
      if (given) add(d, fields[f], values_of(fields[f], values));
    }
    add_derived(d, catalog, records);
  }

  void add_references(std::size_t d, std::size_t catalog, const Indices& records) {
    const auto fields = schema_.catalogs[catalog].fields;
    for (std::size_t f = 0; f < fields.size(); ++f) {
      if (fields[f].kind != Kind::reference) continue;
      const std::vector<double> values = field(catalog, f, records);
      add(d, fields[f], values_of(fields[f], values));
      add_references(d, catalog_index(schema_, fields[f].catalog), indices(values));
    }
  }

  void add_derived(std::size_t d, std::size_t catalog, const Indices& records) {
    const auto derived = schema_.catalogs[catalog].derived;
    if (derived.empty()) return;
    std::vector<std::vector<double>> values(derived.size());
    for (const std::size_t i : records) {
      const std::vector<double> of_record =
          i == kNone ? std::vector<double>(derived.size(), kNotSet) : engine_.derived(catalog, i);
      for (std::size_t p = 0; p < derived.size(); ++p) values[p].push_back(of_record[p]);
    }
    for (std::size_t p = 0; p < derived.size(); ++p) add(d, derived[p], values_of(derived[p], values[p]));
  }

  const SweepSpec& spec_;
  const Schema& schema_;
  const Engine& engine_;
  std::set<std::string, std::less<>> taken_;
  std::vector<Coordinate> out_;
};

}  // namespace

std::vector<Coordinate> coordinates(const SweepSpec& spec, const Schema& schema, const Engine& engine) {
  return Collector(spec, schema, engine).collect();
}

}  // namespace trainsweep
