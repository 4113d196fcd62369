// Tables, written for a person, for a spreadsheet or for a program: the one place
// where output is laid out.
//
//   TableWriter table(std::cout, Format::text, {{"offer"}, {"train_days", "d"}});
//   table.row({Cell("aws-trn2"), Cell(27.53)});
//   table.finish();
// writes
//   offer     train_days
//                      d
//   --------  ----------
//   aws-trn2       27.53
//
// Text is aligned, so its rows are kept until finish(); CSV (RFC 4180, units in
// the header as `train_days [d]`) and JSON (an array with one object a row) are
// written row by row and may be of any length.
#pragma once

#include <ostream>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "runner/json.hpp"

namespace trainsweep {

enum class Format : std::uint8_t { text, csv, json };

// monostate: no value. A float is written with the digits that a float has.
using Cell = std::variant<std::monostate, double, float, std::string>;

struct Heading {
  std::string name;
  std::string unit{};  // empty or "1": none is shown
};

// A number for people: whole numbers in full with thousands separators, others
// with up to 4 significant digits: 27.53, 0.8, 0.0431, 1,234,568, 4.2e+24.
[[nodiscard]] std::string number_text(double number);
// The same for any cell; "-" where it has no value.
[[nodiscard]] std::string cell_text(const Cell& cell);
[[nodiscard]] std::string csv_cell(const Cell& cell);
// An object on one line: the headings' names are its keys.
void write_json_row(Json& json, const std::vector<Heading>& headings, const std::vector<Cell>& cells);

class TableWriter {
 public:
  TableWriter(std::ostream& out, Format format, std::vector<Heading> headings);

  // Requires cells.size() == the number of headings.
  void row(const std::vector<Cell>& cells);
  // Must be called once, after the last row.
  void finish();

 private:
  std::ostream& out_;
  Format format_;
  std::vector<Heading> headings_;
  std::vector<std::vector<Cell>> kept_;  // text only
  Json json_;
};

// Where a column of text stands in its cells.
enum class Align : std::uint8_t { left, right };

// Rows as lines of text, columns two spaces apart, without blanks at the end.
// Rows may be shorter than `align`; columns beyond it are left-aligned.
[[nodiscard]] std::string aligned(const std::vector<std::vector<std::string>>& rows, const std::vector<Align>& align,
                                  std::string_view indent = "");

}  // namespace trainsweep
