#include "runner/sweep_status.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

#include "runner/data_file.hpp"
#include "runner/ledger.hpp"
#include "runner/output_lock.hpp"
#include "runner/result_file.hpp"
#include "tests/support/sweep_fixture.hpp"

namespace trainsweep {
namespace {

class SweepStatusTest : public SweepFixture {
 protected:
  void run_half() {
    run("slots");
    const ResultFile file = read_result_file(out_);
    DataFile data(out_, DataFile::Access::write);
    std::vector<std::uint64_t> units(60);
    for (std::uint64_t i = 0; i < units.size(); ++i) units[i] = i;
    withdraw_units(data, file.layout, units);
  }
};

TEST_F(SweepStatusTest, OfACompleteSweep) {
  run("slots");
  const SweepStatus status = read_sweep_status(out_);
  EXPECT_EQ(status.state, SweepState::complete);
  EXPECT_EQ(status.points_done, 21600U);
  EXPECT_EQ(status.starts, 1U);
  EXPECT_NE(describe(status).find("  points    21.6 k of 21.6 k done (100.0 %), 0 left\n"), std::string::npos) << describe(status);
}

TEST_F(SweepStatusTest, OfAStoppedSweepSaysHowToGoOn) {
  run_half();
  const SweepStatus status = read_sweep_status(out_);
  EXPECT_EQ(status.state, SweepState::stopped);
  EXPECT_EQ(status.units_done, 180U);
  const std::string text = describe(status);
  EXPECT_NE(text.find("  points    16.2 k of 21.6 k done (75.0 %), 5.40 k left\n"), std::string::npos) << text;
  EXPECT_NE(text.find("  next      `trainsweep run CONFIG -o " + out_ + " --resume` computes what is left\n"), std::string::npos) << text;
}

TEST_F(SweepStatusTest, OfARunningSweepNamesTheRun) {
  run_half();
  const OutputLock lock(out_);
  const SweepStatus status = read_sweep_status(out_);
  EXPECT_EQ(status.state, SweepState::running);
  EXPECT_NE(status.holder.find("pid "), std::string::npos);
}

TEST_F(SweepStatusTest, OfAKilledSweepIsTheLockFileLeftBehind) {
  run_half();
  std::ofstream(out_ + ".lock") << "host x, pid 1, since then";
  EXPECT_EQ(read_sweep_status(out_).state, SweepState::killed);
}

TEST_F(SweepStatusTest, OfAFileCutShort) {
  run("slots");
  std::filesystem::resize_file(out_, 300000);
  const SweepStatus status = read_sweep_status(out_);
  EXPECT_EQ(status.state, SweepState::cut_short);
  EXPECT_NE(describe(status).find("cut short: 300000 of "), std::string::npos);
}

TEST_F(SweepStatusTest, IsJsonForPrograms) {
  run("tiny");
  std::ostringstream out;
  Json json(out);
  write_json(json, read_sweep_status(out_));
  EXPECT_NE(out.str().find("\"state\": \"complete\""), std::string::npos) << out.str();
  EXPECT_NE(out.str().find("\"points_done\": 2"), std::string::npos) << out.str();
}

TEST_F(SweepStatusTest, OfNothingIsTheUsersError) { EXPECT_THROW((void)read_sweep_status(out_), UserError); }

}  // namespace
}  // namespace trainsweep
