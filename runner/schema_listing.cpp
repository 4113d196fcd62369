#include "runner/schema_listing.hpp"

#include <fmt/format.h>

#include <cmath>

namespace trainsweep {
namespace {

std::string_view stage_text(Stage stage) {
  switch (stage) {
    case Stage::plan: return "plan";
    case Stage::both: return "both";
    case Stage::account: return "account";
  }
  return "";
}

std::string bound_text(double bound) { return std::isinf(bound) ? "" : number_text(bound); }

// "a name of models", "bf16, fp8 or fp4", "1 to 1e+09", "true or false".
std::string values_text(const Property& property) {
  switch (property.kind) {
    case Kind::reference: return fmt::format("a name of {}", property.catalog);
    case Kind::choice: return fmt::format("{}", fmt::join(property.choices, ", "));
    case Kind::flag: return "true or false";
    case Kind::text: return "text";
    case Kind::number:
    case Kind::integer: break;
  }
  const std::string most = bound_text(property.most);
  return fmt::format("{}{} {}", property.kind == Kind::integer ? "whole, " : "", bound_text(property.least),
                     most.empty() ? "or more" : "to " + most);
}

std::string fallback_text(const Property& property) {
  if (property.required) return "required";
  if (std::isnan(property.fallback)) return "unset";
  const auto index = static_cast<std::size_t>(property.fallback);
  if (property.kind == Kind::choice) return std::string(property.choices[index]);
  if (property.kind == Kind::flag) return index == 1 ? "true" : "false";
  return number_text(property.fallback);
}

std::vector<std::string> axis_cells(const Axis& axis) {
  return {std::string(axis.name), std::string(axis.unit), values_text(axis), fallback_text(axis),
          std::string(stage_text(axis.stage)), std::string(axis.doc)};
}

std::vector<std::string> column_cells(const Column& column) {
  return {std::string(column.name), std::string(column.unit), fmt::format("{}", fmt::join(column.choices, ", ")),
          std::string(column.doc)};
}

std::vector<std::string> field_cells(const Property& field) {
  return {std::string(field.name), std::string(field.unit), values_text(field), fallback_text(field), std::string(field.doc)};
}

const std::vector<std::string> kAxisHeadings{"axis", "unit", "values", "default", "stage", "description"};
const std::vector<std::string> kColumnHeadings{"column", "unit", "words", "description"};
const std::vector<std::string> kFieldHeadings{"field", "unit", "values", "default", "description"};

template <class Rows, class Cells>
void print_table(const std::vector<std::string>& headings, const Rows& rows, Cells cells, Format format, std::ostream& out) {
  std::vector<Heading> heading;
  for (const std::string& name : headings) heading.push_back({name});
  TableWriter table(out, format, heading);
  for (const auto& row : rows) {
    std::vector<Cell> texts;
    for (const std::string& text : cells(row)) texts.emplace_back(text);
    table.row(texts);
  }
  table.finish();
}

void print_markdown_row(const std::vector<std::string>& cells, std::ostream& out) {
  out << fmt::format("| {} |\n", fmt::join(cells, " | "));
}

template <class Rows, class Cells>
void print_markdown(std::string_view title, const std::vector<std::string>& headings, const Rows& rows, Cells cells,
                    std::ostream& out) {
  out << "\n## " << title << "\n\n";
  print_markdown_row(headings, out);
  print_markdown_row(std::vector<std::string>(headings.size(), "---"), out);
  for (const auto& row : rows) {
    std::vector<std::string> texts = cells(row);
    texts.front() = "`" + texts.front() + "`";
    print_markdown_row(texts, out);
  }
}

void print_reference(const Schema& schema, std::ostream& out) {
  out << "# Reference\n\nWritten by `trainsweep catalog reference`; a test keeps it up to date.\n\n"
         "Axes of the stage `plan` cost a search for each value; those of `account` cost next to nothing.\n";
  print_markdown("Axes: what [grid], [fixed] and [[zip]] can set", kAxisHeadings, schema.axes, axis_cells, out);
  print_markdown("Columns: what a result holds", kColumnHeadings, schema.columns, column_cells, out);
  const auto status_cells = [](const Status& status) {
    return std::vector<std::string>{std::string(status.name), fmt::format("{}", status.value), std::string(status.doc)};
  };
  print_markdown("Status: why a point has no values", {"status", "code", "description"}, schema.statuses, status_cells, out);
  for (const Catalog& catalog : schema.catalogs) {
    print_markdown(fmt::format("Fields of a record of {0}: [catalog.{0}.NAME]", catalog.name), kFieldHeadings, catalog.fields,
                   field_cells, out);
  }
}

}  // namespace

bool print_schema(const Schema& schema, std::string_view what, Format format, std::ostream& out) {
  if (what == "axes") {
    print_table(kAxisHeadings, schema.axes, axis_cells, format, out);
  } else if (what == "columns") {
    print_table(kColumnHeadings, schema.columns, column_cells, format, out);
  } else if (what == "reference") {
    print_reference(schema, out);
  } else {
    return false;
  }
  return true;
}

}  // namespace trainsweep
