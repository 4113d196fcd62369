#include "runner/formula.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace trainsweep {
namespace {

TEST(Formula, NamesAreFoundAndValuesPutInTheirPlace) {
  const FormulaCheck check = check_formula("1 - new_w / old_w");
  EXPECT_EQ(check.fault, "");
  EXPECT_EQ(check.names, (std::vector<std::string>{"new_w", "old_w"}));
  EXPECT_DOUBLE_EQ(formula_value("1 - new_w / old_w", {{"new_w", 120}, {"old_w", 300}}), 0.6);
}

TEST(Formula, KnowsPrecedencePowersAndFunctions) {
  EXPECT_DOUBLE_EQ(formula_value("6 * 2e9 * 20 / 2^2", {}), 6e10);
  EXPECT_DOUBLE_EQ(formula_value("max(a, sqrt(16))", {{"a", 3}}), 4);
}

TEST(Formula, ADivisionByZeroIsNoFiniteNumber) { EXPECT_TRUE(std::isinf(formula_value("1 / a", {{"a", 0}}))); }

TEST(Formula, WhatIsNoneSaysWhere) {
  EXPECT_EQ(check_formula("1 -").fault, "does not read as a formula at character 5");
  EXPECT_EQ(check_formula("").fault, "does not read as a formula at character 1");
  EXPECT_EQ(check_formula("a b").fault, "does not read as a formula at character 3");
  EXPECT_EQ(check_formula("a.b").fault, "does not read as a formula at character 2");
  EXPECT_EQ(check_formula("a = 3").fault, "does not read as a formula at character 3") << "no assignments";
  EXPECT_EQ(check_formula("a, b").fault, "has more than one result");
}

}  // namespace
}  // namespace trainsweep
