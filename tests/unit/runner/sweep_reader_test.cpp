#include "runner/sweep_reader.hpp"

#include <gtest/gtest.h>
#include <sys/resource.h>

#include <cmath>

#include "tests/support/toy_catalog.hpp"

namespace trainsweep {
namespace {

using Values = std::vector<double>;

constexpr const char* kWhole = R"(
[sweep]
question = "which machine is cheapest?"
[fixed]
batch = 20
[grid]
factor = { from = 0.5, to = 1.5, count = 5 }
model = ["chair", "cup"]
offer = ["cid-swift", "bob-small", "ann-small"]
size = { from = 8, to = 64, count = 4, scale = "log2" }
[[zip]]
name = "care"
values = { mode = ["plain", "careful"], rate_usd = [1, 2] }
labels = ["low", "high"]
[output]
columns = ["cost_usd", "time_s"]
)";

TEST(SweepReader, ReadsAWholeConfig) {
  const SweepSpec spec = toy::spec(kWhole);
  EXPECT_EQ(spec.name, "x");
  EXPECT_EQ(spec.question, "which machine is cheapest?");
  EXPECT_EQ(spec.points(), 5u * 2 * 3 * 4 * 2);
  EXPECT_EQ(spec.columns, (std::vector<std::size_t>{toy::time_s, toy::cost_usd}));
  EXPECT_EQ(spec.point[toy::batch], 20);
  EXPECT_TRUE(std::isnan(spec.point[toy::mode])) << "of a dimension: not in the fixed point";
}

TEST(SweepReader, DimensionsStandInStorageOrder) {
  const SweepSpec spec = toy::spec(kWhole);
  ASSERT_EQ(spec.dimensions.size(), 5u);
  EXPECT_EQ(spec.dimensions[0].name, "model");
  EXPECT_EQ(spec.dimensions[1].name, "size");
  EXPECT_EQ(spec.dimensions[2].name, "offer");
  EXPECT_EQ(spec.dimensions[3].name, "care");
  EXPECT_EQ(spec.dimensions[4].name, "factor");
  EXPECT_EQ(spec.dimensions[0].stage, Stage::plan);
  EXPECT_EQ(spec.dimensions[2].stage, Stage::both);
  EXPECT_EQ(spec.dimensions[3].stage, Stage::both) << "an axis of the plan and one of the account";
  EXPECT_EQ(spec.dimensions[4].stage, Stage::account);
  EXPECT_EQ(spec.dimensions[3].labels, (std::vector<std::string>{"low", "high"}));
}

TEST(SweepReader, KeepsOnlyTheRecordsThatAreUsed) {
  const SweepSpec spec = toy::spec(kWhole);
  EXPECT_EQ(spec.records[toy::models].size(), 2u);
  EXPECT_EQ(spec.records[toy::machines].size(), 2u) << "swift and small, not large";
  EXPECT_EQ(spec.records[toy::offers].size(), 3u);
  const Dimension& offers = spec.dimensions[2];
  for (std::size_t i = 0; i < 3; ++i) {
    const Record& offer = spec.records[toy::offers][static_cast<std::size_t>(offers.values[0][i])];
    const Record& machine = spec.records[toy::machines][static_cast<std::size_t>(offer.values[1])];
    EXPECT_EQ(machine.name, i == 0 ? "swift" : "small");
  }
  EXPECT_EQ(spec.texts[toy::offers][0].texts[0], "cid");
}

TEST(SweepReader, RangesIncludeTheirEnds) {
  const SweepSpec spec = toy::spec(kWhole);
  EXPECT_EQ(spec.dimensions[4].values[0], (Values{0.5, 0.75, 1, 1.25, 1.5}));
  EXPECT_EQ(spec.dimensions[1].values[0], (Values{8, 16, 32, 64}));
}

TEST(SweepReader, ValuesMayBeSingle) {
  const SweepSpec spec = toy::spec("[grid]\nsize = 8\nmodel = \"cup\"\nmachine = \"small\"\nstrict = true\n");
  EXPECT_EQ(spec.points(), 1u);
  EXPECT_EQ(spec.dimensions.size(), 4u);
}

TEST(SweepReader, WithoutAGridThereIsOnePoint) {
  const SweepSpec spec = toy::spec("[fixed]\nsize = 8\nmodel = \"cup\"\nmachine = \"small\"\n");
  EXPECT_EQ(spec.points(), 1u);
  EXPECT_TRUE(spec.dimensions.empty());
}

TEST(SweepReader, OwnRecordsJoinAndReplaceTheCatalogues) {
  const SweepSpec spec = toy::spec(R"(
[fixed]
size = 8
model = "boat"
[grid]
offer = ["mine", "ann-small"]
[catalog.models.boat]
title = "Boat"
work = 7
[catalog.offers.mine]
like = "ann-small"
price_usd = 9
[catalog.parts.slow]
like = "slow"
pace = 123
)");
  EXPECT_EQ(spec.records[toy::models][0].values[1], 7);
  const Record& mine = spec.records[toy::offers][0];
  EXPECT_EQ(mine.name, "mine");
  EXPECT_EQ(mine.values[3], 9);
  EXPECT_EQ(spec.texts[toy::offers][0].texts[0], "ann");
  EXPECT_EQ(spec.records[toy::parts][0].values[1], 123) << "the catalogue's machine sees the config's part";
}

TEST(SweepReader, FiltersFollowReferences) {
  const auto offers = [](const std::string& filter) {
    const SweepSpec spec = toy::spec("[fixed]\nsize = 8\nmodel = \"cup\"\n[grid]\noffer = " + filter + "\n");
    std::string names;
    for (const double i : spec.dimensions[0].values[0])
      names += spec.records[toy::offers][static_cast<std::size_t>(i)].name + " ";
    return names;
  };
  EXPECT_EQ(offers("{ seller = \"ann\" }"), "ann-large ann-small ");
  EXPECT_EQ(offers("{ seller = [\"ann\", \"b*\"], term = \"year\" }"), "ann-large bob-small ");
  EXPECT_EQ(offers("{ part = \"fast\" }"), "cid-swift ");
  EXPECT_EQ(offers("{ maker = [\"*\"] }"), "ann-large ann-small bob-small cid-swift ");
  EXPECT_EQ(offers("{ shape = \"square\" }"), "ann-large ");
  EXPECT_EQ(offers("{ name = \"*-small\" }"), "ann-small bob-small ");
  EXPECT_EQ(offers("{ machine = { part = { maker = \"zenith\" } } }"), "cid-swift ");
  EXPECT_EQ(offers("{}"), "ann-large ann-small bob-small cid-swift ");
}

TEST(SweepReader, OverridesWinOverTheFile) {
  const SweepSpec spec =
      toy::spec(kWhole, {"fixed.batch=3", "grid.size=[4, 8]", "grid.model=cup", "fixed.factor=2", "sweep.name=other"});
  EXPECT_EQ(spec.name, "other");
  EXPECT_EQ(spec.point[toy::batch], 3);
  EXPECT_EQ(spec.point[toy::factor], 2) << "it left the grid";
  EXPECT_EQ(spec.points(), 1u * 2 * 3 * 2);
  EXPECT_EQ(spec.records[toy::models].size(), 1u);
}

TEST(SweepReader, OverridesReachRecordsAndReplaceRanges) {
  const SweepSpec spec = toy::spec(kWhole, {"catalog.models.cup.like=cup", "catalog.models.cup.work=5",
                                            "grid.factor={from=1,to=2,count=2}", "grid.factor={from=1,to=3,count=3}"});
  EXPECT_EQ(spec.records[toy::models][1].values[1], 5);
  EXPECT_EQ(spec.dimensions[4].values[0], (Values{1, 2, 3}));
}

bool equal(double a, double b) { return a == b || (std::isnan(a) && std::isnan(b)); }

void expect_equal(const SweepSpec& a, const SweepSpec& b) {
  EXPECT_EQ(a.name, b.name);
  EXPECT_EQ(a.question, b.question);
  EXPECT_EQ(a.columns, b.columns);
  EXPECT_EQ(a.catalog_sha256, b.catalog_sha256);
  EXPECT_EQ(a.resolved, b.resolved);
  ASSERT_EQ(a.dimensions.size(), b.dimensions.size());
  for (std::size_t d = 0; d < a.dimensions.size(); ++d) {
    EXPECT_EQ(a.dimensions[d].name, b.dimensions[d].name);
    EXPECT_EQ(a.dimensions[d].axes, b.dimensions[d].axes);
    EXPECT_EQ(a.dimensions[d].values, b.dimensions[d].values);
    EXPECT_EQ(a.dimensions[d].labels, b.dimensions[d].labels);
    EXPECT_EQ(a.dimensions[d].stage, b.dimensions[d].stage);
  }
  for (std::size_t i = 0; i < a.point.size(); ++i) EXPECT_TRUE(equal(a.point[i], b.point[i])) << "axis " << i;
  ASSERT_EQ(a.records.size(), b.records.size());
  for (std::size_t kind = 0; kind < a.records.size(); ++kind) {
    ASSERT_EQ(a.records[kind].size(), b.records[kind].size()) << "kind " << kind;
    for (std::size_t i = 0; i < a.records[kind].size(); ++i) {
      EXPECT_EQ(a.records[kind][i].name, b.records[kind][i].name);
      EXPECT_EQ(a.texts[kind][i].texts, b.texts[kind][i].texts);
      for (std::size_t f = 0; f < a.records[kind][i].values.size(); ++f) {
        EXPECT_TRUE(equal(a.records[kind][i].values[f], b.records[kind][i].values[f]));
      }
    }
  }
}

TEST(ResolvedText, ReadsBackAsTheSameSweepWithoutACatalogue) {
  for (const std::string& text :
       {std::string(kWhole),
        std::string("[sweep]\nquestion = \"\\\"why\\\"\\n\\u0001\"\n[grid]\nmodel = { name = \"*\" }\nsize = [3, 1]\n"
                    "machine = {}\nbatch = { from = 1, to = 1e9, count = 4, scale = \"log\" }\nlimit_s = 1e-6\n")}) {
    const SweepSpec first = toy::spec(text);
    const auto again = read_sweep({make_source("resolved", first.resolved)}, toy::rules(), RecordStore(toy::schema()));
    ASSERT_TRUE(again) << again.diagnostics().render();
    expect_equal(first, again.value().spec);
  }
}

TEST(ResolvedText, SaysWhereEachValueComesFrom) {
  const std::string text = toy::spec(kWhole).resolved;
  EXPECT_NE(text.find("pace = { value = 400, unit = \"1/s\", source = \"table 2\", basis = \"derived\" }"),
            std::string::npos)
      << text;
  EXPECT_NE(text.find("share = { value = 0.5, unit = \"1\", source = \"default\", basis = \"assumed\" }"),
            std::string::npos);
  EXPECT_NE(text.find("factor = [0.5, 0.75, 1, 1.25, 1.5]"), std::string::npos);
}

TEST(ResolvedText, ADigestNamesTheRecordsAlone) {
  EXPECT_EQ(toy::spec(kWhole).catalog_sha256, toy::spec(kWhole, {"fixed.batch=7"}).catalog_sha256);
  EXPECT_NE(toy::spec(kWhole).catalog_sha256, toy::spec(kWhole, {"grid.model=cup"}).catalog_sha256);
  EXPECT_EQ(toy::spec(kWhole).catalog_sha256.size(), 64u);
}

// What a rank takes in all, of which a sweep may have 256 MiB, whatever its size.
TEST(SweepReader, AListOfAMillionTakesLittleMemory) {
  std::string text = "[fixed]\nmodel = \"cup\"\nmachine = \"small\"\nsize = 8\n[[zip]]\nname = \"z\"\nvalues = { factor = [";
  for (int i = 1; i <= 1'000'000; ++i) text += "0." + std::to_string(1'000'000 + i) + ",";
  EXPECT_EQ(toy::spec(text + "] }\n").points(), 1'000'000U);
#ifdef NDEBUG  // what users run; sanitizers keep a record of all memory
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  EXPECT_LT(usage.ru_maxrss, 256 << 10) << "KiB";
#endif
}

}  // namespace
}  // namespace trainsweep
