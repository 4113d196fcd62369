// Case: figures that somebody published, and what the engine predicts for their
// scenario. They are evidence about the model, or, in a case that makes a claim, are
// judged by it. See configs/cases/README.md for the files.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "engine/engine.hpp"
#include "runner/claim.hpp"
#include "runner/sweep_spec.hpp"

namespace trainsweep {

struct StatedFigure {
  std::size_t column;  // index in Schema::columns
  double value;
};

struct Case {
  std::string file;  // the file's name without folder and ending
  std::string id;
  std::string source;
  std::string kind;           // measured or stated
  std::string group;          // the source where none is given
  std::string config_key;     // cases of equal key count once; may be empty
  bool calibration = false;   // it set a number of the model, and so is no evidence for it
  std::vector<StatedFigure> stated;
  std::string stated_status;  // the name of a status; may be empty
  std::optional<Claim> claim; // in place of the two above

  std::vector<double> point;  // in the order of Schema::axes; empty for a claim without a scenario
  // What the case can be grouped by: names of records reached, their texts, choices;
  // after a prediction also the choices among its columns.
  std::vector<std::pair<std::string, std::string>> labels;
  std::vector<double> against;  // of a claim that compares two scenarios: the other one
  Numbers numbers;              // see known_numbers(); those of `against` begin with kAgainst
  // Those of the labels that the statistics are grouped by where nothing else is asked for.
  std::vector<std::string> groupings;
};

// Fills `labels` and `groupings` from the case's point: the names of the records that
// it names or reaches (`system`, `chip`), their texts (`vendor`) and its choices. The
// statistics are grouped by records that others must name, by the texts that those
// must have, and by choices that have a default.
void label_case(Case& asked, const Schema& schema, const Records& records,
                const std::vector<std::vector<RecordTexts>>& texts);

// The numbers of the axes that are set, and of the fields of the records that the point
// names or reaches: of a name that comes twice the nearest.
[[nodiscard]] Numbers known_numbers(const std::vector<double>& point, const Schema& schema, const Records& records);
inline constexpr std::string_view kAgainst = "against_";

// What counts once: cases of equal key, or one case.
[[nodiscard]] std::string sample_key(const Case& asked);

// A rate as the time that it means, its inverse; others as they are.
[[nodiscard]] double as_time(const Column& column, double value);

// A case and the engine's answer to it.
struct Prediction {
  Case asked;
  std::uint8_t status = kNotEvaluated;
  std::vector<double> columns;  // all of Schema::columns; NaN where status is not kOk
  Numbers numbers;              // of a claim: all that its formulas may name beside its inputs
};

// Plans and accounts for the case's points, where it has any.
[[nodiscard]] Prediction predict(const Engine& engine, const Schema& schema, Case asked);

}  // namespace trainsweep
