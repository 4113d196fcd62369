// cases: predicted against published figures, case by case, then the statistics.
#pragma once

#include <ostream>
#include <span>
#include <string>
#include <vector>

#include "runner/case.hpp"
#include "runner/text_table.hpp"

namespace trainsweep {

struct CasesView {
  std::vector<std::string> by{};  // groupings of the statistics; empty: those that the cases bring along
  bool single_cases = true;       // in the text, before the statistics
  Format format = Format::text;
};

// CSV has the figures alone, one a row with all labels; JSON has figures and statistics.
void print_cases(std::span<const Prediction> predictions, const Schema& schema, const CasesView& view, std::ostream& out);

}  // namespace trainsweep
