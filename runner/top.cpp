#include "runner/top.hpp"

#include <fmt/format.h>

#include "runner/best_points.hpp"
#include "runner/exit_status.hpp"
#include "runner/point_fields.hpp"

namespace trainsweep {
namespace {

// What to show where nothing was chosen: where a point is, and what was asked about it.
std::vector<std::string> default_names(const ResultReader& file, const TopOptions& options,
                                       const std::vector<Condition>& conditions) {
  std::vector<std::string> names = axis_names(file);
  names.push_back(options.by);
  for (const Condition& condition : conditions) names.push_back(condition.name);
  return names;
}

std::vector<Field> choose(const ResultReader& file, const TopOptions& options, const std::vector<Condition>& conditions) {
  std::vector<std::string> names = options.per;
  const auto more = options.columns.empty() ? default_names(file, options, conditions) : options.columns;
  names.insert(names.end(), more.begin(), more.end());
  return find_fields(file, names);
}

void note_what_is_missing(const ResultReader& file, const TopOptions& options, const PointGroups& groups,
                          const BestPoints& best, std::ostream& notes) {
  note_half_done(best.seen, "what is best may still change", notes);
  if (best.points.empty()) return note_no_point(file, best.seen, notes);
  std::uint64_t found = 0;
  for (std::size_t i = 0; i < best.points.size(); ++i) {
    found += i == 0 || best.points[i].group != best.points[i - 1].group ? 1 : 0;
  }
  const std::uint64_t all = existing_groups(groups);
  if (found == all) return;
  notes << fmt::format("{} of {} combinations of {} have no such point\n", number_text(static_cast<double>(all - found)),
                       number_text(static_cast<double>(all)), fmt::join(options.per, " and "));
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
  const std::vector<Condition> conditions = parse_conditions(options.where);
  const PointFilter filter(file, conditions);
  const std::vector<Field> fields = choose(file, options, conditions);
  const PointGroups groups = make_groups(file, options.per);
  const std::size_t count = options.count > 0 ? options.count : options.per.empty() ? 10 : 1;
  const Order order = options.descending ? Order::descending : Order::ascending;
  const BestPoints best = best_points(file, filter, groups, {options.by, order, count});

  std::vector<Heading> headings;
  for (const Field& field : fields) headings.push_back(field.heading());
  TableWriter table(out, options.format, std::move(headings));
  for (const BestPoint& point : best.points) {
    const std::vector<std::uint64_t> index = indices_of(file, point.point);
    std::vector<Cell> cells;
    for (const Field& field : fields) cells.push_back(cell_of(file, field, point.point, index));
    table.row(cells);
  }
  table.finish();
  note_what_is_missing(file, options, groups, best, notes);
}

}  // namespace trainsweep
