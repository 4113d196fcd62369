#include "engine/columns.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <cstring>
#include <map>
#include <numeric>
#include <set>

#include "tests/property/random_jobs.hpp"

namespace trainsweep::engine {
namespace {

using testing::Dice;

// How a name says its unit: as whole words, at its end or before `_per_chip`.
const std::map<std::string_view, std::string_view> kSuffixes{{"s", "_s"},
                                                             {"min", "_min"},
                                                             {"h", "_h"},
                                                             {"d", "_days"},
                                                             {"s-1", "_per_s"},
                                                             {"GiB", "_gib"},
                                                             {"MWh", "_mwh"},
                                                             {"MW", "_mw"},
                                                             {"t", "_t"},
                                                             {"USD", "_usd"},
                                                             {"USD/h", "_usd"},
                                                             {"TFLOP/s", "_tflops"},
                                                             {"year", "_years"},
                                                             {"USD/year", "_usd_per_year"},
                                                             {"USD/(TFLOP/s)", "_usd_per_tflops"}};

bool says_unit(std::string_view name, std::string_view suffix) {
  if (name == "chip_hours") return suffix == "_h";  // the practitioners' word is the unit
  constexpr std::string_view kPerChip = "_per_chip";
  if (name.ends_with(kPerChip)) name.remove_suffix(kPerChip.size());
  return name.ends_with(suffix);
}

TEST(Columns, NamesEndInTheirUnit) {
  for (const Column& c : kColumnInfos) {
    if (c.unit.empty() || c.unit == "1") continue;
    const auto suffix = kSuffixes.find(c.unit);
    ASSERT_NE(suffix, kSuffixes.end()) << c.name << " has the new unit " << c.unit;
    EXPECT_TRUE(says_unit(c.name, suffix->second)) << c.name << " is in " << c.unit;
  }
}

TEST(Columns, NamesAreUniqueAndDocumented) {
  std::set<std::string_view> names;
  for (const Column& c : kColumnInfos) {
    EXPECT_TRUE(names.insert(c.name).second) << c.name;
    EXPECT_FALSE(c.doc.empty()) << c.name;
    EXPECT_EQ(c.unit.empty(), !c.choices.empty()) << c.name << ": a code has choices and no unit";
  }
}

TEST(Columns, HaveThoseThatEveryoneMayRelyOn) {
  std::set<std::string_view> names;
  for (const Column& c : kColumnInfos) names.insert(c.name);
  for (const std::string_view name : {"step_time_s",
                                      "tokens_per_s",
                                      "tokens_per_s_per_chip",
                                      "mfu",
                                      "hfu",
                                      "memory_gib",
                                      "memory_headroom_gib",
                                      "tp",
                                      "pp",
                                      "dp",
                                      "cp",
                                      "ep",
                                      "interleave",
                                      "micro_batch",
                                      "recompute",
                                      "recompute_layers",
                                      "zero_stage",
                                      "tokens",
                                      "train_days",
                                      "goodput",
                                      "chip_hours",
                                      "energy_mwh",
                                      "power_mw",
                                      "carbon_t",
                                      "cost_usd"}) {
    EXPECT_TRUE(names.contains(name)) << name;
  }
}

using Asked = std::vector<std::size_t>;

Asked all_columns() {
  Asked all(kColumnCount);
  std::iota(all.begin(), all.end(), 0);
  return all;
}

// Columns of `count` points; those not asked for stay as they were.
struct Filled {
  std::vector<std::uint8_t> status;
  std::vector<std::vector<float>> columns;

  explicit Filled(std::size_t count) : status(count, 77), columns(kColumnCount, std::vector<float>(count, -77.0f)) {}

