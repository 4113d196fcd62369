// CellGrid: cells over two axes, as `trainsweep show` prints them.
#pragma once

#include <cstdint>
#include <ostream>
#include <string>
#include <vector>

#include "runner/text_table.hpp"

namespace trainsweep {

struct CellGrid {
  std::string down, across;               // names of the axes
  std::vector<Cell> down_labels, across_labels;
  std::vector<Cell> cells;                // row by row; no value: see `reasons`
  std::vector<std::string> reasons;       // why a cell has none; empty where it has one, or nothing was asked
  std::string unit{};                     // of the cells

  [[nodiscard]] const Cell& cell(std::size_t row, std::size_t column) const { return cells[row * across_labels.size() + column]; }
};

// As a table: text with marks for reasons and their legend, CSV or JSON without.
void print_table(const CellGrid& grid, Format format, std::ostream& out);

// As a map of two characters a cell: shades for numbers, darker for more, in steps of equal
// ratio where all are positive and of equal width else; letters for words.
void print_heat_map(const CellGrid& grid, std::ostream& out);

}  // namespace trainsweep
