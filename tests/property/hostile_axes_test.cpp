// One absurd value at a time, at every axis of a sweep and every field of a record,
// through the config as a user writes it: it is refused with the name of what is wrong,
// or every point has an answer or a reason.
#include <gtest/gtest.h>

#include <cmath>

#include "runner/catalog_folder.hpp"
#include "runner/sweep_reader.hpp"

namespace trainsweep {
namespace {

// As TOML has them: nothing, less than nothing, more than any machine, one of anything,
// a very long sequence, 2^63 and 2^64, and numbers at the ends of a double.
constexpr std::string_view kValues[] = {
    "0",     "-1",    "1",      "1.5",    "1e300", "-1e300", "1e-300", "5e-324", "9223372036854775807", "9.3e18",
    "1.9e19", "1e7",  "1000000007", "nan", "inf",   "-inf",   "true",   "\"\"",   "[]"};

const Schema& schema() { return training_schema(); }

const RecordStore& catalog() {
  static const RecordStore store = read_catalog(find_catalog_folder(""), schema()).value_or_throw();
  return store;
}

struct Outcome {
  std::string refused;      // what the user reads
  std::uint8_t status = 0;  // where it was not
};

// The point of a config of [fixed] axes alone.
Outcome outcome(const std::string& config) {
  const auto sweep = read_sweep({make_source("x.toml", config), {}}, {schema(), training_complaints}, catalog());
  if (!sweep) return {sweep.diagnostics().render(), 0};
  const SweepSpec& spec = sweep.value().spec;
  const auto engine = make_training_engine(spec.records);
  std::vector<double> plan(schema().plan_width);
  std::vector<float> row(schema().columns.size());
  std::vector<ColumnOut> out;
  for (std::size_t c = 0; c < row.size(); ++c) out.push_back({c, &row[c]});
  SearchCount count;
  Outcome result;
  engine->plan(spec.point, plan, count);
  engine->account(spec.point, plan, {}, 1, &result.status, out);
  for (std::size_t c = 0; c < row.size(); ++c) {
    EXPECT_EQ(std::isfinite(row[c]), result.status == kOk) << schema().columns[c].name << " is " << row[c];
    EXPECT_EQ(std::isnan(row[c]), result.status != kOk) << schema().columns[c].name << " is " << row[c];
  }
  return result;
}

struct Tally {
  int refused = 0, ok = 0, cannot_run = 0;
  void add(const Outcome& outcome, std::string_view name) {
    if (!outcome.refused.empty()) {
      const bool names_another = outcome.refused.find("` must be given where") != std::string::npos;
      EXPECT_TRUE(names_another || outcome.refused.find(name) != std::string::npos) << outcome.refused;
      ++refused;
    } else {
      EXPECT_GT(outcome.status, 0);
      ++(outcome.status == kOk ? ok : cannot_run);
    }
  }
};

TEST(HostileAxes, EveryAxisTakesOrRefusesEveryValue) {
  Tally tally;
  for (const Axis& axis : schema().axes) {
    for (const std::string_view value : kValues) {
      std::string config = "[fixed]\n";
      const auto set = [&](std::string_view name, std::string_view otherwise) {
        if (axis.name != name) config += std::string(name) + " = " + std::string(otherwise) + "\n";
      };
      if (axis.name != "params") set("model", "\"llama3-8b\"");
      if (axis.name != "system") set("offer", "\"aws-p5-h100\"");
      set("chips", "64");
      config += std::string(axis.name) + " = " + std::string(value) + "\n";
      SCOPED_TRACE(config);
      tally.add(outcome(config), axis.name);
    }
  }
  EXPECT_GT(tally.refused, 100);
  EXPECT_GT(tally.ok, 50);
  EXPECT_GT(tally.cannot_run, 10);
}

// A copy of a record that the sweep uses with one field changed.
TEST(HostileAxes, EveryFieldOfARecordTakesOrRefusesEveryValue) {
  const std::vector<std::pair<std::string, std::string>> used{
      {"chips", "h100-sxm"}, {"systems", "aws-p5"}, {"software", "megatron-2025"}, {"offers", "aws-p5-h100"}, {"models", "llama3-8b"}};
  Tally tally;
  for (const auto& [kind, name] : used) {
    for (const Property& field : schema().catalogs[kind_index(schema(), kind)].fields) {
      if (field.kind == Kind::text || field.kind == Kind::reference) continue;
      for (const std::string_view value : kValues) {
        // The record takes the place of the catalogue's, so that those who refer to it see it.
        const std::string config = "[fixed]\nmodel = \"llama3-8b\"\noffer = \"aws-p5-h100\"\nsoftware = \"megatron-2025\"\nchips = 64\n[catalog." + kind + "." +
                                   name + "]\nlike = \"" + name + "\"\n" + std::string(field.name) + " = " + std::string(value) + "\n";
        SCOPED_TRACE(config);
        tally.add(outcome(config), field.name);
      }
    }
  }
  EXPECT_GT(tally.refused, 100);
  EXPECT_GT(tally.ok, 50);
}

}  // namespace
}  // namespace trainsweep
