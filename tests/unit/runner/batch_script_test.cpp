#include "runner/batch_script.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "runner/exit_status.hpp"

namespace trainsweep {
namespace {

class BatchScriptTest : public testing::Test {
 protected:
  void SetUp() override { path_ = testing::TempDir() + "batch_script_test." + std::to_string(getpid()) + ".sh"; }
  void TearDown() override { std::filesystem::remove(path_); }
  BatchScript read(const std::string& text) {
    std::ofstream(path_) << text;
    return read_batch_script(path_);
  }
  std::string path_;
};

TEST_F(BatchScriptTest, DirectivesAndTheRestAreTakenApart) {
  const BatchScript script =
      read("#!/bin/bash\n# About\n#SBATCH --nodes=4\n#SBATCH  --requeue \n#SBATCH --comment=\"a b\"\nmodule load x\n");
  EXPECT_EQ(script.directives.find("nodes"), "4");
  EXPECT_EQ(script.directives.find("requeue"), "");
  EXPECT_EQ(script.directives.find("comment"), "a b");
  EXPECT_EQ(script.directives.find("time"), std::nullopt);
  EXPECT_EQ(script.directives.text(), "#SBATCH --nodes=4\n#SBATCH --requeue\n#SBATCH --comment=\"a b\"\n");
  EXPECT_EQ(script.rest, "# About\nmodule load x\n");
}

TEST_F(BatchScriptTest, AShortOptionIsRefusedWithItsFile) {
  try {
    read("#SBATCH -N 4\n");
    ADD_FAILURE();
  } catch (const UserError& error) {
    EXPECT_EQ(error.what(),
              path_ + ": ` -N 4` is no option of sbatch in its long form\n  = help: as in qos=debug or exclusive");
  }
}

TEST_F(BatchScriptTest, AFileThatIsNotThereIsNamed) {
  EXPECT_THROW((void)read_batch_script("/nonexistent.sh"), UserError);
}

TEST(Directives, ALaterOneReplacesAnEarlierInItsPlace) {
  Directives directives, site;
  directives.set("nodes", "1");
  directives.set("time", "10");
  site.set("nodes", "8");
  site.set("qos", "debug");
  directives.set_all(site);
  EXPECT_EQ(directives.text(), "#SBATCH --nodes=8\n#SBATCH --time=10\n#SBATCH --qos=debug\n");
}

TEST(ParseDirective, TakesTheLongFormOnly) {
  EXPECT_EQ(parse_directive("qos=debug"), (std::pair<std::string, std::string>("qos", "debug")));
  EXPECT_EQ(parse_directive("--mail-user=me@x.org"), (std::pair<std::string, std::string>("mail-user", "me@x.org")));
  EXPECT_EQ(parse_directive("exclusive"), (std::pair<std::string, std::string>("exclusive", "")));
  for (const char* text : {"", "-N 4", "nodes 4", "=4", "---x", "a=1\n#SBATCH --b"}) {
    EXPECT_THROW((void)parse_directive(text), UserError) << text;
  }
}

TEST(ShellWord, IsQuotedOnlyWhereItMustBe) {
  EXPECT_EQ(shell_word("/a/b-1.h5"), "/a/b-1.h5");
  EXPECT_EQ(shell_word("grid.x=[1, 2]"), "'grid.x=[1, 2]'");
  EXPECT_EQ(shell_word("it's"), "'it'\\''s'");
  EXPECT_EQ(shell_word(""), "''");
  EXPECT_EQ(shell_word("~"), "'~'");
}

TEST(OutputPattern, DoublesWhatSlurmWouldReplace) { EXPECT_EQ(output_pattern("/a/100%j.log"), "/a/100%%j.log"); }

TEST(SlurmTime, IsReadInAllItsForms) {
  EXPECT_EQ(parse_slurm_time("30"), 30 * 60);
  EXPECT_EQ(parse_slurm_time("30:15"), 30 * 60 + 15);
  EXPECT_EQ(parse_slurm_time("1:30:15"), 5415);
  EXPECT_EQ(parse_slurm_time("2-12"), 60 * 3600);
  EXPECT_EQ(parse_slurm_time("2-12:30"), 60 * 3600 + 1800);
  EXPECT_EQ(parse_slurm_time("1-00:00:00"), 86400);
  EXPECT_EQ(parse_slurm_time("infinite"), kInfiniteTime);
  for (const char* text : {"", ":", "1:", "a", "1h", "-5", "1-", "1:2:3:4", "1-2-3", "99999999999999999999"}) {
    EXPECT_EQ(parse_slurm_time(text), std::nullopt) << text;
  }
}

TEST(SlurmTime, IsWrittenInWholeMinutes) {
  EXPECT_EQ(slurm_time(5415), "01:31:00");
  EXPECT_EQ(slurm_time(60), "00:01:00");
  EXPECT_EQ(slurm_time(2 * 86400 + 3600), "2-01:00:00");
  EXPECT_EQ(parse_slurm_time(slurm_time(86400)), 86400);
}

}  // namespace
}  // namespace trainsweep
