#include "runner/launcher.hpp"

#include <gtest/gtest.h>

#include <map>
#include <string>

namespace trainsweep {
namespace {

std::optional<Launch> launch(const std::map<std::string, std::string>& environment) {
  return read_launch([&](const char* name) {
    const auto at = environment.find(name);
    return at == environment.end() ? nullptr : at->second.c_str();
  });
}

void expect_launch(const std::map<std::string, std::string>& environment, int rank, int size) {
  const auto found = launch(environment);
  ASSERT_TRUE(found.has_value());
  EXPECT_EQ(found->rank, rank);
  EXPECT_EQ(found->size, size);
}

// The environments are those that the launchers of Debian 12 give.
TEST(Launcher, MpirunOfOpenMpiIsKnownAlsoWhereSrunStartedItsDaemon) {
  expect_launch({{"OMPI_COMM_WORLD_RANK", "5"},
                 {"OMPI_COMM_WORLD_SIZE", "8"},
                 {"PMIX_RANK", "5"},
                 {"SLURM_PROCID", "1"},
                 {"SLURM_STEP_NUM_TASKS", "3"}},
                5, 8);
}

TEST(Launcher, HydraOfMpichAndSrunWithPmi2AreAlike) {
  expect_launch({{"PMI_RANK", "1"}, {"PMI_SIZE", "2"}, {"PMI_FD", "11"}, {"SLURM_STEP_NUM_TASKS", "1"}}, 1, 2);
}

TEST(Launcher, SrunWithPmixAndWithCraysPluginGetTheirSizeFromTheStep) {
  expect_launch({{"PMIX_RANK", "1"}, {"SLURM_PROCID", "1"}, {"SLURM_STEP_NUM_TASKS", "2"}}, 1, 2);
  expect_launch({{"PALS_RANKID", "3"}, {"SLURM_PROCID", "3"}, {"SLURM_STEP_NUM_TASKS", "4"}}, 3, 4);
}

TEST(Launcher, OneThatDoesNotSayItsSizeIsOneAllTheSame) {
  expect_launch({{"PMIX_RANK", "0"}}, 0, 0);
  expect_launch({{"PALS_RANKID", "7"}}, 7, 0);
}

TEST(Launcher, SrunWithoutMpiIsOneOnlyForSeveralTasks) {
  expect_launch({{"SLURM_PROCID", "2"}, {"SLURM_STEP_NUM_TASKS", "4"}}, 2, 4);
  EXPECT_FALSE(launch({{"SLURM_PROCID", "0"}, {"SLURM_STEP_NUM_TASKS", "1"}}));
}

TEST(Launcher, ABatchScriptAndAShellAreNone) {
  EXPECT_FALSE(launch({{"SLURM_PROCID", "0"}, {"SLURM_NTASKS", "4"}, {"SLURM_JOB_ID", "2"}}));
  EXPECT_FALSE(launch({}));
}

}  // namespace
}  // namespace trainsweep
