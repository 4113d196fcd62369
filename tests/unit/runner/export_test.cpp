#include "runner/export.hpp"

#include <streambuf>

#include "tests/support/toy_result.hpp"

namespace trainsweep {
namespace {

// Takes nothing, as a disk that is full.
class FullDisk : public std::streambuf {};

class Export : public ToyResult {
 protected:
  std::string csv(ExportOptions options) {
    options.file = path_;
    return output([&](auto& out, auto& notes) { export_points(options, out, notes); });
  }
};

TEST_F(Export, WritesTheAxesAndEveryColumnOfThePointsThatHaveValues) {
  const std::string text = csv({});
  EXPECT_EQ(text.substr(0, text.find("large")),
            "model,offer,count,days [d],usd,mode\n"
            "small,a-old,16,50,1,full\nsmall,a-old,32,33.333332,2,none\nsmall,a-old,64,25,3,full\n"
            "small,a-new,16,50,2,full\nsmall,a-new,32,33.333332,3,none\nsmall,a-new,64,25,4,full\n"
            "small,b-new,16,50,3,full\nsmall,b-new,32,33.333332,4,none\nsmall,b-new,64,25,5,full\n");
  EXPECT_EQ(std::count(text.begin(), text.end(), '\n'), 1 + 18);
  EXPECT_EQ(notes_.str(), "");
}

TEST_F(Export, WritesWhatIsChosenInThatOrderAndEachOnce) {
  EXPECT_EQ(csv({.columns = {"usd", "seller", "usd"}, .where = {"mode == none", "model == large"}}), "usd,seller\n12,a\n13,a\n14,b\n");
}

TEST_F(Export, SaysWhatIsMissing) {
  forget_from(12);
  csv({.columns = {"usd"}});
  EXPECT_EQ(notes_.str(), "half done: 12 of 24 points are evaluated; the others are left out\n");
  EXPECT_EQ(csv({.columns = {"usd"}, .where = {"count == 8", "model == small"}}), "usd\n");
  EXPECT_EQ(notes_.str(), "no point satisfies this; of 3 points looked at 3 are too_big\n");
}

TEST_F(Export, RefusesWhatTheFileHasNot) {
  EXPECT_EQ(refusal([&](auto&, auto&) { csv({.columns = {"usb"}}); }), "`" + path_ + "` has no `usb`");
}

TEST_F(Export, EndsWhereTheOutputTakesNoMore) {
  FullDisk disk;
  std::ostream out(&disk);
  for (const TableFormat format : {TableFormat::csv, TableFormat::parquet}) {
    EXPECT_THROW(export_points({.file = path_, .format = format}, out, notes_), MachineError);
  }
}

}  // namespace
}  // namespace trainsweep
