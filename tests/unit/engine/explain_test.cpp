#include "engine/explain.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "engine/plan.hpp"
#include "tests/support/engine_records.hpp"

namespace trainsweep::engine {
namespace {

using Row = std::vector<std::string>;

// "1,234.5" or "12.3 %" as a number.
double read(std::string text) {
  std::erase(text, ',');
  return std::stod(text);
}

const ReportTable* find(const std::vector<ReportTable>& report, std::string_view start) {
  const auto at = std::find_if(report.begin(), report.end(), [&](const auto& t) { return t.title.starts_with(start); });
  return at == report.end() ? nullptr : &*at;
}

double value(const ReportTable& t, std::string_view label) {
  const auto at = std::find_if(t.rows.begin(), t.rows.end(), [&](const Row& r) { return r[0] == label; });
  return at == t.rows.end() ? NAN : read(at->at(1));
}

// Lines print four significant digits, so a sum of `n` is off by half of the last digit each.
void expect_lines_sum(const ReportTable& t, std::string_view total, std::size_t lines) {
  double sum = 0;
  for (std::size_t i = 0; i < lines; ++i) sum += read(t.rows[i][1]);
  EXPECT_EQ(t.rows[lines][0], total);
  EXPECT_NEAR(sum / value(t, total), 1, 5e-4 * static_cast<double>(lines)) << t.title;
}

std::vector<ReportTable> report(const Job& job) {
  return explain(job, testing::terms({{"price_usd_per_chip_hour", 2},
                                      {"tokens", 1e12},
                                      {"idle_share", 0.2},
                                      {"archived_checkpoints_per_day", 24},
                                      {"egress_checkpoints", 100}}));
}

TEST(Explain, LinesSumToTheirTotals) {
  for (const Architecture& a : {testing::llama3_8b(), testing::mixtral_8x7b(), testing::gpt3_175b()}) {
    const auto tables = report(testing::job(a, 512));
    const ReportTable* time = find(tables, "Time of a step");
    const ReportTable* memory = find(tables, "Memory of the fullest chip");
    const ReportTable* power = find(tables, "Power, energy");
    const ReportTable* renting = find(tables, "Money (renting)");
    const ReportTable* owning = find(tables, "Money (owning)");
    ASSERT_TRUE(time && memory && power && renting && owning);
    expect_lines_sum(*time, "step", time->rows.size() - 1);
    expect_lines_sum(*memory, "needed", 6);
    expect_lines_sum(*renting, "cost", 4);
    expect_lines_sum(*owning, "own cost", 6);
    const double chip = value(*power, "chips") + value(*power, "hosts") + value(*power, "network");
    EXPECT_NEAR(chip * 512 / 1e6 / value(*power, "machine"), 1, 2e-3);
  }
}

TEST(Explain, SaysWhichDemandAPointDoesNotMeet) {
  const Job job = testing::job(testing::llama3_8b(), 64);
  const auto late = explain(job, testing::terms({{"tokens", 1e12}, {"deadline_days", 1}}));
  ASSERT_TRUE(find(late, "No answer"));
  EXPECT_EQ(find(late, "No answer")->rows[0][0], "trains longer than deadline_days");
  EXPECT_TRUE(find(late, "Money (renting)")) << "what it would take stands below";
  const auto early = explain(job, testing::terms({{"available_in_years", 1}, {"deadline_days", 1}}));
  EXPECT_EQ(find(early, "No answer")->rows[0][0], "the run starts before the chips can be had: available_in_years");
  EXPECT_FALSE(find(explain(job, testing::terms()), "No answer"));
}

TEST(Explain, HasALineForWhatComesAfterTraining) {
  const auto tables = report(testing::job(testing::llama3_8b(), 512));
  const ReportTable* returns = find(tables, "Serving and return");
  const ReportTable* deal = find(tables, "Deal, exit and regulation");
  ASSERT_TRUE(returns && deal);
  EXPECT_EQ(value(*returns, "chips that serve together"), 1);
  EXPECT_GT(value(*returns, "cost of a request"), 0);
  EXPECT_EQ(returns->rows[6], (Row{"payback", "none", "", ""})) << "nothing is asked for that would pay";
  const ReportTable* renting = find(tables, "Money (renting)");
  ASSERT_TRUE(renting);
  EXPECT_EQ(value(*deal, "bill under the deal"),
            std::round(value(*renting, "rent of the chips") + value(*renting, "rent of idle time")));
  EXPECT_EQ(value(*deal, "expected cost"), value(*renting, "cost"));
}

TEST(Explain, HasALineForEachThatMayTakeAPartOfTheWork) {
  const Job job = testing::job(testing::llama3_8b(), 64);
  const Terms terms = testing::terms({{"price_usd_per_chip_hour", 2}, {"runs_per_year", 3}, {"largest_share", 0.5}});
  SearchCount count;
  Partner cheap{best_plan(job, count)}, small = cheap;
  cheap.offer.chip_hour = 1 * usd_per_hour;
  cheap.offer.interruption = cheap.offer.capacity = Time{kNotSet};
  cheap.offer.availability = 1;
  small.run.verdict = static_cast<double>(Verdict::out_of_memory);
  const auto report = explain(job, terms, cheap, small);
  const ReportTable* t = find(report, "The year's work, split");
  ASSERT_TRUE(t);
  ASSERT_EQ(t->rows.size(), 4u);
  EXPECT_TRUE(t->rows[0][3].starts_with("50.0 % of the work"));
  EXPECT_TRUE(t->rows[1][3].starts_with("50.0 % of the work"));
  EXPECT_EQ(t->rows[2], (Row{"third offer", "0", "USD", "cannot run it, not in time, or not yet"}));
  EXPECT_NEAR((value(*t, "this offer") + value(*t, "second offer")) / value(*t, "all"), 1, 2e-3);
  EXPECT_EQ(find(explain(job, terms), "The year's work, split")->rows.size(), 2u) << "alone";
}

TEST(Explain, SharesSumToAHundredPercent) {
  const auto tables = report(testing::job(testing::llama3_70b(), 512));
  const ReportTable* time = find(tables, "Time of a step");
  ASSERT_TRUE(time);
  double sum = 0;
  for (std::size_t i = 0; i + 1 < time->rows.size(); ++i) sum += read(time->rows[i][3]);
  EXPECT_NEAR(sum, 100, 0.05 * static_cast<double>(time->rows.size()));
  EXPECT_EQ(time->rows.back()[3], "100.0 %");
}

TEST(Explain, ShowsThePlanThatTheSearchFinds) {
  const Job job = testing::job(testing::llama3_70b(), 512);
  const auto tables = report(job);
  const SearchResult found = search(job);
  const ReportTable* best = find(tables, "The best plan");
  const ReportTable* runners_up = find(tables, "Runner-up plans");
  ASSERT_TRUE(best && runners_up);
  EXPECT_NEAR(read(best->rows[0][1]) / (found.best.step / second), 1, 1e-3);
  double last = read(best->rows[0][1]);
  for (const Row& r : runners_up->rows) {
    EXPECT_NE(r[0], best->rows[0][0]);
    EXPECT_GE(read(r[1]), last) << "by rising step";
    EXPECT_GE(read(r[4]), 0) << "all fit";
    last = read(r[1]);
  }
}

TEST(Explain, SaysWhatARefusedPlanLacks) {
  const auto tables = report(testing::job(testing::llama3_70b(), 512));
  const ReportTable* refused = find(tables, "The fastest plans that were refused");
  ASSERT_TRUE(refused);
  ASSERT_FALSE(refused->rows.empty());
  for (const Row& r : refused->rows) EXPECT_LT(read(r[4]), 0);
}

TEST(Explain, AJobThatFitsNowhereShowsItsSmallestPlan) {
  const auto tables = report(testing::job(testing::gpt3_175b(), 8));
  ASSERT_TRUE(find(tables, "No answer"));
  EXPECT_EQ(find(tables, "No answer")->rows[0][0], "no plan fits the chips' memory");
  const ReportTable* smallest = find(tables, "The smallest plan");
  ASSERT_TRUE(smallest);
  EXPECT_LT(read(smallest->rows[0][4]), 0);
  EXPECT_EQ(find(tables, "Money"), nullptr);
}

TEST(Explain, AJobWithoutAnyPlanSaysWhy) {
  const auto no_split = report(testing::job(testing::llama3_8b(), 8, {{"tp", 3}}));
  ASSERT_TRUE(find(no_split, "No answer"));
  const auto no_format = report(testing::job(testing::llama3_8b(), 8, {{"precision", 2}}));
  ASSERT_TRUE(find(no_format, "No answer"));
  EXPECT_EQ(find(no_format, "No answer")->rows[0][0], "the chip does not support the number format");
}

TEST(Explain, TablesAreRectangular) {
  for (const ReportTable& t : report(testing::job(testing::llama3_8b(), 64))) {
    for (const Row& r : t.rows) {
      EXPECT_EQ(r.size(), t.rows.front().size()) << t.title;
      EXPECT_TRUE(t.header.empty() || r.size() == t.header.size()) << t.title;
    }
  }
}

}  // namespace
}  // namespace trainsweep::engine
