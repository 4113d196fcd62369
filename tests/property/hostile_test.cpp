// Values at the ends of what the schema allows, all at once: whatever a config may
// say, a point has an answer or a reason, soon, and never a crash, a NaN or an
// infinity where its status says ok.
#include <gtest/gtest.h>

#include <cmath>
#include <ctime>

#include "engine/search.hpp"
#include "tests/property/random_jobs.hpp"

namespace trainsweep::engine {
namespace {

using testing::Dice;

constexpr int kPoints = 3000;
constexpr double kSlowestSearch = 2;  // seconds of one core

constexpr std::array<std::string_view, 12> kParts{
    "tp",          "pp",        "cp",               "ep",         "dp",         "interleave",
    "micro_batch", "recompute", "recompute_layers", "zero_stage", "zero_group", "sequence_parallel"};

// Mostly the ends of the range and powers of ten, now and then something sane.
double hostile(const Property& p, Dice& d) {
  if (p.kind == Kind::choice) return d.integer(0, static_cast<double>(p.choices.size()) - 1);
  if (p.kind == Kind::flag) return d.integer(0, 1);
  const double most = std::min(p.most, 1e300), least = p.least;
  double x = least;
  switch (static_cast<int>(d.integer(0, 5))) {
    case 0:
      x = least;
      break;
    case 1:
      x = most;
      break;
    case 2:
      x = d.log_uniform(std::max(least, 1e-6), most);
      break;
    case 3:
      x = d.log_uniform(1, 1e4);
      break;
    case 4:
      x = std::round(std::pow(2, d.integer(0, 30)));
      break;
    default:
      x = d.pick({1, 16384, 720720, 83160, 55440, 735134400});  // numbers of many divisors
  }
  x = std::clamp(x, least, most);
  return p.kind == Kind::integer ? std::floor(x) : x;
}

// A record with each field at its fallback or, with `probability`, anywhere in its range.
Record hostile_record(const Catalog& c, const testing::Values& sane, double probability, Dice& d) {
  Record r;
  for (const Property& p : c.fields) {
    double value = p.fallback;
    for (const auto& [name, number] : sane) value = name == p.name ? number : value;
    if (p.kind == Kind::text) value = kNotSet;
    if (p.kind == Kind::reference) value = 0;
    const bool touched = p.kind != Kind::text && p.kind != Kind::reference && d.chance(probability);
    r.values.push_back(touched ? hostile(p, d) : value);
  }
  return r;
}

Records hostile_records(Dice& d) {
  const Schema& s = training_schema();
  const double probability = d.pick({0, 0.1, 0.3});
  const testing::Values offer{
      {"chip_hour_usd", 2}, {"electricity_usd_per_kwh", 0.1}, {"pue", 1.1}, {"grid_carbon_g_per_kwh", 400}};
  const testing::Values models[] = {testing::llama3_8b_values(), testing::deepseek_v3_values()};
  return {
      {hostile_record(s.catalogs[0], testing::with(testing::chip_values(), {{"memory_gb", 1e6}}), probability, d)},
      {hostile_record(s.catalogs[1], testing::with(testing::system_values(), {{"max_chips", 1e9}}), probability, d)},
      {hostile_record(s.catalogs[2], offer, probability, d)},
      {hostile_record(s.catalogs[3], models[d.integer(0, 1) > 0], probability, d)},
      {hostile_record(s.catalogs[4], {}, probability, d)}};
}

std::vector<double> hostile_point(Dice& d) {
  const double probability = d.pick({0.1, 0.3, 0.8});
  std::vector<double> point;
  for (const Axis& a : training_schema().axes) {
    if (a.kind == Kind::reference) {
      point.push_back(a.name == "system" ? kNotSet : 0);
    } else {
      // A part that is given cuts the space, and most values of it leave none.
      const bool part = std::any_of(kParts.begin(), kParts.end(), [&](const auto& name) { return a.name == name; });
      const bool touched = d.chance(a.required ? 1 : a.name == "params" ? 0.3 : part ? 0.03 : probability);
      point.push_back(touched ? hostile(a, d) : a.fallback);
    }
    if (a.name == "params" && !std::isnan(point.back())) point[point.size() - 2] = kNotSet;  // instead of model
  }
  return point;
}

std::string text_of(const std::vector<double>& point) {
  std::string out;
  for (std::size_t i = 0; i < point.size(); ++i) {
    if (!std::isnan(point[i])) {
      out += std::string(training_schema().axes[i].name) + "=" + std::to_string(point[i]) + " ";
    }
  }
  return out;
}

TEST(Hostile, AnyAllowedPointHasAnAnswerOrAReason) {
  const Schema& s = training_schema();
  std::array<int, kStatuses.size()> seen{};
  double slowest = 0;
  for (int i = 0; i < kPoints; ++i) {
    Dice d(static_cast<std::uint64_t>(i));
    const Records records = hostile_records(d);
    if (!training_complaints(records).empty()) continue;
    const std::vector<double> point = hostile_point(d);
    SCOPED_TRACE("seed " + std::to_string(i) + ": " + text_of(point));
    const auto engine = make_training_engine(records);
    std::vector<double> plan(s.plan_width);
    SearchCount count;
    const std::clock_t start = std::clock();
    engine->plan(point, plan, count);
    const double took = static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC;
    slowest = std::max(slowest, took);
    EXPECT_LT(took, kSlowestSearch) << count.space << " plans, " << count.evaluated << " evaluated";

    std::vector<float> row(s.columns.size());
    std::vector<ColumnOut> out;
    for (std::size_t c = 0; c < row.size(); ++c) out.push_back({c, &row[c]});
    std::uint8_t status = 0;
    engine->account(point, plan, {}, 1, &status, out);
    ASSERT_GT(status, 0);
    ASSERT_LT(status, seen.size());
    ++seen[status];
    for (std::size_t c = 0; c < row.size(); ++c) {
      EXPECT_EQ(std::isfinite(row[c]), status == kOk) << s.columns[c].name << " is " << row[c];
      EXPECT_EQ(std::isnan(row[c]), status != kOk) << s.columns[c].name << " is " << row[c];
    }
  }
  EXPECT_GT(seen[kOk], kPoints / 20);
  RecordProperty("slowest_search_ms", static_cast<int>(1000 * slowest));
}

// 735,134,400 has 1,344 divisors: listing the ways to split a model over so many
// chips would take all memory before the first is costed.
TEST(Hostile, AVastSearchIsRefusedAtOnce) {
  const Architecture a =
      resolve(testing::model(testing::deepseek_v3_values({{"experts", 720}, {"layers", 720}, {"heads", 720}})));
  const testing::Values point{{"global_batch", 1e9}, {"sequence_length", 720720.0 * 16}};
  const System huge = testing::system({{"max_chips", 1e9}});
  EXPECT_EQ(search(testing::job(a, 735134400, point, testing::chip(), huge)).verdict, Verdict::search_too_large);
  const testing::Values given = testing::with(point, {{"tp", 8}, {"cp", 1}, {"ep", 8}, {"pp", 16}, {"micro_batch", 1}});
  EXPECT_NE(search(testing::job(a, 735134400, given, testing::chip(), huge)).verdict, Verdict::search_too_large);
}

}  // namespace
}  // namespace trainsweep::engine
