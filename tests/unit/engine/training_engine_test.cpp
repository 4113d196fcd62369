#include <gtest/gtest.h>

#include <cmath>

#include "engine/columns.hpp"
#include "tests/support/engine_records.hpp"

namespace trainsweep::engine {
namespace {

using testing::Values, testing::values_of, testing::with;

std::size_t axis(std::string_view name) {
  const auto axes = training_schema().axes;
  return static_cast<std::size_t>(
      std::find_if(axes.begin(), axes.end(), [&](const Axis& a) { return a.name == name; }) - axes.begin());
}
std::size_t column(std::string_view name) {
  const auto columns = training_schema().columns;
  return static_cast<std::size_t>(
      std::find_if(columns.begin(), columns.end(), [&](const Column& c) { return c.name == name; }) - columns.begin());
}

// Three systems, the second of twice the fabric, the third the first's twin; four offers:
// two of system 0, one each of 1 and 2.
class TrainingEngine : public ::testing::Test {
 protected:
  static Record offer(double system, double price) {
    return {"offer", values_of(kOfferFields, {{"system", system},
                                              {"chip_hour_usd", price},
                                              {"electricity_usd_per_kwh", 0.1},
                                              {"pue", 1.1},
                                              {"grid_carbon_g_per_kwh", 400}})};
  }
  static Records records() {
    return {{{"chip", values_of(kChipFields, testing::chip_values())}},
            {{"a", values_of(kSystemFields, testing::system_values())},
             {"b", values_of(kSystemFields, with(testing::system_values(), {{"fabric_gb_per_s", 50}}))},
             {"c", values_of(kSystemFields, testing::system_values())}},
            {offer(0, 2), offer(0, 3), offer(1, 2), offer(2, 2)},
            {{"llama3-8b", values_of(kModelFields, testing::llama3_8b_values())}},
            {}};
  }

  [[nodiscard]] std::vector<double> plan(const std::vector<double>& point) const {
    std::vector<double> out(training_schema().plan_width);
    SearchCount count;
    engine_->plan(point, out, count);
    return out;
  }
  // All columns of one point.
  [[nodiscard]] std::vector<float> row(const std::vector<double>& point) const {
    std::vector<float> out(training_schema().columns.size());
    std::uint8_t status = 0;
    std::vector<ColumnOut> columns;
    for (std::size_t c = 0; c < out.size(); ++c) columns.push_back({c, &out[c]});
    engine_->account(point, plan(point), {}, 1, &status, columns);
    EXPECT_EQ(status, kOk);
    return out;
  }
  [[nodiscard]] float value(const std::vector<double>& point, std::string_view name) const {
    return row(point)[column(name)];
  }
  static std::vector<double> point(const Values& given) {
    return values_of(kPointAxes, with({{"model", 0}, {"offer", 0}, {"chips", 64}}, given));
  }