  void fill(const Plan& plan, const Terms& terms, std::span<const VaryingTerm> varying, std::size_t from,
            std::size_t to, const Asked& asked = all_columns()) {
    std::vector<ColumnOut> out;
    for (const std::size_t c : asked) out.push_back({c, columns[c].data() + from});
    fill_columns(plan, terms, varying, to - from, status.data() + from, out);
  }
  friend bool operator==(const Filled& a, const Filled& b) {
    if (a.status != b.status) return false;
    for (std::size_t c = 0; c < kColumnCount; ++c) {  // by bits: NaN equals NaN
      const std::size_t bytes = a.columns[c].size() * sizeof(float);
      if (std::memcmp(a.columns[c].data(), b.columns[c].data(), bytes) != 0) return false;
    }
    return true;
  }
};

template <std::size_t... I>
std::array<float, kColumnCount> row_of(const AccountFlow::Values& v, std::index_sequence<I...>) {
  return {static_cast<float>(std::get<I>(kColumns).value(v))...};
}

Plan some_plan() {
  SearchCount count;
  const Plan p = best_plan(testing::job(testing::llama3_8b(), 64), count);
  EXPECT_TRUE(p.is_ok());
  return p;
}

// The same with another offer that is a little cheaper, of which half of the work can be had.
Plan some_shared_plan() {
  Plan p = some_plan();
  p.second.run = p;
  p.second.offer.chip_hour = 1 * usd_per_hour;
  p.second.offer.interruption = Time{kNotSet};
  p.second.offer.second_tier = 1e15 * usd;
  p.second.offer.capacity = 1e4 * hour;
  p.second.offer.availability = 0.9;
  return p;
}

constexpr std::size_t kTerms = sizeof(Terms) / sizeof(double);

// Values of all terms for `count` points, some too large for a float, some past the
// deadline; each term varies with a probability.
struct RandomTerms {
  std::vector<std::vector<double>> values{kTerms};
  std::vector<VaryingTerm> varying;

  // Mostly within the axis's bounds, in its unit.
  static double dice(std::size_t term, Dice& d) {
    const Property& axis = kAccountAxes[term].property;
    if (d.chance(0.002)) return 1e300;
    if (axis.name == "tokens") return d.log_uniform(1e9, 1e12);
    if (axis.name == "deadline_days") return d.log_uniform(1, 1e4);
    if (axis.name == "train_days" && d.chance(0.7)) return kNotSet;
    if (axis.name == "price_usd_per_request" && d.chance(0.5)) return kNotSet;
    // So that few points come too early, or can be sold nowhere.
    const bool rare = axis.name == "available_in_years" || axis.name == "least_sellable_share";
    return d.log_uniform(std::max(axis.least, 1e-3), std::min(axis.most, rare ? 0.03 : 1e3));
  }

