#include "runner/part.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "runner/exit_status.hpp"
#include "runner/ledger.hpp"

namespace trainsweep {
namespace {

constexpr UnitCut kWholeBlocks{.blocks = 12000, .slots = 1, .inner = 7, .blocks_per_unit = 1};
constexpr UnitCut kSlots{.blocks = 60, .slots = 4, .inner = 90, .slots_per_unit = 1};
constexpr UnitCut kTiles{.blocks = 1, .slots = 1, .inner = 1'000'000, .tile = 16384};
constexpr UnitCut kOnePoint{.blocks = 1, .slots = 1, .inner = 1, .blocks_per_unit = 1};

TEST(ParsePart, TakesANumberAndACount) {
  EXPECT_EQ(parse_part("3/16"), (Part{3, 16}));
  EXPECT_EQ(parse_part("16/16"), (Part{16, 16}));
  EXPECT_TRUE(parse_part("1/1").is_whole());
  EXPECT_EQ(part_text(parse_part("3/16")), "3/16");
}

TEST(ParsePart, RefusesAllElseAndSaysWhatIsAllowed) {
  for (const char* text : {"", "3", "/", "0/4", "5/4", "-1/4", "1/0", "1/1000001", " 1/4", "1/4 ", "1.0/4", "a/b",
                           "1/4/4", "18446744073709551617/4"}) {
    try {
      (void)parse_part(text);
      ADD_FAILURE() << text;
    } catch (const UserError& error) {
      EXPECT_EQ(error.what(), std::string("`") + text +
                                  "` is no part of a sweep\n  = help: a number and a count, as in 3/16: "
                                  "from 1 to the count, which is at most 1000000");
    }
  }
}

class EveryCut : public testing::TestWithParam<std::pair<UnitCut, std::uint64_t>> {};

TEST_P(EveryCut, HasEachUnitInOnePart) {
  const Units units(GetParam().first);
  const std::uint64_t count = GetParam().second;
  std::vector<UnitRange> all;
  for (std::uint64_t number = 1; number <= count; ++number) {
    const std::vector<UnitRange> part = units_of({number, count}, units);
    EXPECT_TRUE(std::is_sorted(part.begin(), part.end()));
    all.insert(all.end(), part.begin(), part.end());
  }
  std::sort(all.begin(), all.end());
  std::uint64_t next = 0;
  for (const UnitRange& range : all) {
    EXPECT_EQ(range.begin, next);
    EXPECT_GT(range.size(), 0u);
    next = range.end;
  }
  EXPECT_EQ(next, units.count());
}

INSTANTIATE_TEST_SUITE_P(Cuts, EveryCut,
                         testing::Values(std::pair{kWholeBlocks, 7}, std::pair{kWholeBlocks, 1},
                                         std::pair{kWholeBlocks, 16000}, std::pair{kSlots, 4}, std::pair{kSlots, 60},
                                         std::pair{kSlots, 100}, std::pair{kTiles, 3}, std::pair{kOnePoint, 5}));

TEST(UnitsOf, PartsAreEqualWithinAFewUnits) {
  const Units units(kWholeBlocks);
  for (std::uint64_t number = 1; number <= 7; ++number) {
    const double share = static_cast<double>(count_units(units_of({number, 7}, units))) / 12000;
    EXPECT_NEAR(share, 1.0 / 7, 0.03);
  }
}

TEST(UnitsOf, APartIsSpreadOverTheWholeSweep) {
  const std::vector<UnitRange> part = units_of({2, 5}, Units(kSlots));
  EXPECT_GT(part.size(), 10u);
  EXPECT_LT(part.front().begin, 24u);
  EXPECT_GT(part.back().end, 216u);
}

TEST(UnitsOf, BlocksStayWholeWhereEveryPartCanHaveOne) {
  for (const UnitRange& range : units_of({2, 60}, Units(kSlots))) {
    EXPECT_EQ(range.begin % 4, 0u);
    EXPECT_EQ(range.end % 4, 0u);
  }
  EXPECT_EQ(units_of({2, 61}, Units(kSlots)).front(), (UnitRange{1, 2})) << "more parts than blocks";
}

TEST(CommonUnits, AreThoseOfBoth) {
  const std::vector<UnitRange> left{{0, 10}, {20, 30}, {40, 41}};
  EXPECT_EQ(common_units(left, {{5, 25}, {29, 50}}), (std::vector<UnitRange>{{5, 10}, {20, 25}, {29, 30}, {40, 41}}));
  EXPECT_EQ(common_units(left, {}), std::vector<UnitRange>{});
  EXPECT_EQ(common_units(left, {{10, 20}}), std::vector<UnitRange>{});
  EXPECT_EQ(common_units(left, left), left);
}

}  // namespace
}  // namespace trainsweep
