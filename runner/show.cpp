#include "runner/show.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "engine/engine.hpp"
#include "runner/best_points.hpp"
#include "runner/cell_grid.hpp"
#include "runner/exit_status.hpp"
#include "runner/point_fields.hpp"

namespace trainsweep {
namespace {

constexpr std::uint64_t kMostCells = 10'000;
constexpr const char* kConditions = "--where does not hold";

void check_options(const ShowOptions& options, const ResultReader& file) {
  if (!options.by.empty() && !options.down.empty() && !options.across.empty()) return;
  throw UserError(fmt::format("show needs --by, the column whose least decides on a cell's point, and two axes: --down and --across\n"
                              "  = help: the axes are {}; `trainsweep top {} --names` lists all that it has",
                              fmt::join(axis_names(file), ", "), options.file));
}

// seen[group][status]: points that the conditions on coordinates let through.
std::vector<StatusCounts> count_statuses(const ResultReader& file, const PointFilter& filter, const PointGroups& groups) {
  std::vector<StatusCounts> seen(groups.count);
  PointScan scan(file, filter, &groups);
  while (scan.next()) {
    for (const ScannedPoint& point : scan.considered()) {
      StatusCounts& counts = seen[point.group];
      if (counts.empty()) counts.resize(kStatusValues);
      ++counts[scan.statuses()[point.at]];
    }
  }
  return seen;
}

// Why none of a cell's points counts; empty where it has no points.
std::string reason_of(const ResultReader& file, const StatusCounts& seen) {
  if (seen.empty()) return "";
  if (seen[kOk] > 0) return kConditions;
  return status_text(file, static_cast<std::size_t>(std::max_element(seen.begin(), seen.end()) - seen.begin()));
}

// Rows (or columns) of the grid that have points at all.
std::vector<std::size_t> used(const std::vector<StatusCounts>& seen, std::size_t count, std::size_t other, std::size_t step,
                              std::size_t other_step) {
  std::vector<std::size_t> out;
  for (std::size_t i = 0; i < count; ++i) {
    bool any = false;
    for (std::size_t j = 0; j < other; ++j) any = any || !seen[i * step + j * other_step].empty();
    if (any) out.push_back(i);
  }
  return out;
}

CellGrid make_grid(const ResultReader& file, const ShowOptions& options, const PointGroups& groups, const Field& field,
                   const BestPoints& best, const std::vector<StatusCounts>& seen) {
  const std::size_t rows = groups.labels[0].size(), columns = groups.labels[1].size();
  std::vector<Cell> values(seen.size());
  for (const BestPoint& point : best.points) values[point.group] = cell_of(file, field, point.point, indices_of(file, point.point));
  CellGrid grid{.down = options.down, .across = options.across, .down_labels = {}, .across_labels = {}, .cells = {}, .reasons = {}};
  grid.unit = field.has_words() ? "" : field.heading().unit;
  const auto used_columns = used(seen, columns, rows, 1, columns);
  for (const std::size_t c : used_columns) grid.across_labels.push_back(groups.labels[1][c]);
  for (const std::size_t r : used(seen, rows, columns, columns, 1)) {
    grid.down_labels.push_back(groups.labels[0][r]);
    for (const std::size_t c : used_columns) {
      const Cell& value = values[r * columns + c];
      grid.reasons.push_back(std::holds_alternative<std::monostate>(value) ? reason_of(file, seen[r * columns + c]) : "");
      grid.cells.push_back(value);
    }
  }
  return grid;
}

std::string title(const ShowOptions& options, const Field& field) {
  const Heading heading = field.heading();
  const std::string unit = heading.unit.empty() || heading.unit == "1" ? "" : fmt::format(" ({})", heading.unit);
  const std::string best = fmt::format("the {} {}", options.descending ? "highest" : "lowest", options.by);
  const std::string shown = heading.name == options.by ? best + unit : fmt::format("{}{} at {}", heading.name, unit, best);
  const std::string where = options.where.empty() ? "" : fmt::format(" where {}", fmt::join(options.where, " and "));
  return fmt::format("{} of each {} and {}{}\n\n", shown, options.down, options.across, where);
}

}  // namespace

void print_show(const ShowOptions& options, std::ostream& out, std::ostream& notes) {
  const ResultReader file(options.file);
  check_options(options, file);
  const PointFilter filter(file, parse_conditions(options.where));
  const Field field = find_fields(file, {options.cell.empty() ? options.by : options.cell}).front();
  const PointGroups groups = make_groups(file, {options.down, options.across});
  if (groups.count > kMostCells) {
    throw UserError(fmt::format("{} and {} make {} cells, and a table takes at most {}\n  = help: `trainsweep export` writes tables of any size",
                                options.down, options.across, groups.count, kMostCells));
  }
  const Order order = options.descending ? Order::descending : Order::ascending;
  const BestPoints best = best_points(file, filter, groups, {options.by, order, 1});
  const std::vector<StatusCounts> seen = count_statuses(file, filter, groups);
  const CellGrid grid = make_grid(file, options, groups, field, best, seen);
  if (grid.cells.empty()) note_no_point(file, best.seen, notes);
  if (!grid.cells.empty() && options.format == Format::text) out << title(options, field);
  if (!grid.cells.empty() && options.heat) {
    print_heat_map(grid, out);
  } else if (!grid.cells.empty() || options.format != Format::text) {
    print_table(grid, options.format, out);
  }
  note_half_done(best.seen, "what is best may still change", notes);
}

}  // namespace trainsweep
