#include "runner/scenario.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "tests/support/toy_catalog.hpp"

namespace trainsweep {
namespace {

constexpr const char* kSweep = R"(
[grid]
model = ["chair", "cup"]
offer = ["cid-swift", "bob-small"]
size = [8, 16]
[[zip]]
name = "care"
values = { mode = ["plain", "careful"], rate_usd = [1, 2] }
labels = ["low", "high"]
)";

ChosenPoint choose(const std::vector<std::string>& settings) {
  const Sweep sweep = toy::read(kSweep).value_or_throw();
  return point_at(sweep, toy::rules(), settings).value_or_throw();
}

std::string complaint(const std::vector<std::string>& settings) {
  const Sweep sweep = toy::read(kSweep).value_or_throw();
  const auto point = point_at(sweep, toy::rules(), settings);
  return point ? "" : point.diagnostics().render();
}

TEST(PointAt, TakesTheFirstValueOfEachDimension) {
  const ChosenPoint first = choose({});
  EXPECT_EQ(first.records[toy::models][static_cast<std::size_t>(first.point[toy::model])].name, "chair");
  EXPECT_EQ(first.point[toy::size], 8);
  EXPECT_EQ(first.point[toy::mode], 0);
  EXPECT_EQ(first.point[toy::rate], 1);
  EXPECT_EQ(first.point[toy::batch], 1);
}

TEST(PointAt, SetsAnyAxisToAnyValue) {
  const ChosenPoint at = choose({"model=cup", "size=12", "batch = 3", "strict=true", "mode=quick"});
  EXPECT_EQ(at.records[toy::models][static_cast<std::size_t>(at.point[toy::model])].name, "cup");
  EXPECT_EQ(at.point[toy::size], 12);
  EXPECT_EQ(at.point[toy::batch], 3);
  EXPECT_EQ(at.point[toy::strict], 1);
  EXPECT_EQ(at.point[toy::mode], 1);
}

TEST(PointAt, ReachesTheWholeCatalogueAndKeepsTheSweepsIndices) {
  const ChosenPoint at = choose({"model=ship", "offer=ann-large"});
  const Sweep sweep = toy::read(kSweep).value_or_throw();
  for (std::size_t kind = 0; kind < at.records.size(); ++kind) {
    for (std::size_t i = 0; i < sweep.spec.records[kind].size(); ++i) {
      EXPECT_EQ(at.records[kind][i].name, sweep.spec.records[kind][i].name);
    }
  }
  const Record& offer = at.records[toy::offers][static_cast<std::size_t>(at.point[toy::offer])];
  EXPECT_EQ(offer.name, "ann-large");
  EXPECT_EQ(at.records[toy::machines][static_cast<std::size_t>(offer.values[1])].name, "large");
  EXPECT_EQ(at.texts[toy::offers].size(), at.records[toy::offers].size());
}

TEST(PointAt, OneOfAGroupReplacesTheOther) {
  const ChosenPoint at = choose({"machine=small", "weight=7"});
  EXPECT_TRUE(std::isnan(at.point[toy::offer]));
  EXPECT_TRUE(std::isnan(at.point[toy::model]));
  EXPECT_EQ(at.point[toy::weight], 7);
}

TEST(PointAt, SetsAZipByItsLabel) {
  const ChosenPoint at = choose({"care=high"});
  EXPECT_EQ(at.point[toy::mode], 2);
  EXPECT_EQ(at.point[toy::rate], 2);
}

TEST(PointAt, ReportsAllMistakesAtOnce) {
  const std::string text = complaint({"sise=8", "size=0", "model=cap", "care=hihg", "batch"});
  EXPECT_EQ(
      text,
      "--at: error: unknown axis `sise`\n      | sise=8\n      | ^^^^\n      = help: use `size`\n"
      "--at: error: `size` is 0, but must be from 1 to 1000000\n      | size=0\n      |      ^\n"
      "--at: error: unknown model `cap`\n      | model=cap\n      |       ^^^\n      = help: use `cup`\n"
      "--at: error: `care` has no label \"hihg\"\n      | care=hihg\n      |      ^^^^\n      = help: use `high`\n"
      "--at: error: `batch` is not KEY=VALUE\n      | batch\n      | ^\n"
      "5 errors; nothing was run\n");
}

TEST(ReadScenario, ReadsATableAsAPoint) {
  const RecordStore store = toy::catalog();
  RecordSelection used(toy::schema(), store);
  Diagnostics errors;
  const auto top = read_toml(
      make_source("x.toml", "[[case]]\nscenario = { model = \"cup\", machine = \"swift\", size = 4 }\n"), errors);
  const TomlEntry& scenario = *top->find("case")->value.items[0].find("scenario");
  const auto point = read_scenario(scenario, toy::schema(), store, used, errors);
  EXPECT_TRUE(errors.empty()) << errors.render();
  EXPECT_EQ(point[toy::size], 4);
  EXPECT_EQ(used.records()[toy::machines][static_cast<std::size_t>(point[toy::machine])].name, "swift");
}

TEST(ReadScenario, PointsAtTheScenarioWhereAnAxisIsMissing) {
  const RecordStore store = toy::catalog();
  RecordSelection used(toy::schema(), store);
  Diagnostics errors;
  const auto top = read_toml(make_source("x.toml", "scenario = { model = \"cup\", machine = \"swift\" }\n"), errors);
  static_cast<void>(read_scenario(*top->find("scenario"), toy::schema(), store, used, errors));
  ASSERT_EQ(errors.size(), 1u);
  EXPECT_EQ(errors.items()[0].at.line, 1u);
}

}  // namespace
}  // namespace trainsweep
