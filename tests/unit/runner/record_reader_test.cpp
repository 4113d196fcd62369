#include "runner/record_reader.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "tests/support/toy_catalog.hpp"

namespace trainsweep {
namespace {

struct Read {
  RecordStore store;
  std::string errors;
};
Read read(const std::string& text, SourceRule rule = SourceRule::optional) {
  Diagnostics errors;
  RecordReader reader(toy::schema(), errors);
  const auto top = read_toml(make_source("r.toml", text), errors);
  if (top) reader.add(top->find("catalog")->value, rule);
  RecordStore store = reader.join(toy::catalog());
  return {std::move(store), errors.empty() ? "" : errors.render()};
}

TEST(RecordReader, KeepsUnitSourceAndBasis) {
  const Read got =
      read("[catalog.parts.p]\nsource = \"s\"\nmaker = \"m\"\npace = { value = 3, basis = \"measured\" }\n");
  EXPECT_EQ(got.errors, "");
  const KnownRecord& part = *got.store.find(toy::parts, "p");
  EXPECT_EQ(part.fields[0].text, "m");
  EXPECT_EQ(part.fields[1].number, 3);
  EXPECT_EQ(part.fields[1].source, "s") << "the record's own holds where the field has none";
  EXPECT_EQ(part.fields[1].basis, "measured");
}

TEST(RecordReader, FillsDefaultsAndSaysSo) {
  const Read got = read("[catalog.machines.m]\npart = \"slow\"\n");
  const KnownRecord& machine = *got.store.find(toy::machines, "m");
  EXPECT_EQ(machine.fields[2].number, 100000);
  EXPECT_EQ(machine.fields[2].source, kDefaultSource);
  EXPECT_EQ(machine.fields[2].basis, "assumed");
  EXPECT_TRUE(std::isnan(machine.fields[6].number)) << "it has no default";
}

TEST(RecordReader, LikeFollowsChainsInAnyOrder) {
  const Read got = read(
      "[catalog.parts.a]\nlike = \"b\"\npace = 1\n[catalog.parts.b]\nlike = \"c\"\n[catalog.parts.c]\nlike = \"fast\"\n"
      "maker = \"me\"\n");
  EXPECT_EQ(got.errors, "");
  EXPECT_EQ(got.store.find(toy::parts, "a")->fields[0].text, "me");
  EXPECT_EQ(got.store.find(toy::parts, "a")->fields[1].number, 1);
  EXPECT_EQ(got.store.find(toy::parts, "b")->fields[1].number, 400);
  EXPECT_EQ(got.store.find(toy::parts, "b")->fields[1].source, "table 2") << "provenance comes along";
}

TEST(RecordReader, LikeItsOwnNameIsTheCataloguesRecord) {
  const Read got = read("[catalog.parts.fast]\nlike = \"fast\"\nmaker = \"me\"\n");
  EXPECT_EQ(got.errors, "");
  EXPECT_EQ(got.store.find(toy::parts, "fast")->fields[0].text, "me");
  EXPECT_EQ(got.store.find(toy::parts, "fast")->fields[1].number, 400);
}

TEST(RecordReader, LikeInACircleIsReported) {
  const Read got = read("[catalog.parts.a]\nlike = \"b\"\n[catalog.parts.b]\nlike = \"a\"\n");
  EXPECT_NE(got.errors.find("`like` leads from `b` back to itself"), std::string::npos) << got.errors;
}

TEST(RecordReader, WantsASourceForEveryNumberOfTheCatalogue) {
  const std::string text = "[catalog.parts.p]\nmaker = \"m\"\npace = 3\n";
  EXPECT_EQ(read(text).errors, "");
  EXPECT_NE(read(text, SourceRule::required).errors.find("r.toml:3:1: error: `pace` of part `p` has no source"),
            std::string::npos);
}

TEST(RecordReader, ReferencesMayPointToRecordsOfTheSameText) {
  EXPECT_EQ(read("[catalog.machines.m]\npart = \"p\"\n[catalog.parts.p]\nmaker = \"m\"\npace = 1\n").errors, "");
}

}  // namespace
}  // namespace trainsweep
