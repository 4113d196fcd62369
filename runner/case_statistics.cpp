#include "runner/case_statistics.hpp"

#include <algorithm>
#include <cmath>
#include <map>

namespace trainsweep {
namespace {

// One stated figure beside what was predicted, as its quantity counts it.
struct Figure {
  const Prediction* of = nullptr;
  std::string quantity;
  double predicted = kNotSet;  // NaN where the case cannot run
  double stated = kNotSet;
  double share = kNotSet;      // speed: the share of the peak that was stated, if the prediction's work is right
};

// The first rate that is a plain ratio; the number of columns where there is none.
std::size_t share_column(const Schema& schema) {
  std::size_t c = 0;
  while (c < schema.columns.size() && !(schema.columns[c].pace == 1 && schema.columns[c].unit == "1")) ++c;
  return c;
}

Figure make_figure(const Prediction& prediction, const StatedFigure& stated, const Schema& schema) {
  const Column& column = schema.columns[stated.column];
  const bool ok = prediction.status == kOk;
  const double predicted = ok ? prediction.columns[stated.column] : kNotSet;
  if (column.pace == 0) return {&prediction, std::string(column.name), predicted, stated.value, kNotSet};
  Figure figure{&prediction, std::string(kSpeed), as_time(column, predicted), as_time(column, stated.value), kNotSet};
  const std::size_t share = share_column(schema);
  if (ok && share < schema.columns.size()) figure.share = prediction.columns[share] * figure.predicted / figure.stated;
  return figure;
}

using Figures = std::vector<const Figure*>;

struct Samples {
  std::vector<Sample> errors;
  std::vector<double> predicted;
  std::vector<double> stated;
};

// `value` predicts a figure.
template <class Predict>
Samples samples_of(const Figures& figures, Predict value) {
  std::map<std::string, Figures> by_key;
  for (const Figure* figure : figures) by_key[sample_key(figure->of->asked)].push_back(figure);
  Samples samples;
  for (const auto& [key, same] : by_key) {
    Sample sample;
    double predicted = 0;
    double stated = 0;
    for (const Figure* figure : same) {
      sample.errors.push_back(value(*figure) / figure->stated - 1);
      predicted += value(*figure) / static_cast<double>(same.size());
      stated += figure->stated / static_cast<double>(same.size());
    }
    samples.errors.push_back(std::move(sample));
    samples.predicted.push_back(predicted);
    samples.stated.push_back(stated);
  }
  return samples;
}

double rival_error(const Figures& figures, const std::vector<std::string>& rival_by) {
  std::map<std::string, Figures> classes;
  for (const Figure* figure : figures) {
    if (std::isnan(figure->share)) return kNotSet;
    std::string name;
    for (const std::string& label : rival_by) name += label_of(figure->of->asked, label) + '\n';
    classes[name].push_back(figure);
  }
  std::map<const Figure*, double> constants;
  for (const auto& [name, members] : classes) {
    std::vector<double> shares;
    for (const Figure* figure : members) shares.push_back(figure->share);
    for (const Figure* figure : members) constants[figure] = best_constant(shares);
  }
  const auto predict = [&](const Figure& figure) { return figure.stated * figure.share / constants.at(&figure); };
  return error_statistics(samples_of(figures, predict).errors).mean_absolute;
}

GroupStatistics statistics_of(const Figures& figures, const StatisticsRequest& request) {
  GroupStatistics out;
  Figures predicted;
  for (const Figure* figure : figures) (std::isnan(figure->predicted) ? out.missed : out.figures) += 1;
  std::copy_if(figures.begin(), figures.end(), std::back_inserter(predicted),
               [](const Figure* figure) { return !std::isnan(figure->predicted); });
  const Samples samples = samples_of(predicted, [](const Figure& figure) { return figure.predicted; });
  out.errors = error_statistics(samples.errors);
  out.rank_correlation = rank_correlation(samples.predicted, samples.stated);
  out.quantity = figures.front()->quantity;
  out.calibration = figures.front()->of->asked.calibration;
  if (out.quantity == kSpeed && !predicted.empty()) out.rival = rival_error(predicted, request.rival_by);
  return out;
}

struct Split {
  std::vector<std::string> values;  // in order of appearance
  std::vector<Figures> parts;
};

Split split(const Figures& figures, const std::string& grouping) {
  Split out;
  for (const Figure* figure : figures) {
    const std::string value = label_of(figure->of->asked, grouping);
    if (value.empty()) continue;
    auto at = std::find(out.values.begin(), out.values.end(), value);
    if (at == out.values.end()) {
      out.parts.emplace_back();
      at = out.values.insert(at, value);
    }
    out.parts[static_cast<std::size_t>(at - out.values.begin())].push_back(figure);
  }
  return out;
}

void add_groupings(const Figures& figures, const StatisticsRequest& request, std::vector<GroupStatistics>& out) {
  out.push_back(statistics_of(figures, request));
  out.back().grouping = "all";
  std::vector<std::vector<Figures>> known{{figures}};
  for (const std::string& grouping : request.groupings) {
    const Split groups = split(figures, grouping);
    const bool repeats = std::find(known.begin(), known.end(), groups.parts) != known.end();
    if (groups.parts.empty() || (repeats && !request.keep_all)) continue;
    known.push_back(groups.parts);
    for (std::size_t i = 0; i < groups.parts.size(); ++i) {
      out.push_back(statistics_of(groups.parts[i], request));
      out.back().grouping = grouping;
      out.back().value = groups.values[i];
    }
  }
}

}  // namespace

std::string label_of(const Case& asked, std::string_view name) {
  if (const std::size_t plus = name.find('+'); plus != std::string_view::npos) {
    const std::string first = label_of(asked, name.substr(0, plus)), others = label_of(asked, name.substr(plus + 1));
    return first.empty() || others.empty() ? "" : first + " " + others;
  }
  if (name == "group") return asked.group;
  if (name == "file") return asked.file;
  if (name == "kind") return asked.kind;
  if (name == "source") return asked.source;
  const auto at = std::find_if(asked.labels.begin(), asked.labels.end(), [&](const auto& label) { return label.first == name; });
  return at == asked.labels.end() ? "" : at->second;
}

std::vector<GroupStatistics> case_statistics(std::span<const Prediction> predictions, const Schema& schema,
                                             const StatisticsRequest& request) {
  std::vector<Figure> figures;
  for (const Prediction& prediction : predictions) {
    for (const StatedFigure& stated : prediction.asked.stated) figures.push_back(make_figure(prediction, stated, schema));
  }
  std::vector<std::string> quantities;
  for (const Figure& figure : figures) {
    if (std::find(quantities.begin(), quantities.end(), figure.quantity) == quantities.end()) {
      quantities.push_back(figure.quantity);
    }
  }
  std::vector<GroupStatistics> out;
  for (const std::string& quantity : quantities) {
    for (const bool calibration : {false, true}) {
      Figures chosen;
      for (const Figure& figure : figures) {
        if (figure.quantity == quantity && figure.of->asked.calibration == calibration) chosen.push_back(&figure);
      }
      if (!chosen.empty()) add_groupings(chosen, request, out);
    }
  }
  return out;
}

StatusAgreement status_agreement(std::span<const Prediction> predictions, const Schema& schema) {
  StatusAgreement out;
  for (const Prediction& prediction : predictions) {
    if (prediction.asked.stated_status.empty()) continue;
    ++out.stated;
    out.agree += schema.statuses[prediction.status].name == prediction.asked.stated_status ? 1 : 0;
  }
  return out;
}

}  // namespace trainsweep
