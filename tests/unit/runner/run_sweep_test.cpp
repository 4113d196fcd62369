#include "runner/run_sweep.hpp"

#include <gtest/gtest.h>

#include <bit>
#include <cmath>

#include "runner/data_file.hpp"
#include "runner/exit_status.hpp"
#include "runner/grid.hpp"
#include "runner/hdf5.hpp"
#include "runner/ledger.hpp"
#include "runner/result_file.hpp"
#include "tests/support/sweep_fixture.hpp"

namespace trainsweep {
namespace {

// Every point of the file against one call of the engine for that point alone.
void expect_right_values(const SweepSpec& spec, const std::string& path) {
  const toy::ToyEngine engine(spec.records);
  const Grid grid(spec, engine);
  const ResultFile file = read_result_file(path);
  const DataFile data(path, DataFile::Access::read);
  std::vector<double> point(grid.base());
  std::vector<double> plan(toy::schema().plan_width);
  std::vector<float> row(spec.columns.size());
  std::vector<ColumnOut> out;
  for (std::size_t c = 0; c < row.size(); ++c) out.push_back({spec.columns[c], &row[c]});
  const std::uint64_t step = grid.points() / 5000 + 1;
  for (std::uint64_t i = 0; i < grid.points(); i += step) {
    SearchCount count;
    std::uint8_t status = 0;
    grid.fill_point(i, point);
    engine.plan(point, plan, count);
    engine.account(point, plan, {}, 1, &status, out);
    ASSERT_EQ(data.read_value<std::uint8_t>(file.layout.status + i), status) << "point " << i;
    for (std::size_t c = 0; c < row.size(); ++c) {
      const auto bits = data.read_value<std::uint32_t>(file.layout.columns[c] + i * sizeof(float));
      const bool both_nan = std::isnan(row[c]) && std::isnan(std::bit_cast<float>(bits));
      ASSERT_TRUE(both_nan || bits == std::bit_cast<std::uint32_t>(row[c])) << "point " << i << " column " << c;
    }
  }
}

class EveryScenario : public SweepFixture, public testing::WithParamInterface<const char*> {};

TEST_P(EveryScenario, HoldsTheEnginesValueAtEveryPoint) {
  const SweepSpec spec = toy::scenario(GetParam());
  const toy::ToyEngine engine(spec.records);
  ASSERT_EQ(run(spec, engine, options()), ExitStatus::done);
  expect_right_values(spec, out_);
  EXPECT_EQ(hdf5::File::open(out_).read_integer("complete"), 1);
}

TEST_P(EveryScenario, MakesEachSearchOnce) {
  const SweepSpec spec = toy::scenario(GetParam());
  const toy::ToyEngine engine(spec.records);
  ASSERT_EQ(run(spec, engine, options()), ExitStatus::done);
  EXPECT_EQ(engine.plans_made(), Grid(spec, engine).searches());
  const hdf5::File file = hdf5::File::open(out_);
  EXPECT_EQ(file.group("run").dataset("searches").read_numbers().front(), static_cast<double>(engine.plans_made()));
}

TEST_P(EveryScenario, ResumesWhateverUnitsAreLeft) {
  const SweepSpec spec = toy::scenario(GetParam());
  const toy::ToyEngine engine(spec.records);
  ASSERT_EQ(run(spec, engine, options()), ExitStatus::done);
  const ResultFile file = read_result_file(out_);
  const Units units(file.cut);
  DataFile data(out_, DataFile::Access::write);
  const std::vector<std::uint64_t> ledger = read_ledger(data, file.layout, units);
  std::vector<std::uint64_t> lost;
  for (std::uint64_t unit = 0; unit < units.count(); unit += 1 + unit % 3) lost.push_back(unit);
  for (const std::uint64_t unit : lost) {
    data.write_value(file.layout.status + units.points(unit).begin, std::uint8_t{99});
  }
  withdraw_units(data, file.layout, lost);
  EXPECT_EQ(hdf5::File::open(out_).read_integer("complete"), 0);
  ASSERT_EQ(run(spec, engine, options(Start::resume)), ExitStatus::done);
  expect_right_values(spec, out_);
  EXPECT_EQ(read_ledger(data, file.layout, units), ledger);
  EXPECT_EQ(hdf5::File::open(out_).group("run").dataset("starts").read_numbers().front(), 2);
}

TEST_P(EveryScenario, IsTheSameInPartsOneAfterAnother) {
  const SweepSpec spec = toy::scenario(GetParam());
  const toy::ToyEngine engine(spec.records);
  ASSERT_EQ(run(spec, engine, options()), ExitStatus::done);
  const ResultFile whole = read_result_file(out_);
  const std::vector<std::uint64_t> ledger = read_ledger(DataFile(out_, DataFile::Access::read), whole.layout, Units(whole.cut));
  std::filesystem::remove(out_);
  for (const std::uint64_t number : {3, 1, 4, 2}) {
    SweepOptions how = options(Start::resume);
    how.part = {number, 4};
    ASSERT_EQ(run(spec, engine, how), ExitStatus::done);
    const bool is_all = units_left(DataFile(out_, DataFile::Access::read), whole.layout, Units(whole.cut)).empty();
    EXPECT_EQ(hdf5::File::open(out_).read_integer("complete"), is_all ? 1 : 0);
  }
  expect_right_values(spec, out_);
  EXPECT_EQ(hdf5::File::open(out_).read_integer("complete"), 1);
  EXPECT_EQ(read_ledger(DataFile(out_, DataFile::Access::read), read_result_file(out_).layout, Units(whole.cut)), ledger);
}

INSTANTIATE_TEST_SUITE_P(Scenarios, EveryScenario, testing::Values("point", "tiny", "whole", "slots", "tiles"),
                         [](const auto& which) { return std::string(which.param); });

class SharedSearches : public SweepFixture {};

// Sees each offer's own plan part where others see its machine's.
class UnsharedEngine : public toy::ToyEngine {
 public:
  using toy::ToyEngine::ToyEngine;
  [[nodiscard]] std::uint64_t plan_part(std::size_t axis, double value) const override {
    return axis == toy::offer ? std::bit_cast<std::uint64_t>(value) : toy::ToyEngine::plan_part(axis, value);
  }
};

TEST_F(SharedSearches, DoesNotGoOnWithAFileThatSharesSearchesOtherwise) {
  const SweepSpec spec = toy::scenario("slots");
  ASSERT_EQ(run(spec, toy::ToyEngine(spec.records), options()), ExitStatus::done);
  try {
    (void)run(spec, UnsharedEngine(spec.records), options(Start::resume));
    FAIL() << "it went on";
  } catch (const UserError& error) {
    EXPECT_NE(std::string(error.what()).find("which shared searches otherwise than"), std::string::npos) << error.what();
  }
}

class Stripes : public SweepFixture {};

TEST_F(Stripes, HoldColumnsFromTheirStart) {
  SweepSpec spec = toy::scenario("tiles");
  const toy::ToyEngine engine(spec.records);
  const std::uint64_t stripe = spec.hints.striping_unit = 3 << 16;
  ASSERT_EQ(run(spec, engine, options()), ExitStatus::done);
  const FileLayout layout = read_result_file(out_).layout;
  for (const std::uint64_t column : layout.columns) EXPECT_EQ(column % stripe, 0U);
  EXPECT_EQ(layout.status % stripe, 0U);
  expect_right_values(spec, out_);
  spec.hints.striping_unit = 1 << 20;
  EXPECT_EQ(run(spec, engine, options(Start::resume)), ExitStatus::done) << "hints do not make another request";
}

TEST_F(Stripes, AreNoWasteInAFileShorterThanOne) {
  SweepSpec spec = toy::scenario("slots");
  spec.hints.striping_unit = 1 << 30;
  ASSERT_EQ(run(spec, toy::ToyEngine(spec.records), options()), ExitStatus::done);
  EXPECT_LT(read_result_file(out_).layout.bytes, 1U << 20);
}

}  // namespace
}  // namespace trainsweep
