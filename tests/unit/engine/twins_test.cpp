#include "engine/twins.hpp"

#include <gtest/gtest.h>

namespace trainsweep::engine {
namespace {

constexpr std::array kPartFields{Property{.name = "mass"}, Property{.name = "maker", .kind = Kind::text}};
constexpr std::array kMachineFields{Property{.name = "part", .kind = Kind::reference, .catalog = "parts"},
                                    Property{.name = "arms"}};
constexpr std::array kCatalogs{Catalog{"parts", "part", kPartFields, {}},
                               Catalog{"machines", "machine", kMachineFields, {}}};
constexpr Schema kSchema{.axes = {}, .columns = {}, .catalogs = kCatalogs, .statuses = {}, .one_of = {}, .plan_width = 0};

TEST(Twins, AreRecordsOfEqualNumbers) {
  const Records records{{{"a", {1, kNotSet}}, {"b", {2, kNotSet}}, {"c", {1, kNotSet}}},
                        {{"of a", {0, 5}}, {"of b", {1, 5}}, {"of c", {2, 5}}, {"longer", {2, 6}}}};
  const Twins twins(kSchema, records);
  EXPECT_EQ(twins.of("parts", 0), 0U);
  EXPECT_EQ(twins.of("parts", 1), 1U);
  EXPECT_EQ(twins.of("parts", 2), 0U);
  EXPECT_EQ(twins.of("machines", 1), 1U);
  EXPECT_EQ(twins.of("machines", 2), 0U) << "other parts, but of equal numbers";
  EXPECT_EQ(twins.of("machines", 3), 3U);
}

TEST(Twins, WhatIsNotSetEqualsItself) {
  const Records records{{}, {{"one", {kNotSet, 5}}, {"two", {kNotSet, 5}}, {"three", {kNotSet, kNotSet}}}};
  const Twins twins(kSchema, records);
  EXPECT_EQ(twins.of("machines", 1), 0U);
  EXPECT_EQ(twins.of("machines", 2), 2U);
}

}  // namespace
}  // namespace trainsweep::engine
