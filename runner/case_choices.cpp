#include "runner/case_choices.hpp"

#include <algorithm>
#include <cmath>
#include <set>

#include "runner/statistics.hpp"

namespace trainsweep {
namespace {

constexpr double kUnset = -1;  // compares equal with itself, and is no value of an axis

// One way to run a scenario: times, or inverse rates.
struct Way {
  const Case* first = nullptr;
  std::string key;
  std::vector<double> predicted, stated;
};

struct Scenario {
  std::vector<double> given;  // the axes that are not chosen; then the column
  std::vector<Way> ways;
};

double mean(const std::vector<double>& values) {
  double sum = 0;
  for (const double value : values) sum += value;
  return sum / static_cast<double>(values.size());
}

std::set<double> readings(const Way& way) { return {way.stated.begin(), way.stated.end()}; }

double noise_of(std::string_view group, const std::vector<Scenario>& scenarios) {
  double squares = 0, freedom = 0;
  for (const Scenario& scenario : scenarios) {
    for (const Way& way : scenario.ways) {
      if (way.first->group != group) continue;
      const std::set<double> measured = readings(way);
      const double middle = mean({measured.begin(), measured.end()});
      for (const double value : measured) squares += (value / middle - 1) * (value / middle - 1);
      freedom += static_cast<double>(measured.size() - 1);
    }
  }
  return freedom > 0 ? std::sqrt(squares / freedom) : 0;
}

// One set of ways as it is judged.
struct Contest {
  std::vector<double> predicted, stated, measurements;
  std::size_t chosen = 0, best = 0;
  double noise = 0;  // of one measurement

  // How far apart two ways must be measured, as a share, to be told apart.
  [[nodiscard]] double noise_between(std::size_t a, std::size_t b) const {
    return noise * std::sqrt(1 / measurements[a] + 1 / measurements[b]);
  }
  [[nodiscard]] double regret() const { return stated[chosen] / stated[best] - 1; }
};

Contest contest(const Scenario& scenario) {
  Contest c;
  for (const Way& way : scenario.ways) {
    c.predicted.push_back(mean(way.predicted));
    c.stated.push_back(mean(way.stated));
    c.measurements.push_back(static_cast<double>(readings(way).size()));
  }
  const auto least = [](const std::vector<double>& v) {
    return static_cast<std::size_t>(std::min_element(v.begin(), v.end()) - v.begin());
  };
  c.chosen = least(c.predicted);
  c.best = least(c.stated);
  return c;
}

// The measured ranks, in which ways that noise does not tell apart come as predicted: how
// many ways are before each, half of those beside it.
std::vector<double> ranks_within_noise(const Contest& c) {
  std::vector<double> ranks(c.stated.size(), 0);
  for (std::size_t a = 0; a < ranks.size(); ++a) {
    for (std::size_t b = 0; b < ranks.size(); ++b) {
      const bool told_apart = std::abs(std::log(c.stated[a] / c.stated[b])) > c.noise_between(a, b);
      const std::vector<double>& order = told_apart ? c.stated : c.predicted;
      if (order[b] < order[a]) ranks[a] += 1;
      if (order[b] == order[a]) ranks[a] += 0.5;
    }
  }
  return ranks;
}

ChoiceVerdict judge(const Contest& c) {
  const auto holds = [](double regret, double correlation) {
    return regret <= kMostRegret && correlation >= kLeastCorrelation;
  };
  if (holds(c.regret(), rank_correlation(c.predicted, c.stated))) return ChoiceVerdict::holds;
  const double regret = c.regret() - c.noise_between(c.chosen, c.best);
  return holds(regret, rank_correlation(c.predicted, ranks_within_noise(c))) ? ChoiceVerdict::within_noise
                                                                             : ChoiceVerdict::fails;
}

bool is_chosen(const Axis& axis, const Schema& schema) {
  return std::any_of(schema.columns.begin(), schema.columns.end(),
                     [&](const Column& c) { return c.name == axis.name; });
}

std::vector<double> given_axes(const Case& asked, const Schema& schema, std::size_t column) {
  std::vector<double> given;
  for (std::size_t a = 0; a < schema.axes.size(); ++a) {
    if (is_chosen(schema.axes[a], schema)) continue;
    given.push_back(std::isnan(asked.point[a]) ? kUnset : asked.point[a]);
  }
  given.push_back(static_cast<double>(column));
  return given;
}

template <class Range, class Equal, class Make>
auto& find_or_add(Range& range, Equal equal, Make make) {
  const auto at = std::find_if(range.begin(), range.end(), equal);
  if (at != range.end()) return *at;
  return range.emplace_back(make());
}

std::vector<Scenario> scenarios_of(std::span<const Prediction> predictions, const Schema& schema) {
  std::vector<Scenario> scenarios;
  for (const Prediction& prediction : predictions) {
    if (prediction.status != kOk) continue;
    const Case& asked = prediction.asked;
    for (const StatedFigure& stated : asked.stated) {
      const Column& column = schema.columns[stated.column];
      if (column.pace == 0) continue;
      std::vector<double> given = given_axes(asked, schema, stated.column);
      const std::string key = sample_key(asked);
      Scenario& scenario = find_or_add(
          scenarios, [&](const Scenario& s) { return s.given == given; },
          [&] {
            return Scenario{given, {}};
          });
      Way& way = find_or_add(
          scenario.ways, [&](const Way& w) { return w.key == key; },
          [&] {
            return Way{&asked, key, {}, {}};
          });
      way.predicted.push_back(as_time(column, prediction.columns[stated.column]));
      way.stated.push_back(as_time(column, stated.value));
    }
  }
  return scenarios;
}

}  // namespace

std::string_view choice_verdict_word(ChoiceVerdict verdict) {
  switch (verdict) {
    case ChoiceVerdict::holds:
      return "holds";
    case ChoiceVerdict::within_noise:
      return "within noise";
    case ChoiceVerdict::fails:
      return "fails";
  }
  return "";
}

std::vector<Choice> case_choices(std::span<const Prediction> predictions, const Schema& schema) {
  std::vector<Choice> out;
  const std::vector<Scenario> scenarios = scenarios_of(predictions, schema);
  for (const Scenario& scenario : scenarios) {
    if (scenario.ways.size() < kLeastChoices) continue;
    Contest c = contest(scenario);
    const Case& chosen = *scenario.ways[c.chosen].first;
    const Case& best = *scenario.ways[c.best].first;
    c.noise = noise_of(best.group, scenarios);
    out.push_back({best.group, chosen.id, best.id, scenario.ways.size(), c.regret(),
                   rank_correlation(c.predicted, c.stated), c.noise, judge(c)});
  }
  return out;
}

}  // namespace trainsweep
