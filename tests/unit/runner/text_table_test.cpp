#include "runner/text_table.hpp"

#include <gtest/gtest.h>

#include <limits>
#include <sstream>

namespace trainsweep {
namespace {

std::string written(Format format, const std::vector<std::vector<Cell>>& rows) {
  std::ostringstream out;
  TableWriter table(out, format, {{"offer"}, {"train_days", "d"}, {"mfu", "1"}});
  for (const auto& row : rows) table.row(row);
  table.finish();
  return out.str();
}

TEST(NumberText, ShowsFourDigitsAndWholeNumbersInFull) {
  EXPECT_EQ(number_text(0), "0");
  EXPECT_EQ(number_text(-0.0), "0");
  EXPECT_EQ(number_text(16), "16");
  EXPECT_EQ(number_text(27.534), "27.53");
  EXPECT_EQ(number_text(0.8f), "0.8");
  EXPECT_EQ(number_text(99.96), "99.96");
  EXPECT_EQ(number_text(0.04312), "0.04312");
  EXPECT_EQ(number_text(1234567.8), "1,234,568");
  EXPECT_EQ(number_text(-1000), "-1,000");
  EXPECT_EQ(number_text(4.2e24), "4.2e+24");
  EXPECT_EQ(number_text(1.5e-7), "1.5e-07");
  EXPECT_EQ(number_text(std::numeric_limits<double>::quiet_NaN()), "-");
  EXPECT_EQ(number_text(-std::numeric_limits<double>::infinity()), "-inf");
}

TEST(NumberText, RoundsBeforeItCountsDigits) {
  EXPECT_EQ(number_text(9.99962), "10");
  EXPECT_EQ(number_text(999.96), "1,000");
}

TEST(TableWriter, AlignsTextLeftAndNumbersRight) {
  EXPECT_EQ(written(Format::text, {{Cell("aws"), Cell(7.5), Cell(0.5f)}, {Cell("é-cloud"), Cell(1234.0), Cell()}}),
            "offer    train_days  mfu\n"
            "                  d\n"
            "-------  ----------  ---\n"
            "aws             7.5  0.5\n"
            "é-cloud       1,234    -\n");
}

TEST(TableWriter, WritesCsvWithUnitsAndQuotes) {
  EXPECT_EQ(written(Format::csv, {{Cell("a \"b\", c"), Cell(0.1f), Cell()}}),
            "offer,train_days [d],mfu\n\"a \"\"b\"\", c\",0.1,\n");
}

TEST(TableWriter, WritesJsonThatParses) {
  EXPECT_EQ(written(Format::json, {}), "[]\n");
  EXPECT_EQ(written(Format::json, {{Cell("tab\there"), Cell(0.1f), Cell(std::numeric_limits<double>::infinity())}}),
            "[\n  {\"offer\": \"tab\\there\", \"train_days\": 0.1, \"mfu\": null}\n]\n");
}

TEST(JsonString, EscapesControlsAndReplacesWhatIsNoUtf8) {
  EXPECT_EQ(json_string("a\"\\\n\x01"), "\"a\\\"\\\\\\n\\u0001\"");
  EXPECT_EQ(json_string("\xC3\xA9\xFFz\xE2\x82"), "\"\xC3\xA9\xEF\xBF\xBDz\xEF\xBF\xBD\xEF\xBF\xBD\"");
}

TEST(Json, NestsBlocksAndLines) {
  std::ostringstream out;
  Json json(out);
  json.open('{').key("n").value(std::uint64_t{3}).key("rows").open('[');
  json.open('{', Json::Layout::line).key("a").value(1.5).key("b").null().close('}');
  json.close(']').key("ok").value(true).close('}');
  EXPECT_EQ(out.str(), "{\n  \"n\": 3,\n  \"rows\": [\n    {\"a\": 1.5, \"b\": null}\n  ],\n  \"ok\": true\n}\n");
}

}  // namespace
}  // namespace trainsweep
