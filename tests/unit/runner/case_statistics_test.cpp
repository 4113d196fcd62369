#include "runner/case_statistics.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace trainsweep {
namespace {

enum : std::size_t { time_s, rate, share, bytes };
constexpr std::array<Column, 4> kColumns{Column{"time_s", "s", "", {}, -1}, Column{"rate", "s-1", "", {}, 1},
                                         Column{"share", "1", "", {}, 1}, Column{"bytes", "B", "", {}, 0}};
constexpr std::array<Status, 3> kStatuses{Status{0, "not_evaluated", ""}, Status{1, "ok", ""}, Status{2, "too_big", ""}};
constexpr Schema kSchema{{}, kColumns, {}, kStatuses, {}, 1};

// A case that took `stated` seconds and is predicted to take `predicted`, at half the peak.
Prediction timed(std::string id, std::string machine, double stated, double predicted) {
  Prediction p;
  p.asked.file = "f";
  p.asked.id = std::move(id);
  p.asked.group = "g";
  p.asked.stated = {{time_s, stated}};
  p.asked.labels = {{"machine", std::move(machine)}};
  p.status = kOk;
  p.columns = {predicted, 1 / predicted, 0.5, 7};
  return p;
}

const StatisticsRequest kByMachine{{"group", "machine"}, {"machine"}, false};

TEST(CaseStatistics, GroupsByLabelsAndLeavesOutWhatSplitsAlike) {
  const std::vector<Prediction> predictions{timed("1", "a", 10, 11), timed("2", "a", 10, 8), timed("3", "b", 10, 10)};
  const auto found = case_statistics(predictions, kSchema, kByMachine);
  ASSERT_EQ(found.size(), 3u);  // all (as `group` splits), a, b
  EXPECT_EQ(found[0].grouping, "all");
  EXPECT_EQ(found[0].errors.samples, 3u);
  EXPECT_NEAR(found[0].errors.mean_absolute, 0.1, 1e-12);
  EXPECT_EQ(found[1].value, "a");
  EXPECT_NEAR(found[1].errors.mean_absolute, 0.15, 1e-12);
  EXPECT_NEAR(found[1].errors.bias, -0.05, 1e-12);
  EXPECT_NEAR(found[1].errors.worst, -0.2, 1e-12);
  EXPECT_EQ(found[2].errors.worst, 0);
}

TEST(CaseStatistics, GroupByTwoLabelsTogether) {
  std::vector<Prediction> predictions{timed("1", "a", 10, 11), timed("2", "b", 10, 8), timed("3", "b", 10, 10)};
  predictions[1].asked.labels.emplace_back("precision", "fp8");
  predictions[2].asked.labels.emplace_back("precision", "fp8");
  EXPECT_EQ(label_of(predictions[1].asked, "machine+precision"), "b fp8");
  EXPECT_EQ(label_of(predictions[0].asked, "machine+precision"), "");  // it has no precision
  const StatisticsRequest request{{"machine+precision"}, {"machine"}, false};
  const auto found = case_statistics(predictions, kSchema, request);
  ASSERT_EQ(found.size(), 2u);
  EXPECT_EQ(found[1].value, "b fp8");
  EXPECT_EQ(found[1].errors.samples, 2u);
}

TEST(CaseStatistics, CountARateAsTheTimeThatItMeans) {
  std::vector<Prediction> predictions{timed("1", "a", 10, 8)};
  predictions[0].asked.stated = {{rate, 0.1}};  // 10 s
  const auto found = case_statistics(predictions, kSchema, kByMachine);
  EXPECT_EQ(found[0].quantity, "speed");
  EXPECT_NEAR(found[0].errors.bias, -0.2, 1e-12);
}

TEST(CaseStatistics, CountEqualKeysOnce) {
  std::vector<Prediction> predictions{timed("1", "a", 10, 11), timed("2", "a", 10, 13), timed("3", "a", 10, 10)};
  predictions[0].asked.config_key = predictions[1].asked.config_key = "same";
  const auto found = case_statistics(predictions, kSchema, kByMachine);
  EXPECT_EQ(found[0].figures, 3u);
  EXPECT_EQ(found[0].errors.samples, 2u);
  EXPECT_NEAR(found[0].errors.mean_absolute, 0.1, 1e-12);
}

TEST(CaseStatistics, KeepCalibrationApartAndQuantitiesToo) {
  std::vector<Prediction> predictions{timed("1", "a", 10, 11), timed("2", "a", 10, 20), timed("3", "a", 10, 10)};
  predictions[1].asked.calibration = true;
  predictions[2].asked.stated = {{bytes, 14}};
  const auto found = case_statistics(predictions, kSchema, {{}, {}, false});
  ASSERT_EQ(found.size(), 3u);
  EXPECT_NEAR(found[0].errors.mean_absolute, 0.1, 1e-12);
  EXPECT_TRUE(found[1].calibration);
  EXPECT_NEAR(found[1].errors.mean_absolute, 1, 1e-12);
  EXPECT_EQ(found[2].quantity, "bytes");
  EXPECT_NEAR(found[2].errors.bias, -0.5, 1e-12);
  EXPECT_TRUE(std::isnan(found[2].rival));
}

TEST(CaseStatistics, TheRivalKnowsOneShareAMachine) {
  // Stated shares of the peak: 0.5 * 10 / 10, 0.5 * 10 / 8, 0.5 * 10 / 5 = 0.5, 0.625, 1.
  // The constant of least error is 0.625: errors -0.2, 0 and +0.6.
  const std::vector<Prediction> one{timed("1", "a", 10, 10), timed("2", "a", 8, 10), timed("3", "a", 5, 10)};
  EXPECT_NEAR(case_statistics(one, kSchema, kByMachine)[0].rival, 0.8 / 3, 1e-12);
  // With a machine each there is nothing left to get wrong.
  const std::vector<Prediction> three{timed("1", "a", 10, 10), timed("2", "b", 8, 10), timed("3", "c", 5, 10)};
  EXPECT_NEAR(case_statistics(three, kSchema, kByMachine)[0].rival, 0, 1e-12);
}

TEST(CaseStatistics, CountWhatCannotRunAsMissed) {
  std::vector<Prediction> predictions{timed("1", "a", 10, 11), timed("2", "a", 10, 12)};
  predictions[1].status = 2;
  predictions[1].columns.assign(4, kNotSet);
  const auto found = case_statistics(predictions, kSchema, kByMachine);
  EXPECT_EQ(found[0].missed, 1u);
  EXPECT_EQ(found[0].errors.samples, 1u);
}

TEST(CaseStatistics, CompareStatedStatuses) {
  std::vector<Prediction> predictions{timed("1", "a", 10, 11), timed("2", "a", 10, 12), timed("3", "a", 1, 1)};
  predictions[0].asked.stated_status = "ok";
  predictions[1].asked.stated_status = "too_big";
  const StatusAgreement found = status_agreement(predictions, kSchema);
  EXPECT_EQ(found.stated, 2u);
  EXPECT_EQ(found.agree, 1u);
}

}  // namespace
}  // namespace trainsweep
