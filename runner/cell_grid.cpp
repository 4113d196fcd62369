#include "runner/cell_grid.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

namespace trainsweep {
namespace {

constexpr std::array kMarks{"-", "=", "x", "o", "+", "~", "^", "*", "#", "%"};
constexpr std::array kShades{"░░", "▒▒", "▓▓", "██"};

// Items in order of appearance, each with a sign of its own.
struct Legend {
  std::vector<std::string> items, signs;

  [[nodiscard]] bool has(const std::string& item) const { return std::find(items.begin(), items.end(), item) != items.end(); }
  [[nodiscard]] const std::string& sign(const std::string& item) const {
    return signs[static_cast<std::size_t>(std::find(items.begin(), items.end(), item) - items.begin())];
  }
  void print(std::ostream& out) const {
    for (std::size_t i = 0; i < items.size(); ++i) out << fmt::format("{}  {}\n", signs[i], items[i]);
  }
};

Legend marks_of(const CellGrid& grid) {
  Legend marks;
  for (const std::string& reason : grid.reasons) {
    if (reason.empty() || marks.has(reason)) continue;
    marks.signs.emplace_back(kMarks[std::min(marks.items.size(), kMarks.size() - 1)]);
    marks.items.push_back(reason);
  }
  return marks;
}

// The first letter of a word that none before it has; a digit where all are taken.
Legend letters_of(const CellGrid& grid) {
  Legend letters;
  std::string taken;
  for (const Cell& cell : grid.cells) {
    const auto* word = std::get_if<std::string>(&cell);
    if (word == nullptr || letters.has(*word)) continue;
    std::string wanted = *word + "0123456789?";
    std::erase_if(wanted, [](unsigned char c) { return std::isalnum(c) == 0 && c != '?'; });
    const std::size_t free = std::min(wanted.find_first_not_of(taken), wanted.size() - 1);
    taken += wanted[free];
    letters.signs.emplace_back(1, wanted[free]);
    letters.items.push_back(*word);
  }
  return letters;
}

double number_of(const Cell& cell) {
  if (const auto* number = std::get_if<double>(&cell)) return *number;
  if (const auto* number = std::get_if<float>(&cell)) return *number;
  return std::numeric_limits<double>::quiet_NaN();
}

// Cuts the span of numbers into one step a shade.
struct Steps {
  double least = 0, most = 0;
  bool by_ratio = false, any = false;

  explicit Steps(const CellGrid& grid) {
    std::vector<double> numbers;
    for (const Cell& cell : grid.cells) {
      if (std::isfinite(number_of(cell))) numbers.push_back(number_of(cell));
    }
    any = !numbers.empty();
    if (!any) return;
    const auto [low, high] = std::minmax_element(numbers.begin(), numbers.end());
    least = *low;
    most = *high;
    by_ratio = least > 0;
  }
  // Where step i begins.
  [[nodiscard]] double edge(std::size_t i) const {
    const double share = static_cast<double>(i) / static_cast<double>(kShades.size());
    return by_ratio ? least * std::pow(most / least, share) : least + (most - least) * share;
  }
  [[nodiscard]] const char* shade(double number) const {
    std::size_t i = kShades.size() - 1;
    while (i > 0 && number < edge(i)) --i;
    return kShades[i];
  }
  void print(const std::string& unit, std::ostream& out) const {
    const std::string suffix = unit.empty() || unit == "1" ? "" : " " + unit;
    for (std::size_t i = 0; i < kShades.size(); ++i) {
      out << fmt::format("{}  {} to {}{}\n", kShades[i], number_text(edge(i)), number_text(edge(i + 1)), suffix);
    }
  }
};

// A label as a key of CSV and JSON: no thousands separators.
std::string plain_text(const Cell& label) {
  const auto* word = std::get_if<std::string>(&label);
  return word != nullptr ? *word : fmt::format("{}", number_of(label));
}

}  // namespace

void print_table(const CellGrid& grid, Format format, std::ostream& out) {
  const Legend marks = marks_of(grid);
  std::vector<Heading> headings{{grid.down}};
  for (const Cell& label : grid.across_labels) {
    headings.push_back(format == Format::text ? Heading{cell_text(label)} : Heading{plain_text(label), grid.unit});
  }
  TableWriter table(out, format, std::move(headings));
  for (std::size_t row = 0; row < grid.down_labels.size(); ++row) {
    std::vector<Cell> cells{grid.down_labels[row]};
    for (std::size_t column = 0; column < grid.across_labels.size(); ++column) {
      const std::string& reason = grid.reasons[row * grid.across_labels.size() + column];
      const Cell& cell = grid.cell(row, column);
      const bool has_value = !std::holds_alternative<std::monostate>(cell);
      cells.push_back(has_value || format != Format::text ? cell : Cell(reason.empty() ? "" : marks.sign(reason)));
    }
    table.row(cells);
  }
  table.finish();
  if (format != Format::text || marks.items.empty()) return;
  out << '\n';
  marks.print(out);
}

void print_heat_map(const CellGrid& grid, std::ostream& out) {
  const Legend marks = marks_of(grid), letters = letters_of(grid);
  const Steps steps(grid);
  std::vector<std::vector<std::string>> rows;
  for (std::size_t row = 0; row < grid.down_labels.size(); ++row) {
    std::string line;
    for (std::size_t column = 0; column < grid.across_labels.size(); ++column) {
      const std::string& reason = grid.reasons[row * grid.across_labels.size() + column];
      const Cell& cell = grid.cell(row, column);
      const auto* word = std::get_if<std::string>(&cell);
      if (word != nullptr) {
        line += letters.sign(*word) + " ";
      } else if (std::isnan(number_of(cell))) {
        line += reason.empty() ? "  " : marks.sign(reason) + " ";
      } else {
        line += steps.shade(number_of(cell));
      }
    }
    rows.push_back({cell_text(grid.down_labels[row]), line});
  }
  rows.push_back({"", fmt::format("{}: {} to {}, {} values", grid.across, cell_text(grid.across_labels.front()),
                                  cell_text(grid.across_labels.back()), grid.across_labels.size())});
  out << aligned(rows, {}) << '\n';
  if (steps.any) steps.print(grid.unit, out);
  letters.print(out);
  marks.print(out);
}

}  // namespace trainsweep
