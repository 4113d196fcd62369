#include "runner/check.hpp"

#include <gtest/gtest.h>

#include <sstream>

#include "tests/support/toy_catalog.hpp"

namespace trainsweep {
namespace {

constexpr const char* kSweep = R"(
[sweep]
question = "which?"
[fixed]
model = "cup"
[grid]
offer = ["ann-small", "bob-small", "cid-swift"]
size = { from = 1, to = 1024, count = 11, scale = "log2" }
factor = { from = 1, to = 2, count = 101 }
[output]
columns = ["cost_usd", "time_s"]
)";

TEST(Check, CountsSearchesAfterSharing) {
  const SweepSpec spec = toy::spec(kSweep);
  const toy::ToyEngine engine(spec.records);
  const SweepSize size = size_of(spec, Grid(spec, engine));
  EXPECT_EQ(size.points, 3u * 11 * 101);
  EXPECT_EQ(size.searches, 2u * 11) << "two offers are of one machine";
  EXPECT_EQ(size.bytes, size.points * (2 * 4 + 1));
}

TEST(Check, SaysThatBytesDoNotFitRatherThanWrapAround) {
  const SweepSpec spec = toy::spec(
      "[fixed]\nmodel = \"cup\"\nmachine = \"small\"\n[grid]\nsize = { from = 1, to = 1e6, count = 1000000 }\n"
      "batch = { from = 1, to = 1e6, count = 1000000 }\nfactor = { from = 1, to = 2, count = 1000000 }\n");
  const toy::ToyEngine engine(spec.records);
  EXPECT_EQ(size_of(spec, Grid(spec, engine)).points, 1000000000000000000u);
  EXPECT_EQ(size_of(spec, Grid(spec, engine)).bytes, ~0ULL);
}

TEST(TimeSample, TimesEachSearchOnceWhereTheyAreFew) {
  const SweepSpec spec = toy::spec(kSweep);
  const toy::ToyEngine engine(spec.records);
  const TimeSample sample = time_sample(Grid(spec, engine), toy::schema(), engine);
  EXPECT_EQ(sample.searches, 22u);
  EXPECT_EQ(engine.plans_made(), 22u);
  EXPECT_GT(sample.mean_seconds, 0);
  EXPECT_GE(sample.longest_seconds, sample.mean_seconds);
}

TEST(TimeSample, EndsWithItsBudgetButTimesOne) {
  const SweepSpec spec = toy::spec(kSweep);
  const toy::ToyEngine engine(spec.records);
  EXPECT_EQ(time_sample(Grid(spec, engine), toy::schema(), engine, 0).searches, 1u);
}

TEST(EstimatedSeconds, FallsWithRanksDownToTheLongestSearch) {
  SweepSize size{.points = 1000, .searches = 100, .units = 50, .bytes = 0};
  TimeSample sample{.searches = 100, .mean_seconds = 1, .longest_seconds = 4, .point_seconds = 0.1, .count = {}};
  EXPECT_DOUBLE_EQ(estimated_seconds(size, sample, 1), 200);
  EXPECT_DOUBLE_EQ(estimated_seconds(size, sample, 4), 50);
  EXPECT_DOUBLE_EQ(estimated_seconds(size, sample, 1000), 4) << "50 units at 4 s, and no search is shorter";
}

TEST(PrintCheck, ShowsWhatTheSweepWouldDo) {
  const SweepSpec spec = toy::spec(kSweep);
  const toy::ToyEngine engine(spec.records);
  std::ostringstream out;
  print_check(spec, toy::schema(), engine, out);
  const std::string text = out.str();
  const std::string dimensions =
      "which?\n\n"
      "dimension  values  read by\n"
      "size           11  plan              1, 2, 4, 8 ... 1,024\n"
      "offer           3  plan and account  ann-small, bob-small, cid-swift\n"
      "factor        101  account           1, 1.01, 1.02, 1.03 ... 2\n";
  EXPECT_EQ(text.substr(0, dimensions.size()), dimensions);
  EXPECT_NE(
      text.find("points    3,333\nsearches  22, each for 151.5 points\nrecords   2 parts, 2 machines, 3 offers, 1 model\n"
                "output    2 of 5 columns and the status, 30 kB\n"),
      std::string::npos)
      << text;
  EXPECT_NE(text.find("from 22 of 22 searches"), std::string::npos) << text;
}

TEST(DescribeBytes, CountsInPowersOfTen) {
  EXPECT_EQ(describe_bytes(0), "0 B");
  EXPECT_EQ(describe_bytes(999), "999 B");
  EXPECT_EQ(describe_bytes(29700), "29.7 kB");
  EXPECT_EQ(describe_bytes(1e18), "1 EB");
  EXPECT_EQ(describe_bytes(1.8e19), "18 EB");
}

}  // namespace
}  // namespace trainsweep
