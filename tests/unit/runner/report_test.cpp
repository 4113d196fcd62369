#include "runner/report.hpp"

#include <gtest/gtest.h>

#include <sstream>

namespace trainsweep {
namespace {

std::string printed(const ReportTable& table, Format format) {
  std::ostringstream out;
  print_report({&table, 1}, format, out);
  return out.str();
}

const ReportTable kMoney{"The money",
                         {"", "value", "unit", "share"},
                         {{"rent", "1,234.5", "USD", "99.9 %"}, {"storage", "-", "USD", "0.1 %"}, {"v2", "7", "h100"}},
                         {"a note"}};

TEST(Report, AlignsNumbersRightAndWordsLeft) {
  EXPECT_EQ(printed(kMoney, Format::text),
            "The money\n"
            "             value  unit   share\n"
            "  rent     1,234.5  USD   99.9 %\n"
            "  storage        -  USD    0.1 %\n"
            "  v2             7  h100\n"
            "  a note\n");
}

TEST(Report, WritesJson) {
  EXPECT_EQ(printed({"T", {}, {{"a", "\"1\""}}, {}}, Format::json),
            "[\n  {\n    \"title\": \"T\",\n    \"header\": [],\n    \"rows\": [\n      [\"a\", \"\\\"1\\\"\"]\n    ],\n"
            "    \"notes\": []\n  }\n]\n");
}

TEST(Wrapped, BreaksBetweenWordsAndKeepsLongOnes) {
  EXPECT_EQ(wrapped("aa bb cc", 5, ""), "aa bb\ncc\n");
  EXPECT_EQ(wrapped("aaaaaaaa b", 5, " "), " aaaaaaaa\n b\n");
  EXPECT_EQ(wrapped("", 5, " "), " \n");
}

}  // namespace
}  // namespace trainsweep
