#include "runner/case_rows.hpp"

#include <fmt/format.h>

namespace trainsweep {
namespace {

void add_measured(const Prediction& prediction, const Schema& schema, std::vector<CaseRow>& rows) {
  for (const StatedFigure& figure : prediction.asked.stated) {
    const Column& column = schema.columns[figure.column];
    const double predicted = prediction.columns[figure.column];
    CaseRow row{&prediction, std::string(column.name), std::string(column.unit), {}, figure.value, {}};
    if (prediction.status == kOk) {
      row.predicted = predicted;
      row.error = predicted / figure.value - 1;
    }
    rows.push_back(std::move(row));
  }
  if (!prediction.asked.stated_status.empty()) {
    rows.push_back({&prediction, "status", "", status_name(prediction, schema), prediction.asked.stated_status, {}});
  }
}

Cell stated_cell(const ClaimedFigure& figure) {
  if (figure.least == figure.most) return figure.least;
  return fmt::format("{} to {}", number_text(figure.least), number_text(figure.most));
}

void add_claim(const Prediction& prediction, const Schema& schema, std::vector<CaseRow>& rows) {
  for (Judgement& judgement : judge(*prediction.asked.claim, prediction.numbers)) {
    CaseRow row{&prediction, "", "", {}, {}, {}, std::move(judgement)};
    if (const ClaimedFigure* figure = row.judgement->figure; figure != nullptr) {
      row.figure = figure->name;
      row.stated = stated_cell(*figure);
      if (row.judgement->verdict != Verdict::not_checkable) {
        row.predicted = row.judgement->computed;
        row.error = row.judgement->ratio - 1;
      } else if (prediction.status != kNotEvaluated) {
        row.predicted = status_name(prediction, schema);
      }
    }
    rows.push_back(std::move(row));
  }
}

}  // namespace

std::vector<CaseRow> case_rows(std::span<const Prediction> predictions, const Schema& schema) {
  std::vector<CaseRow> rows;
  for (const Prediction& prediction : predictions) {
    if (prediction.asked.claim) {
      add_claim(prediction, schema, rows);
    } else {
      add_measured(prediction, schema, rows);
    }
  }
  return rows;
}

std::string status_name(const Prediction& prediction, const Schema& schema) {
  return prediction.asked.point.empty() ? "" : std::string(schema.statuses[prediction.status].name);
}

}  // namespace trainsweep
