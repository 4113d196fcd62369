#include "tests/support/toy_engine.hpp"

#include <array>
#include <bit>
#include <cmath>

namespace trainsweep::toy {
namespace {

constexpr std::array<std::string_view, 3> kModes{"plain", "quick", "careful"};
constexpr std::array<std::string_view, 2> kShapes{"round", "square"};

constexpr std::array kPartFields{
    Property{.name = "maker", .doc = "who makes it", .kind = Kind::text, .required = true},
    Property{.name = "pace", .unit = "1/s", .doc = "work a second", .required = true, .least = 0.001, .most = 1e9},
};
constexpr std::array kMachineFields{
    Property{.name = "title", .doc = "its full name", .kind = Kind::text},
    Property{.name = "part", .doc = "what its arms are", .kind = Kind::reference, .required = true, .catalog = "parts"},
    Property{.name = "arms",
             .unit = "1",
             .doc = "the most arms it can have",
             .kind = Kind::integer,
             .fallback = 100000,
             .most = 1e6},
    Property{.name = "share", .unit = "1", .doc = "part of the pace that it reaches", .fallback = 0.5, .most = 1},
    Property{.name = "sealed", .doc = "it runs closed", .kind = Kind::flag, .fallback = 0, .most = 1},
    Property{.name = "shape", .doc = "its form", .kind = Kind::choice, .fallback = 0, .choices = kShapes},
    Property{.name = "spare_s", .unit = "s", .doc = "pause after each thing; unset: none"},
};
constexpr std::array kOfferFields{
    Property{.name = "seller", .doc = "who sells it", .kind = Kind::text, .required = true},
    Property{
        .name = "machine", .doc = "what it rents", .kind = Kind::reference, .required = true, .catalog = "machines"},
    Property{.name = "term", .doc = "for how long", .kind = Kind::text, .required = true},
    Property{.name = "price_usd", .unit = "USD/h", .doc = "price of one arm for one hour", .required = true},
};
constexpr std::array kModelFields{
    Property{.name = "title", .doc = "its full name", .kind = Kind::text, .required = true},
    Property{.name = "work", .unit = "1", .doc = "work in one thing", .required = true, .least = 1, .most = 1e15},
};
constexpr std::array kModelDerived{Property{.name = "double_work", .unit = "1", .doc = "twice its work"}};

constexpr std::array kCatalogs{
    Catalog{"parts", "part", kPartFields, {}},
    Catalog{"machines", "machine", kMachineFields, {}},
    Catalog{"offers", "offer", kOfferFields, {}},
    Catalog{"models", "model", kModelFields, kModelDerived},
};

constexpr Axis axis(Property property, Stage stage) {
  Axis row;
  static_cast<Property&>(row) = property;
  row.stage = stage;
  return row;
}
constexpr std::array kAxes{
    axis({.name = "model", .doc = "what is made", .kind = Kind::reference, .catalog = "models"}, Stage::plan),
    axis({.name = "weight", .unit = "1", .doc = "instead of model: the work in one thing", .least = 1, .most = 1e15},
         Stage::plan),
    axis({.name = "machine",
          .doc = "instead of offer: the machine alone",
          .kind = Kind::reference,
          .catalog = "machines"},
         Stage::plan),
    axis({.name = "offer", .doc = "a machine at its price", .kind = Kind::reference, .catalog = "offers"}, Stage::both),
    axis({.name = "size",
          .unit = "1",
          .doc = "arms that work together",
          .kind = Kind::integer,
          .required = true,
          .least = 1,
          .most = 1e6},
         Stage::plan),
    axis({.name = "mode", .doc = "how it is made", .kind = Kind::choice, .fallback = 0, .choices = kModes},
         Stage::plan),
    axis({.name = "strict", .doc = "no arm may stand idle", .kind = Kind::flag, .fallback = 0, .most = 1}, Stage::plan),
    axis({.name = "lanes",
          .unit = "1",
          .doc = "lanes of arms; unset: searched",
          .kind = Kind::integer,
          .least = 1,
          .most = 64},
         Stage::plan),
    axis({.name = "batch",
          .unit = "1",
          .doc = "things to make",
          .kind = Kind::integer,
          .fallback = 1,
          .least = 1,
          .most = 1e12},
         Stage::account),
    axis({.name = "factor", .unit = "1", .doc = "all prices times this", .fallback = 1, .most = 1e9}, Stage::account),
    axis({.name = "rate_usd", .unit = "USD/h", .doc = "price of one arm for one hour; unset: the offer's", .most = 1e6},
         Stage::account),
    axis({.name = "limit_s", .unit = "s", .doc = "longest time allowed; unset: none", .least = 1e-6, .most = 1e12},
         Stage::account),
};
constexpr std::array kColumns{
    Column{"time_s", "s", "time to make the batch", {}},   Column{"cost_usd", "USD", "what that costs", {}},
    Column{"arm_s", "s", "time of all arms together", {}}, Column{"lanes_used", "1", "lanes of arms", {}},
    Column{"mode_used", "1", "how it was made", kModes},
};
constexpr std::array kStatuses{
    Status{0, "not_evaluated", "not evaluated yet"},
    Status{1, "ok", "evaluated"},
    Status{too_large, "too_large", "more arms than the machine can have"},
    Status{no_lanes, "no_lanes", "the arms cannot be split over the lanes"},
    Status{too_late, "too_late", "takes longer than limit_s"},
};
constexpr std::array<std::string_view, 2> kWhat{"model", "weight"};
constexpr std::array<std::string_view, 2> kWhere{"machine", "offer"};
constexpr std::array kOneOf{OneOf{kWhat}, OneOf{kWhere}};

enum PlanIndex : std::size_t { plan_status, plan_time, plan_lanes, plan_mode, kPlanWidth };

std::size_t at(double value) { return static_cast<std::size_t>(value); }
double or_else(double value, double other) { return std::isnan(value) ? other : value; }

double idle(std::uint64_t rounds) {
  double x = 1;
  for (std::uint64_t i = 0; i < rounds; ++i) x = std::sqrt(x + 1);
  return x;
}

// The time of one thing on `arms` arms in `lanes` lanes, all of the machine's pace.
double thing_time(double work, double pace, double arms, double lanes, std::size_t mode) {
  const double lane_cost = 1 + 0.01 * lanes * lanes;
  const double waiting = 1 + arms / (50 * lanes);
  const double care = mode == 1 ? 0.8 : mode == 2 ? 1.5 : 1.0;
  return work / (pace * arms) * lane_cost * waiting * care;
}

}  // namespace

const Schema& schema() {
  static constexpr Schema schema{kAxes, kColumns, kCatalogs, kStatuses, kOneOf, kPlanWidth};
  return schema;
}

std::vector<Complaint> complaints(const Records& records) {
  std::vector<Complaint> found;
  for (std::size_t i = 0; i < records[machines].size(); ++i) {
    if (records[machines][i].values[2] == 0) found.push_back({machines, i, "arms", "a machine needs an arm"});
  }
  for (std::size_t i = 0; i < records[offers].size(); ++i) {
    if (records[offers][i].values[3] > 1000) found.push_back({offers, i, "", "nobody pays that much"});
  }
  return found;
}

std::uint64_t ToyEngine::plan_part(std::size_t axis_index, double value) const {
  if (std::isnan(value) || kAxes[axis_index].stage == Stage::account) return 0;
  if (axis_index == offer) return at(records_[offers][at(value)].values[1]);
  return std::bit_cast<std::uint64_t>(value);
}

void ToyEngine::plan(std::span<const double> point, std::span<double> plan, SearchCount& count) const {
  ++plans_made_;
  const double index = std::isnan(point[machine]) ? records_[offers][at(point[offer])].values[1] : point[machine];
  const Record& made_on = records_[machines][at(index)];
  const double pace = records_[parts][at(made_on.values[1])].values[1] * made_on.values[3];
  const double work = std::isnan(point[model]) ? point[weight] : records_[models][at(point[model])].values[1];
  const double arms = point[size];
  std::fill(plan.begin(), plan.end(), kNotSet);
  if (arms > made_on.values[2]) {
    plan[plan_status] = too_large;
    return;
  }
  const double idled = idle(options_.rounds_per_arm * static_cast<std::uint64_t>(arms));
  plan[plan_status] = no_lanes;
  for (double tried = 1; tried <= 8; ++tried) {
    ++count.space;
    const double wanted = std::isnan(point[lanes]) ? tried : point[lanes];
    if (point[strict] != 0 && std::fmod(arms, wanted) != 0) continue;
    ++count.evaluated;
    const double time = thing_time(work, pace, arms, wanted, at(point[mode])) + or_else(made_on.values[6], 0);
    if (std::isnan(plan[plan_time]) || time < plan[plan_time]) {
      if (idled >= 0) plan[plan_status] = kOk;  // always; keeps the idle work alive
      plan[plan_time] = time;
      plan[plan_lanes] = wanted;
      plan[plan_mode] = point[mode];
    }
    if (!std::isnan(point[lanes])) break;
  }
}

void ToyEngine::account(std::span<const double> point, std::span<const double> plan, std::span<const Varying> varying,
                        std::size_t count, std::uint8_t* status, std::span<const ColumnOut> out) const {
  std::vector<double> here(point.begin(), point.end());
  for (std::size_t i = 0; i < count; ++i) {
    for (const Varying& v : varying) here[v.axis] = v.values[i];
    const double offered = std::isnan(here[offer]) ? 0 : records_[offers][at(here[offer])].values[3];
    const double time = plan[plan_time] * here[batch];
    const double price = or_else(here[rate], offered) * here[factor];
    const bool late = time > here[limit];
    status[i] = static_cast<std::uint8_t>(plan[plan_status]);
    if (status[i] == kOk && late) status[i] = too_late;
    const std::array<double, kColumns.size()> row{time, time / 3600 * here[size] * price, time * here[size],
                                                  plan[plan_lanes], plan[plan_mode]};
    for (const ColumnOut& column : out) {
      column.values[i] = static_cast<float>(status[i] == kOk ? row[column.column] : kNotSet);
    }
  }
}

std::vector<double> ToyEngine::derived(std::size_t catalog, std::size_t record) const {
  if (catalog != models) return {};
  return {2 * records_[models][record].values[1]};
}

std::vector<ReportTable> ToyEngine::explain(std::span<const double> point) const {
  std::array<double, kPlanWidth> best{};
  SearchCount count;
  plan(point, best, count);
  ReportTable table{"plan", {"what", "value"}, {}, {}};
  table.rows.push_back({"status", std::string(kStatuses[at(best[plan_status])].name)});
  table.rows.push_back({"time of one thing", std::to_string(best[plan_time])});
  return {table};
}

std::unique_ptr<Engine> make_engine(const Records& records) { return std::make_unique<ToyEngine>(records); }

Records records() {
  const double none = kNotSet;
  return {
      {{"slow", {none, 100}}, {"fast", {none, 400}}},
      {{"small", {none, 0, 64, 0.5, 0, 0, none}},
       {"large", {none, 0, 100000, 0.4, 1, 1, 0.25}},
       {"swift", {none, 1, 1024, 0.6, 0, 0, none}}},
      {{"ann-small", {none, 0, none, 2}},
       {"bob-small", {none, 0, none, 1.5}},
       {"ann-large", {none, 1, none, 3}},
       {"cid-swift", {none, 2, none, 7}}},
      {{"cup", {none, 1e3}}, {"chair", {none, 5e4}}, {"ship", {none, 1e9}}},
  };
}

}  // namespace trainsweep::toy
