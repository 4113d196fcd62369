#include "runner/point_fields.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>

#include "engine/engine.hpp"

namespace trainsweep {
namespace {

std::uint64_t sum(const StatusCounts& seen) { return std::accumulate(seen.begin(), seen.end(), std::uint64_t{0}); }

std::string count_text(std::uint64_t count) { return number_text(static_cast<double>(count)); }

}  // namespace

Heading Field::heading() const {
  return column != nullptr ? Heading{column->name, column->unit} : Heading{coordinate->name, coordinate->unit};
}

bool Field::has_words() const { return column != nullptr ? !column->choices.empty() : coordinate->is_text(); }

std::vector<Field> find_fields(const ResultReader& file, const std::vector<std::string>& names) {
  std::vector<Field> fields;
  for (auto name = names.begin(); name != names.end(); ++name) {
    if (std::find(names.begin(), name, *name) != name) continue;
    const Field field{file.find_column(*name), file.find_coordinate(*name)};
    if (field.column == nullptr && field.coordinate == nullptr) refuse_unknown_name(file, *name);
    fields.push_back(field);
  }
  return fields;
}

std::vector<std::string> axis_names(const ResultReader& file) {
  std::vector<std::string> names;
  for (const ResultDimension& dimension : file.dimensions()) {
    if (dimension.size > 1 && file.find_coordinate(dimension.name) != nullptr) names.push_back(dimension.name);
  }
  return names;
}

Cell cell_of(const ResultReader& file, const Field& field, std::uint64_t point, const std::vector<std::uint64_t>& index) {
  if (field.column == nullptr) {
    return value_at(*field.coordinate, field.coordinate->dimension ? index[*field.coordinate->dimension] : 0);
  }
  float value = 0;
  file.read_column(*field.column, point, {&value, 1});
  return field.has_words() ? word_of(*field.column, value) : Cell(value);
}

Cell word_of(const ResultColumn& column, float code) {
  const bool known = code >= 0 && code < static_cast<float>(column.choices.size());
  return known ? Cell(column.choices[static_cast<std::size_t>(code)]) : Cell();
}

std::string status_text(const ResultReader& file, std::size_t status) {
  return status < file.status_names().size() ? file.status_names()[status] : fmt::format("status {}", status);
}

void note_half_done(const StatusCounts& seen, std::string_view consequence, std::ostream& notes) {
  if (seen[kNotEvaluated] == 0) return;
  notes << fmt::format("half done: {} of {} points are evaluated; {}\n", count_text(sum(seen) - seen[kNotEvaluated]),
                       count_text(sum(seen)), consequence);
}

void note_no_point(const ResultReader& file, const StatusCounts& seen, std::ostream& notes) {
  notes << "no point satisfies this";
  std::string separator = sum(seen) > 0 ? fmt::format("; of {} points looked at ", count_text(sum(seen))) : "";
  for (std::size_t s = 0; s < seen.size(); ++s) {
    if (seen[s] == 0) continue;
    notes << separator << count_text(seen[s]) << " are " << status_text(file, s);
    separator = ", ";
  }
  notes << '\n';
}

}  // namespace trainsweep
