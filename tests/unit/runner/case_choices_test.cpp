#include "runner/case_choices.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace trainsweep {
namespace {

enum : std::size_t { machine, ways };  // axes: `ways` is a column too, so it is chosen
constexpr std::array<Axis, 2> kAxes{Axis{Property{.name = "machine"}}, Axis{Property{.name = "ways"}}};
enum : std::size_t { time_s, rate, ways_column };
constexpr std::array<Column, 3> kColumns{Column{"time_s", "s", "", {}, -1}, Column{"rate", "s-1", "", {}, 1},
                                         Column{"ways", "1", "", {}, 0}};
constexpr std::array<Status, 2> kStatuses{Status{0, "not_evaluated", ""}, Status{1, "ok", ""}};
constexpr Schema kSchema{kAxes, kColumns, {}, kStatuses, {}, 1};

// A case on machine `on` that took `stated` seconds and is predicted to take `predicted`.
Prediction run(double on, double way, double stated, double predicted) {
  Prediction p;
  p.asked.file = "f";
  p.asked.id = "way " + std::to_string(static_cast<int>(way));
  p.asked.group = "g";
  p.asked.point = {on, way};
  p.asked.stated = {{time_s, stated}};
  p.status = kOk;
  p.columns = {predicted, 1 / predicted, way};
  return p;
}

TEST(CaseChoices, TellWhatThePredictedBestLosesToTheMeasuredBest) {
  const std::vector<Prediction> runs{run(1, 1, 10, 9), run(1, 2, 11, 8), run(1, 3, 20, 21), run(1, 4, 30, 29)};
  const std::vector<Choice> found = case_choices(runs, kSchema);
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0].chosen, "way 2");
  EXPECT_EQ(found[0].best, "way 1");
  EXPECT_EQ(found[0].ways, 4u);
  EXPECT_NEAR(found[0].regret, 0.1, 1e-12);
  EXPECT_NEAR(found[0].rank_correlation, 0.8, 1e-12);
}

TEST(CaseChoices, ARateIsTheTimeThatItMeans) {
  std::vector<Prediction> runs{run(1, 1, 10, 9), run(1, 2, 11, 10), run(1, 3, 20, 21), run(1, 4, 30, 29)};
  for (Prediction& p : runs) p.asked.stated = {{rate, 1 / p.asked.stated[0].value}};
  EXPECT_EQ(case_choices(runs, kSchema).at(0).regret, 0);
}

TEST(CaseChoices, NeedFourWaysOnOneMachine) {
  std::vector<Prediction> runs{run(1, 1, 10, 9), run(1, 2, 11, 8), run(1, 3, 20, 21), run(2, 4, 30, 29)};
  EXPECT_TRUE(case_choices(runs, kSchema).empty());
  runs[3].asked.point[machine] = 1;
  EXPECT_EQ(case_choices(runs, kSchema).size(), 1u);
  runs[2].asked.config_key = runs[3].asked.config_key = "one way";
  EXPECT_TRUE(case_choices(runs, kSchema).empty()) << "equal keys are one way";
}

TEST(CaseChoices, LeaveOutWhatCannotRun) {
  std::vector<Prediction> runs{run(1, 1, 10, 9), run(1, 2, 11, 8), run(1, 3, 20, 21), run(1, 4, 30, 29)};
  runs[1].status = kNotEvaluated;
  EXPECT_TRUE(case_choices(runs, kSchema).empty());
}

}  // namespace
}  // namespace trainsweep
