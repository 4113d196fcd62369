#include "runner/catalog_listing.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "runner/exit_status.hpp"
#include "runner/property_value.hpp"
#include "runner/record_selection.hpp"
#include "runner/suggest.hpp"
#include "runner/utf8.hpp"

namespace trainsweep {
namespace {

constexpr std::size_t kWidestText = 36;  // of a cell in a listing for people

Cell cell_of(const Property& field, double number, const std::string& text, Format format) {
  if (!text.empty()) return text;
  if (std::isnan(number)) return std::monostate{};
  const bool is_number = field.kind == Kind::number || field.kind == Kind::integer;
  if (is_number && format != Format::text) return number;
  if (is_number) return exact_text(number);
  if (field.kind == Kind::flag) return number != 0 ? "true" : "false";
  return std::string(field.choices[static_cast<std::size_t>(number)]);
}

std::string shortened(std::string text) {
  if (utf8_width(text) <= kWidestText) return text;
  std::size_t end = 0;
  for (std::size_t i = 0; i + 3 < kWidestText; ++i)
    end += std::max<std::size_t>(utf8_length(std::string_view(text).substr(end)), 1);
  return text.substr(0, end) + "...";
}

std::size_t find_kind(const Schema& schema, const std::string& kind) {
  std::vector<std::string_view> known;
  for (std::size_t i = 0; i < schema.catalogs.size(); ++i) {
    if (schema.catalogs[i].name == kind || schema.catalogs[i].singular == kind) return i;
    known.push_back(schema.catalogs[i].name);
  }
  throw UserError(fmt::format("the catalogue has no {}: {}", ticked(kind), suggestion(kind, known)));
}

const KnownRecord& find_record(const CatalogView& view, std::size_t kind, const std::string& name) {
  if (const KnownRecord* record = view.store.find(kind, name)) return *record;
  const Catalog& catalog = view.schema.catalogs[kind];
  throw UserError(fmt::format(
      "unknown {} {}: {}", catalog.singular, ticked(name),
      suggestion(name, view.store.names(kind), fmt::format("`trainsweep catalog {}` lists them", catalog.name))));
}

// What the engine derives from each of these records, in their order.
std::vector<std::vector<double>> derived_of(const CatalogView& view, std::size_t kind,
                                            const std::vector<std::string_view>& names) {
  std::vector<std::vector<double>> derived(names.size());
  if (view.schema.catalogs[kind].derived.empty()) return derived;
  RecordSelection used(view.schema, view.store);
  for (const std::string_view name : names) used.use(kind, name);
  const auto engine = view.make_engine(used.records());
  for (std::size_t i = 0; i < names.size(); ++i) derived[i] = engine->derived(kind, used.use(kind, names[i]));
  return derived;
}

void list_kinds(const CatalogView& view, Format format, std::ostream& out) {
  TableWriter table(out, format, {{"kind"}, {"records"}});
  for (std::size_t kind = 0; kind < view.schema.catalogs.size(); ++kind) {
    table.row({std::string(view.schema.catalogs[kind].name), static_cast<double>(view.store.kinds[kind].size())});
  }
  table.finish();
}

void list_records(const CatalogView& view, std::size_t kind, Format format, std::ostream& out) {
  const Catalog& catalog = view.schema.catalogs[kind];
  std::vector<Heading> headings{{"name"}};
  const auto is_shown = [&](const Property& field) { return format != Format::text || field.required; };
  for (const Property& field : catalog.fields) {
    if (is_shown(field)) headings.push_back({std::string(field.name), std::string(field.unit)});
  }
  for (const Property& field : catalog.derived) headings.push_back({std::string(field.name), std::string(field.unit)});
  TableWriter table(out, format, headings);
  const auto names = view.store.names(kind);
  const auto derived = derived_of(view, kind, names);
  for (std::size_t i = 0; i < names.size(); ++i) {
    const KnownRecord& record = *view.store.find(kind, names[i]);
    std::vector<Cell> cells{record.name};
    for (std::size_t f = 0; f < catalog.fields.size(); ++f) {
      const FieldValue& value = record.fields[f];
      if (!is_shown(catalog.fields[f])) continue;
      const bool is_number = value.text.empty() && !std::isnan(value.number) && catalog.fields[f].choices.empty() &&
                             catalog.fields[f].kind != Kind::flag;
      const std::string text = format == Format::text ? shortened(value.text) : value.text;
      cells.push_back(is_number ? Cell(value.number) : cell_of(catalog.fields[f], value.number, text, format));
    }
    for (const double number : derived[i]) cells.push_back(number);
    table.row(cells);
  }
  table.finish();
}

void show_record(const CatalogView& view, std::size_t kind, const KnownRecord& record, Format format,
                 std::ostream& out) {
  const Catalog& catalog = view.schema.catalogs[kind];
  if (format == Format::text)
    out << fmt::format("{} {}, from {}\n\n", catalog.singular, record.name, place_text(record.at));
  std::vector<Heading> headings{{"field"}, {"value"}, {"unit"}, {"basis"}, {"source"}};
  if (format != Format::text) headings.push_back({"meaning"});
  TableWriter table(out, format, headings);
  const auto add = [&](const Property& field, const Cell& value, const std::string& basis, const std::string& source) {
    std::vector<Cell> cells{std::string(field.name), value, std::string(field.unit == "1" ? "" : field.unit), basis,
                            source};
    if (format != Format::text) cells.push_back(std::string(field.doc));
    table.row(cells);
  };
  for (std::size_t f = 0; f < catalog.fields.size(); ++f) {
    const FieldValue& value = record.fields[f];
    const bool is_name = catalog.fields[f].kind == Kind::text || catalog.fields[f].kind == Kind::reference;
    add(catalog.fields[f], cell_of(catalog.fields[f], value.number, value.text, format), is_name ? "" : value.basis,
        is_name ? "" : value.source);
  }
  const auto derived = derived_of(view, kind, {record.name});
  for (std::size_t d = 0; d < derived[0].size(); ++d) {
    add(catalog.derived[d], cell_of(catalog.derived[d], derived[0][d], "", format), "derived",
        std::string(catalog.derived[d].doc));
  }
  table.finish();
}

}  // namespace

void print_catalog(const CatalogView& view, const std::string& kind, const std::string& name, Format format,
                   std::ostream& out) {
  if (kind.empty()) return list_kinds(view, format, out);
  const std::size_t index = find_kind(view.schema, kind);
  if (name.empty()) return list_records(view, index, format, out);
  show_record(view, index, find_record(view, index, name), format, out);
}

}  // namespace trainsweep
