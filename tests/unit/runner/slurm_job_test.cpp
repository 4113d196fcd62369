#include "runner/slurm_job.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "runner/exit_status.hpp"

namespace trainsweep {
namespace {

const JobCommand kCommand{.name = "my",
                          .program = "/opt/trainsweep",
                          .config = "/home/me/my.toml",
                          .output = "/scratch/my.h5",
                          .options = {}};

// That much work, cut into as many units.
JobEstimate work(double seconds, std::uint64_t units = 1'000'000) {
  return {.seconds =
              [=](std::uint64_t ranks, std::uint64_t parts) {
                return seconds / static_cast<double>(parts) / static_cast<double>(std::min(ranks, units));
              },
          .rank_bytes = 64e6};
}

BatchScript sweep_script() {
  BatchScript script;
  script.directives.set("nodes", "1");
  script.directives.set("requeue", "");
  script.rest = "# About\n\n# From here on it is the same.\nrun\n";
  return script;
}

std::string script(const JobRequest& request, const JobEstimate& estimate, const Nodes& nodes = {.cores = 32},
                   const BatchScript& site = {}, const JobCommand& command = kCommand) {
  return job_script(request, command, estimate, nodes, site, sweep_script());
}

// The value of one directive.
std::string value(const std::string& script, const std::string& name) {
  const std::string start = "#SBATCH --" + name + "=";
  const std::size_t at = script.find(start);
  return at == std::string::npos ? "" : script.substr(at + start.size(), script.find('\n', at) - at - start.size());
}

TEST(JobScript, IsWholeAndInOrder) {
  EXPECT_EQ(script({}, work(40'000)), R"(#!/bin/bash
# Made by `trainsweep slurm`, for sbatch.
# Estimated on the machine that made this script: about 20 min 50 s on 32 ranks.
#SBATCH --nodes=1
#SBATCH --requeue
#SBATCH --job-name=my
#SBATCH --mem=3907M
#SBATCH --ntasks-per-node=32
#SBATCH --time=00:50:00
#SBATCH --signal=B:USR1@120
#SBATCH --output=/scratch/my.log

TRAINSWEEP=/opt/trainsweep
set -- /home/me/my.toml /scratch/my.h5

# From here on it is the same.
run
)");
}

TEST(JobScript, TakesAsManyNodesAsAnHourNeeds) {
  EXPECT_EQ(value(script({}, work(32 * 3600)), "nodes"), "1");
  EXPECT_EQ(value(script({}, work(32 * 3600 * 4.5)), "nodes"), "5");
  EXPECT_EQ(value(script({}, work(1e12)), "nodes"), "64");
  EXPECT_EQ(value(script({}, work(1e12)), "time"), "30-00:00:00");
  EXPECT_EQ(value(script({}, work(1e12, 70)), "nodes"), "3") << "70 units have no work for a fourth node";
}

TEST(JobScript, GoesByTheRequestThenTheSiteThenTheNodes) {
  BatchScript site;
  site.directives.set("ntasks-per-node", "128");
  site.directives.set("partition", "standard");
  site.directives.set("time", "12:00:00");
  site.rest = "module load x\n";
  const Nodes nodes{.cores = 32, .longest_seconds = 86400};
  const std::string by_site = script({}, work(1e12), nodes, site);
  EXPECT_EQ(value(by_site, "ntasks-per-node"), "128");
  EXPECT_EQ(value(by_site, "time"), "12:00:00");
  EXPECT_NE(by_site.find("# That may be more than its time: then it is requeued until all is done.\n"),
            std::string::npos);
  EXPECT_NE(by_site.find("\n\nmodule load x\n\nTRAINSWEEP="), std::string::npos);
  EXPECT_EQ(value(script({}, work(1e12), nodes), "time"), "1-00:00:00");

  JobRequest request{.nodes = 3, .ranks_per_node = 7, .time = "90", .partition = "small", .account = "me"};
  request.directives = {"qos=debug", "nodes=9"};
  const std::string by_request = script(request, work(1e12), nodes, site);
  EXPECT_EQ(value(by_request, "ntasks-per-node"), "7");
  EXPECT_EQ(value(by_request, "time"), "01:30:00");
  EXPECT_EQ(value(by_request, "partition"), "small");
  EXPECT_EQ(value(by_request, "account"), "me");
  EXPECT_EQ(value(by_request, "qos"), "debug");
  EXPECT_EQ(value(by_request, "nodes"), "9") << "the last word";
}

TEST(JobScript, MemoryIsAskedForInOneWay) {
  JobRequest request;
  request.directives = {"mem-per-cpu=1750"};
  const std::string text = script(request, work(1));
  EXPECT_EQ(value(text, "mem-per-cpu"), "1750");
  EXPECT_EQ(value(text, "mem"), "");
}

TEST(JobScript, OfPartsIsAnArray) {
  const std::string text = script({.parts = 16}, work(32 * 3600));
  EXPECT_EQ(value(text, "array"), "1-16");
  EXPECT_EQ(value(text, "output"), "/scratch/my.%a.log");
  EXPECT_NE(text.find("about 3 min 45 s a part on 32 ranks"), std::string::npos) << text;
  EXPECT_NE(text.find("\nTRAINSWEEP_PARTS=16\n"), std::string::npos);
}

TEST(JobScript, AShortTimeIsWarnedOfInTime) { EXPECT_EQ(value(script({.time = "2"}, work(1)), "signal"), "B:USR1@30"); }

TEST(JobScript, OddPathsAndOptionsAreQuoted) {
  JobCommand command = kCommand;
  command.output = "/a b/1%j\".h5";
  command.options = {"--set", "grid.x=[1, 2]"};
  const std::string text = script({}, work(1), {}, {}, command);
  EXPECT_EQ(value(text, "output"), "\"/a b/1%%j\\\".log\"");
  EXPECT_NE(text.find("set -- /home/me/my.toml '/a b/1%j\".h5' --set 'grid.x=[1, 2]'\n"), std::string::npos) << text;
}

TEST(JobScript, ATimeThatIsNoneIsRefused) {
  for (const char* time : {"soon", "0", "0:30"}) {
    try {
      (void)script({.time = time}, work(1));
      ADD_FAILURE() << time;
    } catch (const UserError& error) {
      EXPECT_EQ(error.what(), "`" + std::string(time) +
                                  "` is no time of a minute or more\n  = help: minutes, hours:minutes:seconds, "
                                  "or days-hours:minutes:seconds, as in 30, 12:00:00 or 2-00:00:00");
    }
  }
}

TEST(ReadSinfo, TakesTheSmallestNodesOfThePartition) {
  const std::string answer = "debug 2:16:2 30:00\nsmall* 2:64:1 3-00:00:00\nsmall* 1:48:2 3-00:00:00\nodd ? ?\n";
  EXPECT_EQ(read_sinfo(answer, "").cores, 48u);
  EXPECT_EQ(read_sinfo(answer, "").longest_seconds, 3 * 86400u);
  EXPECT_EQ(read_sinfo(answer, "small").cores, 48u);
  EXPECT_EQ(read_sinfo(answer, "debug").cores, 32u);
  EXPECT_EQ(read_sinfo(answer, "debug").longest_seconds, 1800u);
  EXPECT_EQ(read_sinfo(answer, "odd").cores, 0u);
  EXPECT_EQ(read_sinfo("", "").cores, 0u);
}

}  // namespace
}  // namespace trainsweep