  RandomTerms(std::size_t count, Dice& d, double varies) {
    for (std::size_t t = 0; t < kTerms; ++t) {
      const bool fixed = !d.chance(varies);
      for (std::size_t i = 0; i < count; ++i) {
        values[t].push_back(fixed && i > 0 ? values[t][0] : dice(t, d));
      }
      if (!fixed) varying.push_back({t, scale(t), values[t].data()});
    }
  }
  [[nodiscard]] static double scale(std::size_t term) {
    Terms unit{};
    kAccountAxes[term].set(unit, 1);
    return std::bit_cast<std::array<double, kTerms>>(unit)[term];
  }
  [[nodiscard]] std::vector<VaryingTerm> from(std::size_t start) const {
    std::vector<VaryingTerm> out = varying;
    for (VaryingTerm& v : out) v.values += start;
    return out;
  }
  [[nodiscard]] Terms at(std::size_t i) const {
    std::array<double, kTerms> one;
    for (std::size_t t = 0; t < kTerms; ++t) one[t] = values[t][i] * scale(t);
    return std::bit_cast<Terms>(one);
  }
};

// What fill_columns must have made of one point.
void check_point(const Filled& filled, std::size_t i, const Plan& plan, const Terms& terms, const Asked& asked) {
  const Account a = account(plan, terms);
  const auto row = row_of({plan, terms, a}, std::make_index_sequence<kColumnCount>{});
  const bool finite = std::all_of(asked.begin(), asked.end(), [&](std::size_t c) { return std::isfinite(row[c]); });
  const Verdict v = !is_available(terms)                  ? Verdict::not_available
                    : !is_sellable(terms)                 ? Verdict::not_sellable
                    : !in_time(a, terms)                  ? Verdict::past_deadline
                    : plan.has_partners() && !is_split(a) ? Verdict::no_split
                    : finite                              ? Verdict::ok
                                                          : Verdict::out_of_range;
  ASSERT_EQ(filled.status[i], static_cast<std::uint8_t>(v));
  for (std::size_t c = 0; c < kColumnCount; ++c) {
    const float value = filled.columns[c][i];
    if (std::find(asked.begin(), asked.end(), c) == asked.end()) {
      ASSERT_EQ(value, -77.0f) << kColumnInfos[c].name;
    } else if (v == Verdict::ok) {
      ASSERT_EQ(value, row[c]) << kColumnInfos[c].name;
    } else {
      ASSERT_TRUE(std::isnan(value)) << kColumnInfos[c].name;
    }
  }
}

using Seen = std::array<int, kStatuses.size()>;

// Compares 1 to `most` points of random terms and columns, and counts their statuses.
Seen check_random_points(const Plan& plan, std::size_t most) {
  Seen seen{};
  for (std::size_t count = 1; count <= most && !::testing::Test::HasFatalFailure(); ++count) {
    Dice d(count);
    const RandomTerms terms(count, d, d.pick({0, 0.2, 1}));
    Asked asked = all_columns();
    const double share = d.pick({0, 0.1, 0.5, 1});
    std::erase_if(asked, [&](std::size_t) { return !d.chance(share); });
    Filled filled(count);
    filled.fill(plan, terms.at(0), terms.varying, 0, count, asked);
    for (std::size_t i = 0; i < count; ++i) {
      SCOPED_TRACE("point " + std::to_string(i) + " of " + std::to_string(count));
      check_point(filled, i, plan, terms.at(i), asked);
      ++seen[filled.status[i]];
    }
  }
  return seen;
}

TEST(FillColumns, EqualsTheAccountOfEachPointForAnyCountTermsAndColumns) {
  const Seen seen = check_random_points(some_plan(), 600);
  for (const Verdict v :
       {Verdict::ok, Verdict::past_deadline, Verdict::out_of_range, Verdict::not_available, Verdict::not_sellable}) {
    EXPECT_GT(seen[static_cast<std::size_t>(v)], 100) << kStatuses[static_cast<std::size_t>(v)].name;
  }
}

TEST(FillColumns, EqualsTheAccountOfEachPointOfWorkThatIsSplit) {
  const Seen seen = check_random_points(some_shared_plan(), 300);
  EXPECT_GT(seen[static_cast<std::size_t>(Verdict::ok)], 100);
  EXPECT_GT(seen[static_cast<std::size_t>(Verdict::no_split)], 100);
}

// Blocks in which no point earns, one does, and all do.
TEST(FillColumns, EqualsTheAccountWhereFewPointsEarn) {
  constexpr std::size_t kPoints = 400;
  const Plan plan = some_plan();
  const Terms terms = testing::terms({{"price_usd_per_chip_hour", 2}});
  const HourlyPrice earning = 1e8 * usd_per_year;
  std::vector<double> returns(kPoints, 0);
  returns[200] = earning.base;
  std::fill(returns.begin() + 256, returns.end(), earning.base);
  constexpr std::size_t kReturn = AccountFlow::offset(AccountFlow::place<ReturnTerms>());
  const std::vector<VaryingTerm> varying{{kReturn, 1, returns.data()}};
  Filled filled(kPoints);
  filled.fill(plan, terms, varying, 0, kPoints);
  for (std::size_t i = 0; i < kPoints; ++i) {
    Terms one = terms;
    one.yearly_return.base = returns[i];
    EXPECT_EQ(account(plan, one).irr > kLeastRate, returns[i] > 0);
    check_point(filled, i, plan, one, all_columns());
  }
}

TEST(FillColumns, TheLinesOfTheEnergyAddUpToIt) {
  const Plan plan = some_plan();
  Filled f(1);
  f.fill(plan, testing::terms({{"tokens", 1e12}, {"pue", 1.25}}), {}, 0, 1);
  const auto value = [&](std::string_view name) {
    const auto at =
        std::find_if(kColumnInfos.begin(), kColumnInfos.end(), [&](const Column& c) { return c.name == name; });
    return f.columns[static_cast<std::size_t>(at - kColumnInfos.begin())][0];
  };
  const float machine = value("chip_energy_mwh") + value("host_energy_mwh") + value("network_energy_mwh");
  EXPECT_GT(value("chip_energy_mwh"), value("host_energy_mwh"));
  EXPECT_NEAR(value("site_energy_mwh") / machine, 0.25, 1e-5);
  EXPECT_NEAR((machine + value("site_energy_mwh")) / value("energy_mwh"), 1, 1e-5);
}

TEST(FillColumns, IsTheSameForAnySplit) {
  const Plan plan = some_plan();
  constexpr std::size_t kCount = 1000;
  for (int i = 0; i < 200; ++i) {
    Dice d(static_cast<std::uint64_t>(i));
    const RandomTerms terms(kCount, d, d.pick({0.2, 1}));
    Filled whole(kCount), parts(kCount);
    whole.fill(plan, terms.at(0), terms.varying, 0, kCount);
    for (std::size_t from = 0; from < kCount;) {
      const std::size_t to = std::min(kCount, from + static_cast<std::size_t>(d.integer(1, 500)));
      parts.fill(plan, terms.at(0), terms.from(from), from, to);
      from = to;
    }
    ASSERT_TRUE(parts == whole);
  }
}

// A term that takes one value only is the same whether the caller says so or not.
TEST(FillColumns, ATermThatVariesByNothingIsLikeAFixedOne) {
  const Plan plan = some_plan();
  constexpr std::size_t kCount = 300;
  Dice d(1);
  const RandomTerms terms(kCount, d, 0.3);
  RandomTerms all = terms;
  all.varying.clear();
  for (std::size_t t = 0; t < kTerms; ++t) all.varying.push_back({t, RandomTerms::scale(t), all.values[t].data()});
  Filled few(kCount), many(kCount);
  few.fill(plan, terms.at(0), terms.varying, 0, kCount);
  many.fill(plan, terms.at(0), all.varying, 0, kCount);
  EXPECT_TRUE(few == many);
}

TEST(FillColumns, APlanThatCannotRunHasItsReasonAndNothingElse) {
  Plan plan;
  plan.verdict = static_cast<double>(Verdict::out_of_memory);
  Filled f(300);
  f.fill(plan, testing::terms(), {}, 0, 300);
  for (std::size_t i = 0; i < 300; ++i) {
    EXPECT_EQ(f.status[i], static_cast<std::uint8_t>(Verdict::out_of_memory));
    for (const auto& column : f.columns) EXPECT_TRUE(std::isnan(column[i]));
  }
}

TEST(FillColumns, OnlyColumnsAskedForPutAPointOutOfRange) {
  const Plan plan = some_plan();
  const Terms terms = testing::terms({{"price_usd_per_chip_hour", 1e9}, {"price_factor", 1e300}});
  std::uint8_t status = 0;
  fill_columns(plan, terms, {}, 1, &status, {});
  EXPECT_EQ(status, kOk);
  Filled f(1);
  f.fill(plan, terms, {}, 0, 1);
  EXPECT_EQ(f.status[0], static_cast<std::uint8_t>(Verdict::out_of_range));
}

}  // namespace
}  // namespace trainsweep::engine
