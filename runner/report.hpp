// Reports: ReportTables as text for a terminal, or as JSON.
//
//   The money
//                      value  unit
//     rent         1,234,567  USD
//     storage          1,234  USD
//     the method is renting, on demand
#pragma once

#include <ostream>
#include <span>

#include "engine/engine.hpp"
#include "runner/text_table.hpp"

namespace trainsweep {

// Columns whose cells are all numbers stand to the right; notes are wrapped at 100
// characters. CSV, which has no place for several tables, is written as JSON.
void print_report(std::span<const ReportTable> tables, Format format, std::ostream& out);

// `text` in lines of at most `width` characters (longer only where one word is),
// each indented.
[[nodiscard]] std::string wrapped(std::string_view text, std::size_t width, std::string_view indent);

}  // namespace trainsweep
