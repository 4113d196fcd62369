// Blocks of rows of a table whose columns are numbers or words from a list.
#pragma once

#include <cstdint>
#include <string>
#include <variant>
#include <vector>

namespace trainsweep {

// What a column can hold: numbers of its own in every row, or one of a list of values.
struct TableColumn {
  std::string name, unit;
  // Empty: numbers of its own.
  std::variant<std::monostate, std::vector<std::string>, std::vector<double>> values{};

  [[nodiscard]] bool has_list() const { return values.index() != 0; }
};

// The cells of one column in a block: numbers, or places in the list.
struct BlockCells {
  std::vector<float> numbers;
  std::vector<std::uint32_t> places;
};

struct RowBlock {
  std::size_t rows = 0;
  std::vector<BlockCells> columns;
};

}  // namespace trainsweep
