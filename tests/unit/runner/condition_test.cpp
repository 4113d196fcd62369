#include "runner/condition.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "runner/exit_status.hpp"

namespace trainsweep {
namespace {

std::string read_back(std::string_view text) {
  const Condition condition = parse_condition(text);
  return condition.name + "|" + std::string(symbol(condition.comparison)) + "|" + condition.value;
}

std::string refusal(std::string_view text) {
  try {
    static_cast<void>(parse_condition(text));
  } catch (const UserError& error) {
    return std::string(error.what()).substr(0, std::string(error.what()).find('\n'));
  }
  return "accepted";
}

TEST(Condition, ReadsEachComparison) {
  EXPECT_EQ(read_back("a<1"), "a|<|1");
  EXPECT_EQ(read_back("train_days <= 30"), "train_days|<=|30");
  EXPECT_EQ(read_back("a > -1.5e3"), "a|>|-1.5e3");
  EXPECT_EQ(read_back("a>=1"), "a|>=|1");
  EXPECT_EQ(read_back("vendor == \"big co\""), "vendor|==|big co");
  EXPECT_EQ(read_back("vendor = aws"), "vendor|==|aws");
  EXPECT_EQ(read_back(" vendor!='aws' "), "vendor|!=|aws");
}

TEST(Condition, SaysWhatIsMissing) {
  EXPECT_EQ(refusal("train_days"), "`train_days` is no condition: it compares nothing");
  EXPECT_EQ(refusal("<= 3"), "`<= 3` is no condition: the name is missing");
  EXPECT_EQ(refusal("a <="), "`a <=` is no condition: the value is missing");
  EXPECT_EQ(refusal("a ! 3"), "`a ! 3` is no condition: `!` stands alone");
  EXPECT_EQ(refusal(""), "`` is no condition: it compares nothing");
}

TEST(Condition, NothingHoldsForNaN) {
  for (const Comparison comparison : {Comparison::below, Comparison::at_most, Comparison::above, Comparison::at_least,
                                      Comparison::equal, Comparison::not_equal}) {
    EXPECT_FALSE(holds(std::nan(""), comparison, 1)) << symbol(comparison);
  }
  EXPECT_TRUE(holds(1, Comparison::at_most, 1));
  EXPECT_FALSE(holds(1, Comparison::below, 1));
  EXPECT_TRUE(holds(2, Comparison::not_equal, 1));
}

}  // namespace
}  // namespace trainsweep
