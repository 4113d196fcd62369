#include "runner/case_choices.hpp"

#include <algorithm>
#include <cmath>

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

std::vector<Choice> case_choices(std::span<const Prediction> predictions, const Schema& schema) {
  std::vector<Choice> out;
  for (const Scenario& scenario : scenarios_of(predictions, schema)) {
    if (scenario.ways.size() < kLeastChoices) continue;
    std::vector<double> predicted, stated;
    for (const Way& way : scenario.ways) {
      predicted.push_back(mean(way.predicted));
      stated.push_back(mean(way.stated));
    }
    const auto least = [](const std::vector<double>& v) {
      return static_cast<std::size_t>(std::min_element(v.begin(), v.end()) - v.begin());
    };
    const std::size_t chosen = least(predicted), best = least(stated);
    out.push_back({scenario.ways[best].first->group, scenario.ways[chosen].first->id, scenario.ways[best].first->id,
                   scenario.ways.size(), stated[chosen] / stated[best] - 1, rank_correlation(predicted, stated)});
  }
  return out;
}

}  // namespace trainsweep
