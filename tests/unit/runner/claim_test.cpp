#include "runner/claim.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace trainsweep {
namespace {

Claim claim(double least, double most, const std::string& formula) {
  Claim c;
  c.figures = {{"saving", least, most, formula}};
  c.inputs = {{"new_w", 120}, {"old_w", 300}};
  return c;
}

Judgement judged(double least, double most, const std::string& formula, Claim::Origin origin = Claim::Origin::open) {
  Claim c = claim(least, most, formula);
  c.origin = origin;
  Judgement out = judge(c, {{"price", 2}}).front();
  out.figure = nullptr;  // it dies with the claim
  return out;
}

TEST(Judge, HoldsUpToTheToleranceAndNoFurther) {
  EXPECT_EQ(judged(100, 100, "104.9").verdict, Verdict::holds);
  EXPECT_EQ(judged(100, 100, "95.1").verdict, Verdict::holds);
  EXPECT_EQ(judged(100, 100, "105.1").verdict, Verdict::off);
  EXPECT_EQ(judged(100, 100, "94.9").verdict, Verdict::off);
}

TEST(Judge, ARangeHoldsBetweenItsEnds) {
  EXPECT_EQ(judged(64, 128, "100").ratio, 1);
  EXPECT_EQ(judged(64, 128, "64").verdict, Verdict::holds);
  EXPECT_EQ(judged(64, 128, "256").ratio, 2) << "from the nearest end";
  EXPECT_EQ(judged(64, 128, "32").ratio, 0.5);
}

TEST(Judge, AContradictionIsItsOwnWhereItsNumbersAre) {
  const Judgement j = judged(0.3, 0.3, "1 - new_w / old_w", Claim::Origin::own);
  EXPECT_EQ(j.verdict, Verdict::inconsistent);
  EXPECT_DOUBLE_EQ(j.computed, 0.6);
  EXPECT_EQ(verdict_text(j), "inconsistent with its own numbers, by a factor of 2");
  EXPECT_EQ(judged(0.6, 0.6, "1 - new_w / old_w", Claim::Origin::own).verdict, Verdict::holds);
}

TEST(Judge, WhatHasNoValueIsNotCheckable) {
  EXPECT_EQ(judged(1, 1, "1 / (new_w - 120)").verdict, Verdict::not_checkable);
  EXPECT_TRUE(std::isnan(judged(1, 1, "sqrt(-1)").computed));
}

TEST(Judge, AClaimWithoutFiguresHasAReasonAlone) {
  Claim c = claim(1, 1, "1");
  c.figures.clear();
  c.reason = "nobody published it; {old_w - new_w} W";
  const auto judgements = judge(c, {});
  ASSERT_EQ(judgements.size(), 1u);
  EXPECT_EQ(judgements[0].verdict, Verdict::not_checkable);
  EXPECT_EQ(judgements[0].reason, "nobody published it; 180 W");
}

TEST(Judge, AReasonsNumbersAreComputed) {
  Claim c = claim(64, 128, "price * 100");
  c.reason = "{price} x 100 = {computed}, not {stated}";
  EXPECT_EQ(judge(c, {{"price", 2}})[0].reason, "2 x 100 = 200, not 64");
}

TEST(VerdictText, GivesTheFactorToTwoDigits) {
  EXPECT_EQ(verdict_text(judged(1.23, 1.23, "989")), "off by a factor of 800");
  EXPECT_EQ(verdict_text(judged(2.4, 2.4, "0.125")), "off by a factor of 19");
  EXPECT_EQ(verdict_text(judged(1e16, 1e16, "4.83e24")), "off by a factor of 480,000,000");
  EXPECT_EQ(verdict_text(judged(1, 1, "1.08")), "off by a factor of 1.1");
  EXPECT_EQ(verdict_text(judged(1, 1, "-2")), "off in sign");
  EXPECT_EQ(verdict_text(judged(1, 1, "0")), "off in sign");
  EXPECT_EQ(verdict_text(judged(1, 1, "1")), "holds");
  EXPECT_EQ(verdict_text(judged(1, 1, "1/0")), "not checkable");
}

TEST(FormulasIn, FindsWhatStandsInBraces) {
  EXPECT_EQ(formulas_in("a {b} c {d + 1}"), (std::vector<std::string>{"b", "d + 1"}));
  EXPECT_EQ(formulas_in("none"), std::vector<std::string>{});
  EXPECT_EQ(formulas_in("a {b"), std::nullopt);
}

}  // namespace
}  // namespace trainsweep
