#include "runner/output_lock.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <regex>

#include "runner/exit_status.hpp"

namespace trainsweep {
namespace {

class OutputLockTest : public testing::Test {
 protected:
  void TearDown() override { std::filesystem::remove(out_ + ".lock"); }
  const std::string out_ = testing::TempDir() + testing::UnitTest::GetInstance()->current_test_info()->name() + std::to_string(getpid()) + ".h5";
};

TEST_F(OutputLockTest, ASecondHolderIsRefusedWithTheFirstsName) {
  const OutputLock lock(out_);
  try {
    const OutputLock second(out_);
    FAIL();
  } catch (const UserError& error) {
    const std::regex expected(R"(another run is writing `.*\.h5`: host \S+, pid )" + std::to_string(getpid()) + ", since .*Z");
    EXPECT_TRUE(std::regex_match(error.what(), expected)) << error.what();
  }
  EXPECT_NE(lock_holder(out_), "");
}

TEST_F(OutputLockTest, IsGoneWithItsHolder) {
  { const OutputLock lock(out_); }
  EXPECT_FALSE(std::filesystem::exists(out_ + ".lock"));
  EXPECT_EQ(lock_holder(out_), "");
  const OutputLock again(out_);
}

TEST_F(OutputLockTest, AFileThatADeadRunLeftBlocksNobody) {
  std::ofstream(out_ + ".lock") << "host x, pid 1, since long ago";
  EXPECT_EQ(lock_holder(out_), "");
  const OutputLock lock(out_);
  EXPECT_EQ(lock_holder(out_).find("long ago"), std::string::npos);
}

TEST_F(OutputLockTest, AFolderThatIsNotThereIsTheMachinesError) {
  EXPECT_THROW(OutputLock("/nonexistent/x.h5"), MachineError);
}

}  // namespace
}  // namespace trainsweep
