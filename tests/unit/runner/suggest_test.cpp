#include "runner/suggest.hpp"

#include <gtest/gtest.h>

namespace trainsweep {
namespace {

TEST(EditDistance, CountsSingleEdits) {
  EXPECT_EQ(edit_distance("", ""), 0u);
  EXPECT_EQ(edit_distance("", "abc"), 3u);
  EXPECT_EQ(edit_distance("size", "sizes"), 1u);
  EXPECT_EQ(edit_distance("size", "sze"), 1u);
  EXPECT_EQ(edit_distance("size", "site"), 1u);
  EXPECT_EQ(edit_distance("size", "isze"), 1u) << "two neighbours swapped";
}

TEST(EditDistance, TakesCaseAndDashesAsEqual) { EXPECT_EQ(edit_distance("H100-SXM", "h100_sxm"), 0u); }

TEST(Nearest, FindsTheNameWithTheFewestEdits) {
  const std::vector<std::string_view> known{"fixed", "grid", "output"};
  EXPECT_EQ(nearest("gird", known), "grid");
  EXPECT_EQ(nearest("fixd", known), "fixed");
}

TEST(Nearest, FindsNothingWhereNothingIsNear) {
  const std::vector<std::string_view> known{"fixed", "grid"};
  EXPECT_EQ(nearest("banana", known), "");
  EXPECT_EQ(nearest("", known), "");
  EXPECT_EQ(nearest("x", {}), "");
  EXPECT_EQ(nearest(std::string(100000, 'x'), known), "") << "no quadratic time for a hostile name";
}

TEST(Suggestion, PrefersNamesThatBeginLikeIt) {
  const std::vector<std::string_view> known{"h100-nvl", "h100-sxm", "h200"};
  EXPECT_EQ(suggestion("h100", known), "use `h100-nvl` or `h100-sxm`");
  EXPECT_EQ(suggestion("h300", known), "use `h200`");
  const std::vector<std::string_view> axes{"chip_mtbf_hours", "chips"};
  EXPECT_EQ(suggestion("chip", axes), "use `chips`") << "only its last letter is missing";
}

TEST(Suggestion, ListsFewNamesAndNotMany) {
  const std::vector<std::string_view> few{"one", "two", "three"};
  EXPECT_EQ(suggestion("thre", few), "use `three`");
  EXPECT_EQ(suggestion("banana", few), "known are `one`, `two` and `three`");
  const std::vector<std::string_view> many(9, "name");
  EXPECT_EQ(suggestion("banana", many, "see the list"), "see the list");
}

}  // namespace
}  // namespace trainsweep