  std::unique_ptr<Engine> engine_ = make_training_engine(records());
};

TEST_F(TrainingEngine, OffersOfOneSystemShareTheirPlanPart) {
  EXPECT_EQ(engine_->plan_part(axis("offer"), 0), engine_->plan_part(axis("offer"), 1));
  EXPECT_NE(engine_->plan_part(axis("offer"), 0), engine_->plan_part(axis("offer"), 2));
  EXPECT_NE(engine_->plan_part(axis("offer"), 0), engine_->plan_part(axis("offer"), kNotSet));
  EXPECT_EQ(plan(point({{"offer", 0}})), plan(point({{"offer", 1}})));
  EXPECT_NE(plan(point({{"offer", 0}})), plan(point({{"offer", 2}})));
}

TEST_F(TrainingEngine, SystemsOfEqualNumbersShareTheirPlanPart) {
  EXPECT_EQ(engine_->plan_part(axis("system"), 0), engine_->plan_part(axis("system"), 2));
  EXPECT_NE(engine_->plan_part(axis("system"), 0), engine_->plan_part(axis("system"), 1));
  EXPECT_EQ(engine_->plan_part(axis("offer"), 0), engine_->plan_part(axis("offer"), 3));
  EXPECT_EQ(plan(point({{"offer", 0}})), plan(point({{"offer", 3}})));
}

TEST_F(TrainingEngine, AccountAxesHaveOnePlanPartAndPlanAxesOneForEachValue) {
  const auto axes = training_schema().axes;
  for (std::size_t i = 0; i < axes.size(); ++i) {
    if (axes[i].stage == Stage::account) {
      EXPECT_EQ(engine_->plan_part(i, 1), 0u) << axes[i].name;
      EXPECT_EQ(engine_->plan_part(i, 2), 0u) << axes[i].name;
    } else if (axes[i].kind != Kind::reference) {
      EXPECT_NE(engine_->plan_part(i, 1), engine_->plan_part(i, 2)) << axes[i].name;
      EXPECT_EQ(engine_->plan_part(i, 1), engine_->plan_part(i, 1)) << axes[i].name;
    }
  }
}

TEST_F(TrainingEngine, ThePlanDoesNotReadAccountAxes) {
  const auto axes = training_schema().axes;
  const std::vector<double> base = plan(point({}));
  for (const Axis& a : axes) {
    if (a.stage != Stage::account) continue;
    EXPECT_EQ(plan(point({{a.name, std::max(a.least, 1.5)}})), base) << a.name;
  }
}

TEST_F(TrainingEngine, AnOffersPriceHoldsUnlessThePointSaysOtherwise) {
  EXPECT_FLOAT_EQ(value(point({{"offer", 1}}), "chip_hour_usd"), 3);
  EXPECT_FLOAT_EQ(value(point({{"offer", 1}, {"price_factor", 2}}), "chip_hour_usd"), 6);
  EXPECT_FLOAT_EQ(value(point({{"offer", 1}, {"price_usd_per_chip_hour", 5}}), "chip_hour_usd"), 5);
}

TEST_F(TrainingEngine, ASystemIsAnOfferWithoutAPrice) {
  const std::vector<double> bare = point({{"offer", kNotSet}, {"system", 0}});
  EXPECT_EQ(value(bare, "step_time_s"), value(point({}), "step_time_s"));
  EXPECT_EQ(value(bare, "rent_usd"), 0);
}

// Offer 2 stands on the faster system.
TEST_F(TrainingEngine, AnotherOfferTakesTheWorkAtItsOwnPriceAndPlan) {
  const Values free_move{
      {"migration_engineer_months", 0}, {"requalified_share", 0}, {"moved_data_gb", 0}, {"egress_usd_per_gb", 0}};
  const std::vector<double> shared = point(with({{"offer", 1}, {"second_offer", 2}, {"runs_per_year", 4}}, free_move));
  const float there = value(point({{"offer", 2}}), "cost_usd");
  EXPECT_LT(there, value(point({{"offer", 1}}), "cost_usd"));
  EXPECT_FLOAT_EQ(value(shared, "fleet_cost_usd"), 4 * there);
  EXPECT_EQ(value(shared, "fleet_second_share"), 1);
  EXPECT_EQ(value(shared, "cost_usd"), value(point({{"offer", 1}}), "cost_usd"))
      << "the point is still its own offer's";
  std::vector<double> own_axes = shared;
  own_axes[axis("price_factor")] = 2;
  own_axes[axis("tp")] = 8;
  own_axes[axis("network_factor")] = 0.5;
  EXPECT_EQ(value(own_axes, "fleet_cost_usd"), value(shared, "fleet_cost_usd")) << "they are not the other's";
  std::vector<double> fewer = shared;
  fewer[axis("second_chips")] = 32;
  EXPECT_FLOAT_EQ(value(fewer, "fleet_cost_usd"), 4 * value(point({{"offer", 2}, {"chips", 32}}), "cost_usd"));
}

TEST_F(TrainingEngine, AnotherOfferThatCannotTakePartTakesNone) {
  const std::vector<double> small = point({{"offer", 1}, {"second_offer", 2}, {"second_chips", 1}});
  EXPECT_EQ(value(small, "fleet_share"), 1) << "the model does not fit there";
  EXPECT_EQ(value(point({{"offer", 1}, {"third_offer", 2}, {"second_chips", 1}}), "fleet_second_share"), 0);
}

TEST_F(TrainingEngine, OffersThatMeetInManyPointsAreSearchedOnce) {
  const auto searched = [&](const Values& given) {
    std::vector<double> out(training_schema().plan_width);
    SearchCount count;
    engine_->plan(point(given), out, count);
    return count.evaluated;
  };
  EXPECT_GT(searched({{"offer", 0}, {"second_offer", 2}}), 0u);
  EXPECT_EQ(searched({{"offer", 1}, {"second_offer", 2}}), 0u) << "one system";
  EXPECT_EQ(searched({{"offer", 2}, {"second_offer", 0}, {"third_offer", 3}}), 0u);
  EXPECT_GT(searched({{"offer", 2}, {"second_offer", 0}, {"second_chips", 32}}), 0u);
  EXPECT_EQ(plan(point({{"offer", 1}, {"second_offer", 2}})), plan(point({{"offer", 0}, {"second_offer", 2}})));
}

TEST_F(TrainingEngine, WhatIfFactorsScaleTheMachine) {
  const float base = value(point({}), "step_time_s");
  for (const std::string_view factor : {"matmul_factor", "memory_bandwidth_factor", "network_factor"}) {
    EXPECT_LT(value(point({{factor, 4}}), "step_time_s"), base) << factor;
  }
  const float room = value(point({{"tp", 1}, {"pp", 1}, {"micro_batch", 1}, {"recompute", 2}}), "memory_headroom_gib");
  const float more = value(point({{"tp", 1}, {"pp", 1}, {"micro_batch", 1}, {"recompute", 2}, {"memory_factor", 2}}),
                           "memory_headroom_gib");
  EXPECT_GT(more, room);
}

TEST_F(TrainingEngine, TheBatchIsThePublishedOneElseFourMillionTokens) {
  EXPECT_FLOAT_EQ(value(point({}), "tokens_per_s") * value(point({}), "step_time_s"), 4194304);
  const std::vector<double> small = point({{"global_batch", 128}, {"sequence_length", 4096}});
  EXPECT_FLOAT_EQ(value(small, "tokens_per_s") * value(small, "step_time_s"), 128 * 4096);
}

TEST_F(TrainingEngine, VaryingAnAxisGivesWhatOnePointAtATimeGives) {
  const Schema& schema = training_schema();
  for (const Axis& a : schema.axes) {
    if (a.stage != Stage::account) continue;
    // Within its bounds; the model may be sold anywhere, and the chips be had at once.
    const double low = std::max(a.least, std::min(20.0, a.most / 4));
    std::vector<double> values{low, 1.5 * low, 4 * low};
    if (a.name == "available_in_years") values = {0, 0, 0};
    const std::vector<Varying> varying{{axis(a.name), values}};
    std::vector<std::vector<float>> columns(schema.columns.size(), std::vector<float>(values.size()));
    std::vector<std::uint8_t> status(values.size());
    std::vector<ColumnOut> out;
    for (std::size_t c = 0; c < columns.size(); ++c) out.push_back({c, columns[c].data()});
    engine_->account(point({}), plan(point({})), varying, values.size(), status.data(), out);
    for (std::size_t i = 0; i < values.size(); ++i) {
      ASSERT_EQ(status[i], kOk) << a.name;
      const std::vector<float> one = row(point({{a.name, values[i]}}));
      for (std::size_t c = 0; c < columns.size(); ++c) {
        EXPECT_EQ(columns[c][i], one[c]) << schema.columns[c].name << " by " << a.name;
      }
    }
  }
}

TEST_F(TrainingEngine, KnowsTheParametersOfItsModels) {
  const Schema& s = training_schema();
  for (std::size_t c = 0; c < s.catalogs.size(); ++c) {
    EXPECT_EQ(engine_->derived(c, 0).size(), s.catalogs[c].derived.size()) << s.catalogs[c].name;
  }
  EXPECT_EQ(engine_->derived(3, 0), (std::vector<double>{8030261248, 8030261248}));
}

TEST_F(TrainingEngine, ASyntheticModelStandsInForANamedOne) {
  const std::vector<double> synthetic = point({{"model", kNotSet}, {"params", 8e9}});
  EXPECT_NEAR(value(synthetic, "step_time_s") / value(point({}), "step_time_s"), 1, 0.15);
}

TEST_F(TrainingEngine, RefusesWithAReason) {
  EXPECT_EQ(plan(point({{"precision", 1}}))[0], static_cast<double>(Verdict::no_such_precision));
  EXPECT_EQ(plan(point({{"chips", 2097152}}))[0], static_cast<double>(Verdict::too_many_chips));
  EXPECT_EQ(plan(point({{"tp", 7}}))[0], static_cast<double>(Verdict::no_valid_plan));
  EXPECT_EQ(plan(point({{"chips", 1}}))[0], static_cast<double>(Verdict::out_of_memory));
}

}  // namespace
}  // namespace trainsweep::engine
