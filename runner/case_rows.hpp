// The figures of cases as rows of tables: one a stated figure, one a stated status,
// one a claim without figures.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "runner/case.hpp"
#include "runner/text_table.hpp"

namespace trainsweep {

struct CaseRow {
  const Prediction* of = nullptr;
  std::string figure, unit;              // empty for a claim without figures
  Cell predicted, stated, error;         // no value where there is none
  std::optional<Judgement> judgement{};  // of a claim
};

[[nodiscard]] std::vector<CaseRow> case_rows(std::span<const Prediction> predictions, const Schema& schema);

// The name of the status that a prediction ended with; empty where nothing was evaluated.
[[nodiscard]] std::string status_name(const Prediction& prediction, const Schema& schema);

}  // namespace trainsweep
