#include "runner/output_lock.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include <atomic>
#include <filesystem>
#include <fstream>
#include <regex>
#include <thread>

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

TEST_F(OutputLockTest, PartsOfOneCountGoTogether) {
  const OutputLock first(out_, {1, 3}), third(out_, {3, 3});
  const std::string holders = lock_holder(out_);
  EXPECT_NE(holders.find(", part 1/3; host "), std::string::npos) << holders;
  EXPECT_TRUE(holders.ends_with(", part 3/3")) << holders;
  const OutputLock second(out_, {2, 3});
  EXPECT_NE(lock_holder(out_).find("part 2/3"), std::string::npos);
}

TEST_F(OutputLockTest, TheSamePartAndTheWholeAreRefusedWithThePartsHolder) {
  const OutputLock part(out_, {2, 3});
  for (const Part& other : {Part{2, 3}, Part{1, 1}, Part{3, 5}}) {
    try {
      const OutputLock second(out_, other);
      ADD_FAILURE() << part_text(other);
    } catch (const UserError& error) {
      EXPECT_TRUE(std::string(error.what()).ends_with(", part 2/3")) << error.what();
    }
  }
}

TEST_F(OutputLockTest, APartIsRefusedWhileAllIsRun) {
  const OutputLock whole(out_);
  EXPECT_THROW(OutputLock(out_, {2, 3}), UserError);
}

TEST_F(OutputLockTest, TheFileGoesWithItsLastHolder) {
  {
    const OutputLock first(out_, {1, 2});
    { const OutputLock second(out_, {2, 2}); }
    EXPECT_TRUE(std::filesystem::exists(out_ + ".lock"));
    EXPECT_TRUE(lock_holder(out_).ends_with(", part 1/2")) << lock_holder(out_);
  }
  EXPECT_FALSE(std::filesystem::exists(out_ + ".lock"));
}

TEST_F(OutputLockTest, TurnsComeOneAfterAnother) {
  const OutputLock first(out_, {1, 2}), second(out_, {2, 2});
  std::atomic<bool> has_come = false;
  std::thread other;
  {
    const OutputLock::Turn alone = first.turn();
    other = std::thread([&] {
      const OutputLock::Turn next = second.turn();
      has_come = true;
    });
    std::this_thread::sleep_for(std::chrono::milliseconds{50});
    EXPECT_FALSE(has_come);
  }
  other.join();
  EXPECT_TRUE(has_come);
}

TEST_F(OutputLockTest, AFolderThatIsNotThereIsTheMachinesError) {
  EXPECT_THROW(OutputLock("/nonexistent/x.h5"), MachineError);
}

}  // namespace
}  // namespace trainsweep
