#include "runner/top.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "engine/engine.hpp"
#include "runner/best_points.hpp"
#include "runner/exit_status.hpp"

namespace trainsweep {
namespace {

// What is shown of a point: a column or a coordinate.
struct Shown {
  const ResultColumn* column = nullptr;
  const ResultCoordinate* coordinate = nullptr;

  [[nodiscard]] Heading heading() const {
    return column != nullptr ? Heading{column->name, column->unit} : Heading{coordinate->name, coordinate->unit};
  }
};

Shown find(const ResultReader& file, const std::string& name) {
  const Shown shown{file.find_column(name), file.find_coordinate(name)};
  if (shown.column == nullptr && shown.coordinate == nullptr) refuse_unknown_name(file, name);
  return shown;
}

// What to show where nothing was chosen: where a point is, and what was asked about it.
std::vector<std::string> default_names(const ResultReader& file, const TopOptions& options,
                                       const std::vector<Condition>& conditions) {
  std::vector<std::string> names;
  for (const ResultDimension& dimension : file.dimensions()) {
    if (dimension.size > 1 && file.find_coordinate(dimension.name) != nullptr) names.push_back(dimension.name);
  }
  names.push_back(options.by);
  for (const Condition& condition : conditions) names.push_back(condition.name);
  return names;
}

std::vector<Shown> choose(const ResultReader& file, const TopOptions& options, const std::vector<Condition>& conditions) {
  std::vector<std::string> names = options.per;
  const auto more = options.columns.empty() ? default_names(file, options, conditions) : options.columns;
  names.insert(names.end(), more.begin(), more.end());
  std::vector<Shown> shown;
  for (auto name = names.begin(); name != names.end(); ++name) {
    if (std::find(names.begin(), name, *name) == name) shown.push_back(find(file, *name));
  }
  return shown;
}

Cell cell_of(const ResultReader& file, const Shown& shown, std::uint64_t point, const std::vector<std::uint64_t>& index) {
  if (shown.column == nullptr) {
    const ResultCoordinate& coordinate = *shown.coordinate;
    const std::size_t i = coordinate.dimension ? index[*coordinate.dimension] : 0;
    return coordinate.is_text() ? Cell(coordinate.texts[i]) : Cell(coordinate.numbers[i]);
  }
  float value = 0;
  file.read_column(*shown.column, point, {&value, 1});
  const auto& choices = shown.column->choices;
  if (choices.empty()) return value;
  const bool known = value >= 0 && value < static_cast<float>(choices.size());
  return known ? Cell(choices[static_cast<std::size_t>(value)]) : Cell();
}

std::string count_text(std::uint64_t count) { return number_text(static_cast<double>(count)); }

void note_what_is_missing(const ResultReader& file, const TopOptions& options, const BestPoints& best, std::ostream& notes) {
  const std::uint64_t seen = std::accumulate(best.seen.begin(), best.seen.end(), std::uint64_t{0});
  if (best.seen[kNotEvaluated] > 0) {
    notes << fmt::format("half done: {} of {} points are evaluated; what is best may still change\n",
                         count_text(seen - best.seen[kNotEvaluated]), count_text(seen));
  }
  std::uint64_t groups = 0;
  for (std::size_t i = 0; i < best.points.size(); ++i) {
    groups += i == 0 || best.points[i].group != best.points[i - 1].group ? 1 : 0;
  }
  if (best.points.empty()) {
    notes << "no point satisfies this";
    std::string separator = seen > 0 ? fmt::format("; of {} points looked at ", count_text(seen)) : "";
    for (std::size_t s = 0; s < best.seen.size(); ++s) {
      if (best.seen[s] == 0) continue;
      notes << separator << count_text(best.seen[s]) << " are "
            << (s < file.status_names().size() ? file.status_names()[s] : fmt::format("status {}", s));
      separator = ", ";
    }
    notes << '\n';
  } else if (groups < best.groups) {
    notes << fmt::format("{} of {} combinations of {} have no such point\n", count_text(best.groups - groups),
                         count_text(best.groups), fmt::join(options.per, " and "));
  }
}

std::string values_text(const ResultCoordinate& coordinate) {
  const std::size_t count = coordinate.is_text() ? coordinate.texts.size() : coordinate.numbers.size();
  const auto text = [&](std::size_t i) {
    return coordinate.is_text() ? coordinate.texts[i] : number_text(coordinate.numbers[i]);
  };
  if (count == 0) return "";
  if (count == 1) return text(0);
  return fmt::format("{} to {}, {} values", text(0), text(count - 1), count);
}

void print_names(const ResultReader& file, Format format, std::ostream& out) {
  TableWriter table(out, format, {{"name"}, {"is"}, {"unit"}, {"values"}, {"description"}});
  for (const ResultCoordinate& coordinate : file.coordinates()) {
    const bool is_axis = coordinate.dimension && file.dimensions()[*coordinate.dimension].name == coordinate.name;
    const std::string kind = is_axis                  ? "axis"
                             : !coordinate.dimension ? "fixed"
                                                     : "along " + file.dimensions()[*coordinate.dimension].name;
    table.row({coordinate.name, kind, coordinate.unit, values_text(coordinate), coordinate.doc});
  }
  for (const ResultColumn& column : file.columns()) {
    table.row({column.name, "column", column.unit, fmt::format("{}", fmt::join(column.choices, ", ")), column.doc});
  }
  table.finish();
}

}  // namespace

void print_top(const TopOptions& options, std::ostream& out, std::ostream& notes) {
  const ResultReader file(options.file);
  if (options.names) return print_names(file, options.format, out);
  if (options.by.empty()) {
    throw UserError(fmt::format("--by is missing: the column to order by\n  = help: `trainsweep top {} --names` lists what it has",
                                options.file));
  }
  std::vector<Condition> conditions;
  for (const std::string& text : options.where) conditions.push_back(parse_condition(text));
  const PointFilter filter(file, conditions);
  const std::vector<Shown> shown = choose(file, options, conditions);
  const std::size_t count = options.count > 0 ? options.count : options.per.empty() ? 10 : 1;
  const Order order = options.descending ? Order::descending : Order::ascending;
  const BestPoints best = best_points(file, filter, {options.by, order, options.per, count});

  std::vector<Heading> headings;
  for (const Shown& one : shown) headings.push_back(one.heading());
  TableWriter table(out, options.format, std::move(headings));
  for (const BestPoint& point : best.points) {
    const std::vector<std::uint64_t> index = indices_of(file, point.point);
    std::vector<Cell> cells;
    for (const Shown& one : shown) cells.push_back(cell_of(file, one, point.point, index));
    table.row(cells);
  }
  table.finish();
  note_what_is_missing(file, options, best, notes);
}

}  // namespace trainsweep
