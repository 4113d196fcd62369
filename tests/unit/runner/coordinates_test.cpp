#include "runner/coordinates.hpp"

#include <gtest/gtest.h>

#include "tests/support/toy_sweep.hpp"

namespace trainsweep {
namespace {

using Texts = std::vector<std::string>;

std::vector<Coordinate> of(const SweepSpec& spec) {
  return coordinates(spec, toy::sweep_schema(), toy::ToyEngine(spec.records));
}

const Coordinate* find(const std::vector<Coordinate>& all, const std::string& name) {
  const auto at = std::find_if(all.begin(), all.end(), [&](const Coordinate& c) { return c.name == name; });
  return at == all.end() ? nullptr : &*at;
}

Texts names(const std::vector<Coordinate>& all) {
  Texts out;
  for (const Coordinate& coordinate : all) out.push_back(coordinate.name);
  return out;
}

TEST(Coordinates, DimensionsComeFirstThenWhatBelongsToTheirRecords) {
  const auto all = of(toy::sweep({toy::dimension(toy::offer, {2, 0}), toy::dimension(toy::batch, {1, 2})}));
  EXPECT_EQ(names(all), (Texts{"offer", "batch", "seller", "term", "machine", "part", "price_usd"}));
  EXPECT_EQ(std::get<Texts>(find(all, "offer")->values), (Texts{"ann-large", "ann-small"}));
  EXPECT_EQ(std::get<Texts>(find(all, "seller")->values), (Texts{"seller of ann-large", "seller of ann-small"}));
  EXPECT_EQ(std::get<Texts>(find(all, "machine")->values), (Texts{"large", "small"}));
  EXPECT_EQ(std::get<Texts>(find(all, "part")->values), (Texts{"slow", "slow"}));
  EXPECT_EQ(std::get<std::vector<double>>(find(all, "price_usd")->values), (std::vector<double>{3, 2}));
  EXPECT_TRUE(find(all, "offer")->index);
  EXPECT_FALSE(find(all, "seller")->index);
}

TEST(Coordinates, HaveTheTypeOfTheirKind) {
  const auto all = of(toy::sweep({toy::dimension(toy::mode, {2, 0}), toy::dimension(toy::strict, {0, 1}),
                                  toy::dimension(toy::size, {4, 8}), toy::dimension(toy::factor, {0.5, 1}),
                                  toy::dimension(toy::lanes, {kNotSet, 2})}));
  EXPECT_EQ(std::get<Texts>(find(all, "mode")->values), (Texts{"careful", "plain"}));
  EXPECT_EQ(std::get<std::vector<std::uint8_t>>(find(all, "strict")->values), (std::vector<std::uint8_t>{0, 1}));
  EXPECT_EQ(std::get<std::vector<std::int64_t>>(find(all, "size")->values), (std::vector<std::int64_t>{4, 8}));
  EXPECT_EQ(std::get<std::vector<double>>(find(all, "factor")->values), (std::vector<double>{0.5, 1}));
  EXPECT_EQ(std::get<std::vector<double>>(find(all, "lanes")->values)[1], 2);  // not set: no whole number
}

TEST(Coordinates, AZipHasItsLabelsAndItsAxesBesideIt) {
  Dimension zip{"site", {toy::offer, toy::factor}, {{3, 1}, {1, 2}}, {"here", "there"}, Stage::both};
  auto all = of(toy::sweep({zip}));
  EXPECT_EQ(std::get<Texts>(find(all, "site")->values), (Texts{"here", "there"}));
  EXPECT_EQ(std::get<Texts>(find(all, "offer")->values), (Texts{"cid-swift", "bob-small"}));
  EXPECT_EQ(std::get<std::vector<double>>(find(all, "factor")->values), (std::vector<double>{1, 2}));
  EXPECT_NE(find(all, "seller"), nullptr);
  zip.labels.clear();
  all = of(toy::sweep({zip}));
  EXPECT_EQ(std::get<std::vector<std::int64_t>>(find(all, "site")->values), (std::vector<std::int64_t>{0, 1}));
}

TEST(Coordinates, ANameThatIsTakenIsLeftOut) {
  const auto all = of(toy::sweep({toy::dimension(toy::model, {0, 1}), toy::dimension(toy::machine, {0, 1})}));
  const Texts found = names(all);
  EXPECT_EQ(std::count(found.begin(), found.end(), "title"), 1);  // the model's, not the machine's
  EXPECT_EQ(find(all, "title")->dimension, 0U);
  EXPECT_NE(find(all, "double_work"), nullptr);  // derived by the engine
}

TEST(Coordinates, NoDimensionsHaveNone) { EXPECT_TRUE(of(toy::sweep({})).empty()); }

}  // namespace
}  // namespace trainsweep
