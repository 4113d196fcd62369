#include "runner/case_reader.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "tests/support/toy_catalog.hpp"

namespace trainsweep {
namespace {

// A file of cases read against the toy's catalogue.
Checked<CaseFile> read(const std::string& text) {
  const auto folder = std::filesystem::temp_directory_path() / ("cases" + std::to_string(::getpid()));
  std::filesystem::create_directory(folder);
  const auto previous = std::filesystem::current_path();
  std::filesystem::current_path(folder);
  std::ofstream("x.toml") << text;
  auto file = read_case_file("x.toml", toy::rules(), toy::catalog());
  std::filesystem::current_path(previous);
  std::filesystem::remove_all(folder);
  return file;
}

std::string complaint(const std::string& text) {
  const auto file = read(text);
  return file ? "" : file.diagnostics().render();
}

constexpr const char* kHead = "[[case]]\nid = \"a\"\nsource = \"s\"\nkind = \"stated\"\nclaim = \"c\"\n";
constexpr const char* kScenario = "scenario = { model = \"cup\", offer = \"bob-small\", size = 4 }\n";
constexpr const char* kAgainst = "against = { model = \"cup\", offer = \"cid-swift\", size = 8 }\n";

Prediction predicted(const std::string& text) {
  CaseFile file = read(text).value_or_throw();
  return predict(*toy::make_engine(file.records), toy::schema(), std::move(file.cases.front()));
}

TEST(ClaimReader, FormulasKnowInputsAxesColumnsAndFields) {
  const Prediction p = predicted(std::string(kHead) + kScenario +
                                 "inputs = { pieces = 3 }\nstated = { total = 1 }\n"
                                 "computed = { total = \"pieces * size * price_usd * arms + 0 * time_s\" }\n");
  const Judgement j = judge(*p.asked.claim, p.numbers).front();
  EXPECT_DOUBLE_EQ(j.computed, 3 * 4 * 1.5 * 64);
  EXPECT_EQ(j.verdict, Verdict::off);
}

TEST(ClaimReader, ComparesTwoScenarios) {
  const Prediction p = predicted(std::string(kHead) + kScenario + kAgainst +
                                 "stated = { ratio = 4.67, time_ratio = 1 }\n"
                                 "computed = { ratio = \"against_price_usd / price_usd\", "
                                 "time_ratio = \"time_s / against_time_s\" }\n");
  const auto judgements = judge(*p.asked.claim, p.numbers);
  EXPECT_NEAR(judgements[0].computed, 7 / 1.5, 1e-12);
  EXPECT_EQ(judgements[0].verdict, Verdict::holds);
  EXPECT_GT(judgements[1].computed, 1) << "the swift machine takes less time";
}

TEST(ClaimReader, AFigureThatIsAColumnNeedsNoFormula) {
  const Prediction p = predicted(std::string(kHead) + kScenario + "stated = { time_s = [1e-6, 1e6] }\n");
  EXPECT_EQ(judge(*p.asked.claim, p.numbers).front().verdict, Verdict::holds);
  EXPECT_EQ(judge(*p.asked.claim, p.numbers).front().computed, p.columns[toy::time_s]);
}

TEST(ClaimReader, NeedsNoScenario) {
  const Prediction p = predicted(std::string(kHead) +
                                 "inputs = { a = 2 }\nnumbers = \"own\"\n"
                                 "stated = { x = 5 }\ncomputed = { x = \"a * a\" }\n");
  EXPECT_EQ(judge(*p.asked.claim, p.numbers).front().verdict, Verdict::inconsistent);
  EXPECT_EQ(p.status, kNotEvaluated);
}

TEST(ClaimReader, AScenarioThatCannotRunLeavesTheClaimUnchecked) {
  const Prediction p = predicted(std::string(kHead) +
                                 "scenario = { model = \"cup\", offer = \"bob-small\", size = 1000000 }\n"
                                 "stated = { time_s = 5 }\n");
  ASSERT_NE(p.status, kOk);
  EXPECT_EQ(judge(*p.asked.claim, p.numbers).front().verdict, Verdict::not_checkable);
}

TEST(ClaimReader, MistakesAreReportedAllAtOnce) {
  EXPECT_EQ(complaint(std::string(kHead) + kScenario +
                      "numbers = \"mine\"\ntolerance = 2\ninputs = { size = 1, \"a-b\" = 2, c = \"x\" }\n"
                      "stated = { x = 0, y = [3, 2], time_s = 1 }\n"
                      "computed = { x = \"1 +\", y = \"tims_s\", z = \"1\" }\nreason = \"{stated\"\n"),
            "x.toml:7:11: error: `numbers` is `mine`, but must be `own` or `open`\n"
            "    7 | numbers = \"mine\"\n"
            "      |           ^^^^^^\n"
            "x.toml:8:13: error: `tolerance` is 2, but must be from 0 to 1\n"
            "    8 | tolerance = 2\n"
            "      |             ^\n"
            "x.toml:9:12: error: `size` is a number of the scenario already\n"
            "    9 | inputs = { size = 1, \"a-b\" = 2, c = \"x\" }\n"
            "      |            ^^^^\n"
            "x.toml:9:22: error: `a-b` is no name that a formula can use\n"
            "    9 | inputs = { size = 1, \"a-b\" = 2, c = \"x\" }\n"
            "      |                      ^^^^^\n"
            "x.toml:9:37: error: `c` is \"x\", but must be a number\n"
            "    9 | inputs = { size = 1, \"a-b\" = 2, c = \"x\" }\n"
            "      |                                     ^^^\n"
            "x.toml:10:16: error: `x` must be a positive number, or the two ends of a range\n"
            "   10 | stated = { x = 0, y = [3, 2], time_s = 1 }\n"
            "      |                ^\n"
            "x.toml:10:23: error: `y` must be a positive number, or the two ends of a range\n"
            "   10 | stated = { x = 0, y = [3, 2], time_s = 1 }\n"
            "      |                       ^^^^^^\n"
            "x.toml:11:18: error: `1 +` does not read as a formula at character 5\n"
            "   11 | computed = { x = \"1 +\", y = \"tims_s\", z = \"1\" }\n"
            "      |                  ^^^^^\n"
            "x.toml:11:29: error: unknown number `tims_s`\n"
            "   11 | computed = { x = \"1 +\", y = \"tims_s\", z = \"1\" }\n"
            "      |                             ^^^^^^^^\n"
            "      = help: use `time_s`\n"
            "x.toml:11:39: error: nothing is stated of `z`\n"
            "   11 | computed = { x = \"1 +\", y = \"tims_s\", z = \"1\" }\n"
            "      |                                       ^\n"
            "x.toml:12:10: error: a brace of `reason` is not closed\n"
            "   12 | reason = \"{stated\"\n"
            "      |          ^^^^^^^^^\n"
            "11 errors; nothing was run\n");
}

TEST(ClaimReader, AClaimWithoutFiguresMustSayWhy) {
  EXPECT_EQ(complaint(kHead),
            "x.toml:1:1: error: a claim without figures must say a `reason`\n"
            "    1 | [[case]]\n"
            "      | ^^^^^^^^\n"
            "1 error; nothing was run\n");
}

TEST(ClaimReader, AMeasuredFigureIsNoClaim) {
  EXPECT_NE(complaint("[[case]]\nid = \"a\"\nsource = \"s\"\nkind = \"measured\"\nclaim = \"c\"\nreason = \"r\"\n")
                .find("x.toml:5:1: error: only a case of `kind` `stated` makes a claim"),
            std::string::npos);
}

TEST(ClaimReader, ComparesOnlyWithAScenario) {
  EXPECT_NE(complaint(std::string(kHead) + kAgainst + "reason = \"r\"\n").find("no `scenario`"), std::string::npos);
}

TEST(ClaimReader, AScenarioWithMistakesHidesNoNames) {
  const std::string text = complaint(std::string(kHead) +
                                     "scenario = { model = \"cop\", offer = \"bob-small\", size = 4 }\n"
                                     "stated = { time_s = 5 }\nreason = \"{size}\"\n");
  EXPECT_NE(text.find("unknown model `cop`"), std::string::npos);
  EXPECT_NE(text.find("1 error;"), std::string::npos) << text;
}

}  // namespace
}  // namespace trainsweep
