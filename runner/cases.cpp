#include "runner/cases.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <sstream>

#include "runner/case_choices.hpp"
#include "runner/case_rows.hpp"
#include "runner/case_statistics.hpp"
#include "runner/claims.hpp"
#include "runner/diagnostics.hpp"
#include "runner/exit_status.hpp"
#include "runner/statistics.hpp"
#include "runner/suggest.hpp"

namespace trainsweep {
namespace {

// What every case has for grouping, before what its scenario brings along.
constexpr std::array<std::string_view, 4> kOwnLabels{"group", "file", "kind", "source"};

constexpr double kNoError = 1e-9;  // of a rival who fitted one case to itself

std::string percent(double share) { return std::isnan(share) ? "-" : fmt::format("{:+.1f} %", 100 * share); }
std::string percent_size(double share) { return std::isnan(share) ? "-" : fmt::format("{:.1f} %", 100 * share); }

// Names of all labels, in order of appearance.
std::vector<std::string> all_labels(std::span<const Prediction> predictions) {
  std::vector<std::string> names;
  for (const Prediction& prediction : predictions) {
    for (const auto& [name, value] : prediction.asked.labels) {
      if (std::find(names.begin(), names.end(), name) == names.end()) names.push_back(name);
    }
  }
  return names;
}

std::vector<std::string> default_groupings(std::span<const Prediction> predictions) {
  std::vector<std::string> names{"group"};
  for (const Prediction& prediction : predictions) {
    if (prediction.asked.claim) continue;  // no part of the statistics
    for (const std::string& name : prediction.asked.groupings) {
      if (std::find(names.begin(), names.end(), name) == names.end()) names.push_back(name);
    }
  }
  return names;
}

void refuse_unknown_groupings(const std::vector<std::string>& by, std::span<const Prediction> predictions) {
  const std::vector<std::string> labels = all_labels(predictions);
  std::vector<std::string_view> known(kOwnLabels.begin(), kOwnLabels.end());
  known.insert(known.end(), labels.begin(), labels.end());
  for (const std::string& names : by) {
    std::istringstream parts(names);  // a+b: by both together
    for (std::string name; std::getline(parts, name, '+');) {
      if (std::find(known.begin(), known.end(), name) != known.end()) continue;
      throw UserError(fmt::format("the cases have no `{}` to group by\n  = help: {}", name, suggestion(name, known, "known are " + ticked_list(known))));
    }
  }
}

std::string note_of(const CaseRow& row, const Schema& schema) {
  const Prediction& prediction = *row.of;
  if (row.figure == "status") return row.predicted == row.stated ? "agrees" : "differs";
  if (prediction.status != kOk) return status_name(prediction, schema);
  return prediction.asked.calibration ? "calibration" : "";
}

void print_figures(const std::vector<CaseRow>& rows, const Schema& schema, std::ostream& out) {
  TableWriter table(out, Format::text, {{"case"}, {"figure"}, {"predicted"}, {"stated"}, {"error"}, {"note"}});
  for (const CaseRow& row : rows) {
    if (row.judgement) continue;
    const auto* error = std::get_if<double>(&row.error);
    table.row({row.of->asked.id, row.figure, row.predicted, row.stated,
               error != nullptr ? percent(*error) : std::string(), note_of(row, schema)});
  }
  table.finish();
}

// What the group is of comes last: a source can be long.
const std::vector<Heading> kStatisticsHeadings{{"quantity"}, {"evidence"}, {"samples"}, {"missed"},    {"MAPE"},
                                               {"median"},   {"bias"},     {"worst"},   {"rank corr"}, {"rival"},
                                               {"ratio"},    {"by"},       {"of"}};

void print_statistics(const std::vector<GroupStatistics>& groups, const StatusAgreement& statuses, std::ostream& out) {
  std::vector<std::vector<std::string>> rows(1);
  for (const Heading& heading : kStatisticsHeadings) rows.front().push_back(heading.name);
  for (const GroupStatistics& g : groups) {
    const auto count = [](std::size_t n) { return number_text(static_cast<double>(n)); };
    rows.push_back(
        {g.quantity, g.calibration ? "calibration" : "unseen", count(g.errors.samples), count(g.missed),
         percent_size(g.errors.mean_absolute), percent_size(g.errors.median_absolute), percent(g.errors.bias),
         percent(g.errors.worst), std::isnan(g.rank_correlation) ? "-" : fmt::format("{:.3f}", g.rank_correlation),
         percent_size(g.rival), g.rival > kNoError ? fmt::format("{:.2f}", g.errors.mean_absolute / g.rival) : "-",
         g.grouping, g.value});
  }
  std::vector<Align> align(kStatisticsHeadings.size(), Align::right);
  std::fill_n(align.begin(), 2, Align::left);
  std::fill_n(align.rbegin(), 2, Align::left);
  out << aligned(rows, align);
  if (statuses.stated > 0) {
    out << fmt::format("\nstated statuses: {} of {} agree\n", statuses.agree, statuses.stated);
  }
  out << "\nsamples: cases of one key count once; missed: cannot run, as predicted; MAPE: mean |predicted / stated - 1|;\n"
         "speed: times and rates together, each as the time it means; rival: the MAPE of one constant share of the\n"
         "peak, fitted to the group itself; ratio: our MAPE to the rival's\n";
}

void print_choices(const std::vector<Choice>& choices, bool each, std::ostream& out) {
  if (choices.empty()) return;
  std::vector<double> regrets;
  std::array<int, 3> counts{};  // by ChoiceVerdict
  for (const Choice& choice : choices) {
    regrets.push_back(choice.regret);
    ++counts[static_cast<std::size_t>(choice.verdict)];
  }
  out << fmt::format(
      "\nthe right choice, of {} or more ways to run one scenario: {} sets; the way predicted best was measured\n"
      "to take {} more than the best one in the median, {} at most; {} hold (at most {:.0f} % more, rank\n"
      "correlation {} or more), {} more within the noise of repeated measurements, {} fail\n",
      kLeastChoices, choices.size(), percent_size(median(regrets)),
      percent_size(*std::max_element(regrets.begin(), regrets.end())), counts[0], 100 * kMostRegret,
      kLeastCorrelation, counts[1], counts[2]);
  if (!each) return;
  std::vector<std::vector<std::string>> rows{
      {"regret", "rank corr", "noise", "ways", "verdict", "group", "predicted best", "measured best"}};
  for (const Choice& choice : choices) {
    rows.push_back({percent_size(choice.regret),
                    std::isnan(choice.rank_correlation) ? "-" : fmt::format("{:.3f}", choice.rank_correlation),
                    percent_size(choice.noise), number_text(static_cast<double>(choice.ways)),
                    std::string(choice_verdict_word(choice.verdict)), choice.group, choice.chosen, choice.best});
  }
  std::vector<Align> align(rows.front().size(), Align::left);
  std::fill_n(align.begin(), 4, Align::right);
  out << '\n' << aligned(rows, align);
}

std::vector<Heading> figure_headings(const std::vector<std::string>& labels) {
  std::vector<Heading> headings{{"file"},       {"id"},     {"group"}, {"kind"},    {"calibration"},
                                {"config_key"}, {"figure"}, {"unit"},  {"stated"},  {"predicted"},
                                {"error"},      {"status"}, {"claim"}, {"verdict"}, {"reason"}};
  for (const std::string& label : labels) headings.push_back({label});
  headings.push_back({"source"});
  return headings;
}

std::vector<Cell> figure_cells(const CaseRow& row, const Schema& schema, const std::vector<std::string>& labels) {
  const Case& asked = row.of->asked;
  std::vector<Cell> cells{asked.file,
                          asked.id,
                          asked.group,
                          asked.kind,
                          asked.calibration ? "yes" : "no",
                          asked.config_key,
                          row.figure,
                          row.unit,
                          row.stated,
                          row.predicted,
                          row.error,
                          status_name(*row.of, schema),
                          asked.claim ? asked.claim->text : "",
                          row.judgement ? std::string(verdict_word(row.judgement->verdict)) : "",
                          row.judgement ? row.judgement->reason : ""};
  for (const std::string& label : labels) cells.emplace_back(label_of(asked, label));
  cells.emplace_back(asked.source);
  return cells;
}

void write_choices(Json& json, const std::vector<Choice>& choices) {
  json.key("choices").open('[');
  for (const Choice& choice : choices) {
    json.open('{', Json::Layout::line);
    json.key("group").value(std::string_view(choice.group)).key("ways").value(std::uint64_t{choice.ways});
    json.key("predicted_best").value(std::string_view(choice.chosen));
    json.key("measured_best").value(std::string_view(choice.best));
    json.key("regret").value(choice.regret).key("rank_correlation").value(choice.rank_correlation);
    json.key("noise").value(choice.noise).key("verdict").value(choice_verdict_word(choice.verdict));
    json.close('}');
  }
  json.close(']');
}

void print_json(const std::vector<CaseRow>& rows, const std::vector<GroupStatistics>& groups,
                const std::vector<Choice>& choices, const Schema& schema, const std::vector<std::string>& labels,
                std::ostream& out) {
  Json json(out);
  json.open('{').key("figures").open('[');
  const std::vector<Heading> headings = figure_headings(labels);
  for (const CaseRow& row : rows) write_json_row(json, headings, figure_cells(row, schema, labels));
  json.close(']').key("statistics").open('[');
  for (const GroupStatistics& g : groups) {
    json.open('{', Json::Layout::line);
    json.key("quantity").value(std::string_view(g.quantity)).key("calibration").value(g.calibration);
    json.key("by").value(std::string_view(g.grouping)).key("of").value(std::string_view(g.value));
    json.key("samples").value(std::uint64_t{g.errors.samples}).key("figures").value(std::uint64_t{g.figures});
    json.key("missed").value(std::uint64_t{g.missed}).key("mape").value(g.errors.mean_absolute);
    json.key("median")
        .value(g.errors.median_absolute)
        .key("bias")
        .value(g.errors.bias)
        .key("worst")
        .value(g.errors.worst);
    json.key("rank_correlation").value(g.rank_correlation).key("rival_mape").value(g.rival);
    json.close('}');
  }
  json.close(']');
  write_choices(json, choices);
  json.close('}');
}

}  // namespace

void print_cases(std::span<const Prediction> predictions, const Schema& schema, const CasesView& view,
                 std::ostream& out) {
  refuse_unknown_groupings(view.by, predictions);
  const std::vector<CaseRow> rows = case_rows(predictions, schema);
  const std::vector<std::string> labels = all_labels(predictions);
  if (view.format == Format::csv) {
    TableWriter table(out, view.format, figure_headings(labels));
    for (const CaseRow& row : rows) table.row(figure_cells(row, schema, labels));
    return table.finish();
  }
  const std::vector<std::string> groupings = default_groupings(predictions);
  const StatisticsRequest request{.groupings = view.by.empty() ? groupings : view.by,
                                  .rival_by = {groupings.begin() + 1, groupings.end()},  // all but `group`
                                  .keep_all = !view.by.empty()};
  const auto groups = case_statistics(predictions, schema, request);
  const std::vector<Choice> choices = case_choices(predictions, schema);
  if (view.format == Format::json) return print_json(rows, groups, choices, schema, labels, out);
  const bool claims =
      std::any_of(rows.begin(), rows.end(), [](const CaseRow& row) { return row.judgement.has_value(); });
  const bool measured = std::any_of(rows.begin(), rows.end(), [](const CaseRow& row) { return !row.judgement; });
  if (measured && view.single_cases) {
    print_figures(rows, schema, out);
    out << '\n';
  }
  if (measured) {
    print_statistics(groups, status_agreement(predictions, schema), out);
    print_choices(choices, view.single_cases, out);
  }
  if (measured && claims) out << '\n';
  if (claims && view.single_cases) print_claims(rows, out);
  if (claims) out << claims_summary(rows);
}

}  // namespace trainsweep
