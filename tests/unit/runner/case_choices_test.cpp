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

// `run` of a way, measured again: 3 % more.
Prediction again(Prediction once) {
  once.asked.config_key = once.asked.id;
  once.asked.id += " again";
  once.asked.stated[0].value *= 1.03;
  return once;
}
Prediction keyed(Prediction once) {
  once.asked.config_key = once.asked.id;
  return once;
}

TEST(CaseChoices, HoldWhereTheBestIsNearAndTheOrderRight) {
  const std::vector<Prediction> near{run(1, 1, 10, 9), run(1, 2, 10.4, 8.9), run(1, 3, 20, 21), run(1, 4, 30, 29),
                                     run(1, 5, 40, 39)};
  EXPECT_EQ(case_choices(near, kSchema).at(0).verdict, ChoiceVerdict::holds) << "4 % and 0.9";
  const std::vector<Prediction> far{run(1, 1, 10, 9), run(1, 2, 10.6, 8.9), run(1, 3, 20, 21), run(1, 4, 30, 29),
                                    run(1, 5, 40, 39)};
  EXPECT_EQ(case_choices(far, kSchema).at(0).verdict, ChoiceVerdict::fails) << "6 %";
  const std::vector<Prediction> mixed{run(1, 1, 10, 9), run(1, 2, 11, 21), run(1, 3, 12, 20), run(1, 4, 13, 19)};
  EXPECT_EQ(case_choices(mixed, kSchema).at(0).verdict, ChoiceVerdict::fails) << "the best, but the rest reversed";
}

// 10 and 10.3 s: one measurement has a standard deviation of 0.3 / sqrt 2 of 10.15 s.
TEST(CaseChoices, TakeTheNoiseFromRepeats) {
  const std::vector<Prediction> runs{keyed(run(1, 1, 10, 9)), again(run(1, 1, 10, 9)), run(1, 2, 11, 10),
                                     run(1, 3, 20, 21), run(1, 4, 30, 29)};
  const Choice choice = case_choices(runs, kSchema).at(0);
  EXPECT_EQ(choice.ways, 4u);
  EXPECT_NEAR(choice.noise, 0.3 / std::sqrt(2) / 10.15, 1e-12);
  std::vector<Prediction> copied = runs;
  copied[1].asked.stated = runs[0].asked.stated;
  EXPECT_EQ(case_choices(copied, kSchema).at(0).noise, 0) << "printed twice, measured once";
}

// Ways 3 and 4 are a percent apart, which repeats do not tell apart: they may come as predicted.
TEST(CaseChoices, ForgiveAnOrderThatRepeatsDoNotTell) {
  std::vector<Prediction> runs{keyed(run(1, 1, 10, 9)), run(1, 2, 15, 14), run(1, 3, 20, 21), run(1, 4, 20.2, 20)};
  EXPECT_EQ(case_choices(runs, kSchema).at(0).verdict, ChoiceVerdict::fails) << "0.8, and no repeats";
  runs.push_back(again(run(1, 1, 10, 9)));
  EXPECT_EQ(case_choices(runs, kSchema).at(0).verdict, ChoiceVerdict::within_noise);
  runs[3].asked.stated[0].value = 22;
  EXPECT_EQ(case_choices(runs, kSchema).at(0).verdict, ChoiceVerdict::fails) << "a tenth is told apart";
}

TEST(CaseChoices, LeaveOutWhatCannotRun) {
  std::vector<Prediction> runs{run(1, 1, 10, 9), run(1, 2, 11, 8), run(1, 3, 20, 21), run(1, 4, 30, 29)};
  runs[1].status = kNotEvaluated;
  EXPECT_TRUE(case_choices(runs, kSchema).empty());
}

}  // namespace
}  // namespace trainsweep
