#include "runner/top.hpp"

#include "tests/support/toy_result.hpp"

namespace trainsweep {
namespace {

class Top : public ToyResult {
 protected:
  std::string csv(TopOptions options) {
    options.file = path_;
    options.format = Format::csv;
    return output([&](auto& out, auto& notes) { print_top(options, out, notes); });
  }
  std::string refusal(TopOptions options) {
    return ToyResult::refusal([&](auto&, auto&) { csv(options); });
  }
};

TEST_F(Top, ListsTheLeastFirstAndEqualOnesByTheirPlace) {
  EXPECT_EQ(csv({.by = "usd", .columns = {"offer", "count", "usd"}, .count = 4}),
            "offer,count,usd\na-old,16,1\na-old,32,2\na-new,16,2\na-old,64,3\n");
  EXPECT_EQ(notes_.str(), "");
}

TEST_F(Top, ShowsWhereAPointIsAndWhatWasAskedWhenNothingIsChosen) {
  EXPECT_EQ(csv({.by = "usd", .where = {"days < 30", "seller == b"}, .count = 1}),
            "model,offer,count,usd,days [d],seller\nsmall,b-new,64,5,25,b\n");
}

TEST_F(Top, FindsTheLargestFirst) {
  EXPECT_EQ(csv({.by = "usd", .columns = {"usd"}, .count = 2, .descending = true}), "usd\n15\n14\n");
}

TEST_F(Top, FindsTheBestOfEachCombinationTheCheapestGroupFirst) {
  EXPECT_EQ(csv({.by = "usd", .where = {"days <= 40"}, .per = {"model", "seller"}, .columns = {"offer", "count", "usd"}}),
            "model,seller,offer,count,usd\nsmall,a,a-old,32,2\nsmall,b,b-new,32,4\nlarge,a,a-old,32,12\nlarge,b,b-new,32,14\n");
}

TEST_F(Top, ComparesWordsOfColumnsAndCoordinates) {
  EXPECT_EQ(csv({.by = "usd", .where = {"mode == none", "offer != a-old", "count >= 16"}, .columns = {"mode", "usd"}, .count = 1}),
            "mode,usd\nnone,3\n");
}

TEST_F(Top, OrdersByACoordinateToo) {
  EXPECT_EQ(csv({.by = "count", .where = {"days < 40"}, .columns = {"count"}, .count = 1}), "count\n32\n");
}

TEST_F(Top, SaysWhenTheFileIsHalfDone) {
  forget_from(12);
  EXPECT_EQ(csv({.by = "usd", .columns = {"model"}, .count = 100}).find("large"), std::string::npos);
  EXPECT_EQ(notes_.str(), "half done: 12 of 24 points are evaluated; what is best may still change\n");
}

TEST_F(Top, SaysWhyNothingIsLeft) {
  EXPECT_EQ(csv({.by = "usd", .where = {"count == 8"}, .columns = {"usd"}}), "usd\n");
  EXPECT_EQ(notes_.str(), "no point satisfies this; of 6 points looked at 6 are too_big\n");
}

TEST_F(Top, CountsCombinationsWithoutAPoint) {
  csv({.by = "usd", .where = {"usd < 10"}, .per = {"model"}});
  EXPECT_EQ(notes_.str(), "1 of 2 combinations of model have no such point\n");
}

TEST_F(Top, CountsNoCombinationsThatCannotBe) {
  csv({.by = "usd", .where = {"usd < 10"}, .per = {"offer", "seller"}});
  EXPECT_EQ(notes_.str(), "");
}

TEST_F(Top, RefusesWhatTheFileHasNot) {
  EXPECT_EQ(refusal({.by = "usb"}), "`" + path_ + "` has no `usb`");
  EXPECT_EQ(refusal({.by = "usd", .where = {"mode == ful"}}), "`mode` is never `ful`");
  EXPECT_EQ(refusal({.by = "usd", .where = {"mode < full"}}), "`mode` has words, which have no order");
  EXPECT_EQ(refusal({.by = "usd", .where = {"days < soon"}}), "`days` is compared with `soon`, which is no number");
  EXPECT_EQ(refusal({.by = "usd", .per = {"days"}}), "`days` is a column");
  EXPECT_EQ(refusal({.by = "offer"}), "`offer` has words, which have no order");
  EXPECT_EQ(refusal({}), "--by is missing: the column to order by");
  path_ = "/no/such/file.h5";
  EXPECT_EQ(refusal({.by = "usd"}), "there is no file `/no/such/file.h5`");
}

TEST_F(Top, ListsWhatCanBeAskedFor) {
  EXPECT_EQ(csv({.names = true}),
            "name,is,unit,values,description\nmodel,axis,,\"small to large, 2 values\",\noffer,axis,,\"a-old to b-new, 3 values\",\n"
            "count,axis,,\"8 to 64, 4 values\",\nseller,along offer,,\"a to b, 3 values\",\ndays,column,d,,\nusd,column,,,\n"
            "mode,column,,\"none, full\",\n");
}

}  // namespace
}  // namespace trainsweep
