#include "runner/show.hpp"

#include "tests/support/toy_result.hpp"

namespace trainsweep {
namespace {

class Show : public ToyResult {
 protected:
  // Cost over model and count, where nothing else is said.
  static ShowOptions asked() {
    ShowOptions options;
    options.by = "usd";
    options.down = "model";
    options.across = "count";
    return options;
  }
  std::string show(ShowOptions options) {
    options.file = path_;
    return output([&](auto& out, auto& notes) { print_show(options, out, notes); });
  }
  std::string refusal(const ShowOptions& options) {
    return ToyResult::refusal([&](auto&, auto&) { show(options); });
  }
};

TEST_F(Show, IsATableOfTheBestOfEachPairOfLabelsAndSaysWhyThereIsNone) {
  EXPECT_EQ(show(asked()),
            "the lowest usd of each model and count\n"
            "\n"
            "model  8  16  32  64\n"
            "-----  -  --  --  --\n"
            "small  -   1   2   3\n"
            "large  -  11  12  13\n"
            "\n"
            "-  too_big\n");
  EXPECT_EQ(notes_.str(), "");
}

TEST_F(Show, ShowsAnotherColumnOfThePointWithItsUnit) {
  ShowOptions options = asked();
  options.across = "seller";
  options.cell = "days";
  options.descending = true;
  options.where = {"count >= 16"};
  EXPECT_EQ(show(options),
            "days (d) at the highest usd of each model and seller where count >= 16\n"
            "\n"
            "model   a   b\n"
            "-----  --  --\n"
            "small  25  25\n"
            "large  25  25\n");
}

TEST_F(Show, LeavesAwayLabelsThatTheConditionsRuleOutAndMarksWhatMissesThem) {
  ShowOptions options = asked();
  options.down = "offer";
  options.where = {"seller == a", "count <= 32", "usd >= 2"};
  EXPECT_EQ(show(options),
            "the lowest usd of each offer and count where seller == a and count <= 32 and usd >= 2\n"
            "\n"
            "offer  8  16  32\n"
            "-----  -  --  --\n"
            "a-old  -  11   2\n"
            "a-new  -   2   3\n"
            "\n"
            "-  too_big\n");
  options.where = {"offer == a-old", "model == small", "usd >= 2"};
  EXPECT_EQ(show(options),
            "the lowest usd of each offer and count where offer == a-old and model == small and usd >= 2\n"
            "\n"
            "offer  8  16  32  64\n"
            "-----  -  --  --  --\n"
            "a-old  -  =    2   3\n"
            "\n"
            "-  too_big\n"
            "=  --where does not hold\n");
}

TEST_F(Show, LeavesCellsBlankThatCannotBe) {
  ShowOptions options = asked();
  options.down = "seller";
  options.across = "offer";
  EXPECT_EQ(show(options),
            "the lowest usd of each seller and offer\n"
            "\n"
            "seller  a-old  a-new  b-new\n"
            "------  -----  -----  -----\n"
            "a           1      2\n"
            "b                         3\n");
}

TEST_F(Show, DrawsNumbersAsShadesInStepsOfEqualRatio) {
  ShowOptions options = asked();
  options.heat = true;
  EXPECT_EQ(show(options),
            "the lowest usd of each model and count\n"
            "\n"
            "small  - ░░▒▒▒▒\n"
            "large  - ██████\n"
            "       count: 8 to 64, 4 values\n"
            "\n"
            "░░  1 to 1.899\n"
            "▒▒  1.899 to 3.606\n"
            "▓▓  3.606 to 6.846\n"
            "██  6.846 to 13\n"
            "-  too_big\n");
}

TEST_F(Show, DrawsWordsAsLettersOfTheirOwn) {
  ShowOptions options = asked();
  options.heat = true;
  options.down = "seller";
  options.cell = "offer";
  EXPECT_EQ(show(options),
            "offer at the lowest usd of each seller and count\n"
            "\n"
            "a  - a a a\n"
            "b  - b b b\n"
            "   count: 8 to 64, 4 values\n"
            "\n"
            "a  a-old\n"
            "b  b-new\n"
            "-  too_big\n");
}

TEST_F(Show, WritesCsvAndJsonWithPlainLabels) {
  ShowOptions options = asked();
  options.cell = "days";
  options.format = Format::csv;
  EXPECT_EQ(show(options), "model,8 [d],16 [d],32 [d],64 [d]\nsmall,,50,33.333332,25\nlarge,,50,33.333332,25\n");
  options.format = Format::json;
  options.cell = "mode";
  options.where = {"model == small"};
  EXPECT_EQ(show(options), "[\n  {\"model\": \"small\", \"8\": null, \"16\": \"full\", \"32\": \"none\", \"64\": \"full\"}\n]\n");
}

TEST_F(Show, SaysWhenTheFileIsHalfDoneAndWhenNothingIsLeft) {
  forget_from(12);
  EXPECT_NE(show(asked()).find("large  =   =   =   =\n"), std::string::npos) << show(asked());
  EXPECT_EQ(notes_.str(), "half done: 12 of 24 points are evaluated; what is best may still change\n");
  ShowOptions none = asked();
  none.where = {"count > 64"};
  EXPECT_EQ(show(none), "");
  EXPECT_EQ(notes_.str(), "no point satisfies this\n");
}

TEST_F(Show, RefusesWhatTheFileHasNot) {
  EXPECT_EQ(refusal({}), "show needs --by, the column whose least decides on a cell's point, and two axes: --down and --across");
  ShowOptions options = asked();
  options.down = "days";
  EXPECT_EQ(refusal(options), "`days` is a column");
  options.down = "modle";
  EXPECT_EQ(refusal(options), "`" + path_ + "` has no `modle`");
  options = asked();
  options.cell = "usb";
  EXPECT_EQ(refusal(options), "`" + path_ + "` has no `usb`");
  options = asked();
  options.where = {"seller == ibm"};
  EXPECT_EQ(refusal(options), "`seller` is never `ibm`");
}

}  // namespace
}  // namespace trainsweep
