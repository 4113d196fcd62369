#include <gtest/gtest.h>

#include <cmath>
#include <set>

#include "tests/support/engine_records.hpp"

namespace trainsweep::engine {
namespace {

using testing::values_of;

void expect_sound(const Property& p) {
  EXPECT_FALSE(p.name.empty());
  EXPECT_FALSE(p.doc.empty()) << p.name;
  EXPECT_NE(p.doc.back(), '.') << p.name << ": a doc is a line without a full stop";
  EXPECT_LE(p.least, p.most) << p.name;
  EXPECT_FALSE(p.required && !std::isnan(p.fallback)) << p.name << " is required, so its fallback is never used";
  if (!std::isnan(p.fallback)) {
    EXPECT_GE(p.fallback, p.least) << p.name;
    EXPECT_LE(p.fallback, p.most) << p.name;
  }
  EXPECT_EQ(p.kind == Kind::choice, !p.choices.empty()) << p.name;
  EXPECT_EQ(p.kind == Kind::reference, !p.catalog.empty()) << p.name;
  EXPECT_EQ(p.kind == Kind::number, !p.unit.empty() && p.kind == Kind::number)
      << p.name << " is a number without a unit";
  if (p.kind == Kind::flag) {
    EXPECT_EQ(p.most, 1) << p.name;
  }
}

TEST(Schema, EveryPropertyIsSound) {
  const Schema& s = training_schema();
  for (const Axis& a : s.axes) expect_sound(a);
  for (const Catalog& c : s.catalogs) {
    for (const Property& p : c.fields) expect_sound(p);
    for (const Property& p : c.derived) expect_sound(p);
  }
}

TEST(Schema, NamesAreUniqueAmongAxesAndColumnsAndWithinEachCatalogue) {
  const Schema& s = training_schema();
  std::set<std::string_view> axes;
  for (const Axis& a : s.axes) EXPECT_TRUE(axes.insert(a.name).second) << a.name;
  for (const Catalog& c : s.catalogs) {
    std::set<std::string_view> fields;
    for (const Property& p : c.fields) EXPECT_TRUE(fields.insert(p.name).second) << c.name << ": " << p.name;
  }
}

TEST(Schema, ReferencesNameACatalogueThatExists) {
  const Schema& s = training_schema();
  const auto exists = [&](std::string_view name) {
    return std::any_of(s.catalogs.begin(), s.catalogs.end(), [&](const Catalog& c) { return c.name == name; });
  };
  for (const Axis& a : s.axes) EXPECT_TRUE(a.kind != Kind::reference || exists(a.catalog)) << a.name;
  for (const Catalog& c : s.catalogs) {
    for (const Property& p : c.fields) EXPECT_TRUE(p.kind != Kind::reference || exists(p.catalog)) << p.name;
  }
}

TEST(Schema, OneOfNamesAxes) {
  const Schema& s = training_schema();
  for (const OneOf& choice : s.one_of) {
    for (const std::string_view name : choice.axes) {
      EXPECT_TRUE(std::any_of(s.axes.begin(), s.axes.end(), [&](const Axis& a) { return a.name == name; })) << name;
    }
  }
}

TEST(Schema, StatusesAreNumberedFromZeroAndNamedByOneWord) {
  const Schema& s = training_schema();
  for (std::size_t i = 0; i < s.statuses.size(); ++i) {
    EXPECT_EQ(s.statuses[i].value, i);
    EXPECT_EQ(s.statuses[i].name.find(' '), std::string_view::npos) << s.statuses[i].name;
  }
  EXPECT_EQ(s.statuses[kNotEvaluated].name, "not_evaluated");
  EXPECT_EQ(s.statuses[kOk].name, "ok");
}

TEST(Schema, AccountAxesStandLast) {
  const Schema& s = training_schema();
  bool seen = false;
  for (const Axis& a : s.axes) {
    EXPECT_TRUE(!seen || a.stage == Stage::account) << a.name;
    seen = seen || a.stage == Stage::account;
  }
  EXPECT_TRUE(seen);
}

TEST(Bound, ReadsANumberInTheUnitOfItsRow) {
  const Chip c = testing::chip({{"bf16_tflops", 312}, {"memory_gb", 80}, {"bf16_kernel_us", 4}, {"mtbf_hours", 2}});
  EXPECT_EQ(c.bf16_peak, 312e12 * flop / second);
  EXPECT_EQ(c.memory, 80e9 * byte);
  EXPECT_DOUBLE_EQ(c.bf16_kernel / second, 4e-6);
  EXPECT_EQ(c.mtbf, 7200 * second);
}

TEST(Bound, TextRowsStayOutside) {
  static_assert(text<Chip>({.name = "vendor"}).set == nullptr);
  static_assert(text<Chip>({.name = "vendor"}).property.kind == Kind::text);
  EXPECT_EQ(bound_members(kChipFields) * sizeof(double), sizeof(Chip));
}

TEST(Bound, AReferenceIsAnIndexOrNotSet) {
  EXPECT_FALSE(Reference{}.is_set());
  EXPECT_TRUE(Reference{0}.is_set());
  EXPECT_EQ(Reference{3}.get(), 3u);
  EXPECT_FALSE(make_point(values_of(kPointAxes, {})).offer.is_set());
  EXPECT_EQ(make_point(values_of(kPointAxes, {{"offer", 7}})).offer.get(), 7u);
}

// Each member of Point is a double, so a row that sets another member than its own
// place would show as a hole and a double write.
TEST(Bound, EachAxisSetsAMemberOfItsOwn) {
  for (std::size_t i = 0; i < kPointAxes.size(); ++i) {
    std::vector<double> values(kPointAxes.size(), 0.0);
    values[i] = 1;
    const Point p = make_point(values);
    const auto* member = reinterpret_cast<const double*>(&p);
    for (std::size_t k = 0; k < kPointAxes.size(); ++k) {
      EXPECT_EQ(member[k] != 0, k == i) << kPointAxes[i].property.name << " at " << k;
    }
  }
}

}  // namespace
}  // namespace trainsweep::engine
