// A folder of its own for each test, with a sweep of the toy engine in it.
#pragma once

#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>

#include "runner/run_sweep.hpp"
#include "tests/support/toy_sweep.hpp"

namespace trainsweep {

class SweepFixture : public testing::Test {
 protected:
  void SetUp() override { std::filesystem::create_directories(folder_); }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  [[nodiscard]] SweepOptions options(Start start = Start::fresh) const {
    return {.output = out_, .start = start, .fail_fast = false, .show_progress = false, .part = {}};
  }
  ExitStatus run(const SweepSpec& spec, const Engine& engine, const SweepOptions& how) {
    return run_sweep(session_, spec, toy::sweep_schema(), engine, how);
  }
  // A whole sweep of a named scenario.
  void run(const char* scenario, Start start = Start::fresh) {
    const SweepSpec spec = toy::scenario(scenario);
    ASSERT_EQ(run(spec, toy::ToyEngine(spec.records), options(start)), ExitStatus::done);
  }

  static std::string folder_of_test() {
    const testing::TestInfo* test = testing::UnitTest::GetInstance()->current_test_info();
    std::string name = std::string(test->test_suite_name()) + "_" + test->name();
    std::replace(name.begin(), name.end(), '/', '_');
    return testing::TempDir() + name + "_" + std::to_string(getpid());  // two builds may be tested at once
  }

  const std::string folder_ = folder_of_test();
  const std::string out_ = folder_ + "/out.h5";
  MpiSession session_;
};

}  // namespace trainsweep
