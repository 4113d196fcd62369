// Sweeps of the toy engine, made by hand, without a config.
#pragma once

#include <algorithm>
#include <map>
#include <string>
#include <vector>

#include "runner/sweep_spec.hpp"
#include "tests/support/toy_engine.hpp"

namespace trainsweep::toy {

// The toy's schema with the status `failed`, which the runner needs.
[[nodiscard]] inline const Schema& sweep_schema() {
  static const std::vector<Status> statuses = [] {
    std::vector<Status> all(schema().statuses.begin(), schema().statuses.end());
    const auto has = std::any_of(all.begin(), all.end(), [](const Status& s) { return s.name == "failed"; });
    if (!has) all.push_back({8, "failed", "the evaluation failed"});
    return all;
  }();
  static const Schema with_failed = [] {
    Schema s = schema();
    s.statuses = statuses;
    return s;
  }();
  return with_failed;
}

[[nodiscard]] inline Dimension dimension(std::size_t axis, std::vector<double> values) {
  const Axis& row = schema().axes[axis];
  return {.name = std::string(row.name), .axes = {axis}, .values = {std::move(values)}, .labels = {}, .stage = row.stage};
}

// 0, 1, ... n - 1 times `step`, plus `first`.
[[nodiscard]] inline std::vector<double> steps(std::size_t n, double first = 1, double step = 1) {
  std::vector<double> out(n);
  for (std::size_t i = 0; i < n; ++i) out[i] = first + step * static_cast<double>(i);
  return out;
}

// A sweep over these dimensions (put in storage order here) with all columns; axes
// that no dimension sets hold their fallback, and size 8, model 0, offer 0.
[[nodiscard]] inline SweepSpec sweep(std::vector<Dimension> dimensions) {
  std::stable_sort(dimensions.begin(), dimensions.end(), [](const auto& a, const auto& b) { return a.stage < b.stage; });
  SweepSpec spec;
  spec.name = "toy";
  spec.question = "how long?";
  for (const Axis& axis : schema().axes) spec.point.push_back(axis.fallback);
  spec.point[size] = 8;
  spec.point[model] = 0;
  spec.point[offer] = 0;
  for (const Dimension& d : dimensions) {
    for (const std::size_t axis : d.axes) spec.point[axis] = kNotSet;
    if (d.axes.front() == weight) spec.point[model] = kNotSet;
    if (d.axes.front() == machine) spec.point[offer] = kNotSet;
  }
  for (std::size_t c = 0; c < schema().columns.size(); ++c) spec.columns.push_back(c);
  spec.records = records();
  for (std::size_t c = 0; c < spec.records.size(); ++c) {
    auto& texts = spec.texts.emplace_back();
    for (const Record& record : spec.records[c]) {
      RecordTexts row;
      for (const Property& field : schema().catalogs[c].fields) {
        row.texts.push_back(field.kind == Kind::text ? std::string(field.name) + " of " + record.name : "");
      }
      texts.push_back(row);
    }
  }
  spec.dimensions = std::move(dimensions);
  spec.resolved = "[grid]\n";
  for (const Dimension& d : spec.dimensions) spec.resolved += d.name + " = " + std::to_string(d.size()) + "\n";
  spec.catalog_sha256 = "0";
  return spec;
}

// Named sweeps that cover the ways in which a sweep is cut into units (see units.hpp).
[[nodiscard]] inline SweepSpec scenario(const std::string& name) {
  const std::map<std::string, std::vector<Dimension>> scenarios{
      // 12,000 blocks of 1 slot: whole
      {"whole", {dimension(size, steps(6000)), dimension(strict, {0, 1}), dimension(batch, steps(7))}},
      // 60 blocks of 4 slots in 3 classes: split into slots
      {"slots", {dimension(model, {0, 1, 2}), dimension(size, steps(20, 1, 7)), dimension(offer, {0, 1, 2, 3}),
                 dimension(batch, steps(30)), dimension(factor, {0.5, 1, 2})}},
      // 4 blocks of 4 slots of 60,000: split into tiles
      {"tiles", {dimension(size, {1, 5, 8, 100}), dimension(offer, {0, 1, 2, 3}),
                 dimension(batch, steps(200)), dimension(factor, steps(300))}},
      // few units, fewer than ranks
      {"tiny", {dimension(offer, {0, 3})}},
      {"point", {}},
      // 21 EB
      {"impossible", {dimension(size, steps(1000000)), dimension(weight, steps(1000000)), dimension(batch, steps(1000000))}},
      // 2^24 points of 2 slots, for time
      {"large", {dimension(size, {8, 16}), dimension(offer, {0, 2}), dimension(batch, steps(2048)),
                 dimension(factor, steps(2048))}},
  };
  return sweep(scenarios.at(name));
}

}  // namespace trainsweep::toy
