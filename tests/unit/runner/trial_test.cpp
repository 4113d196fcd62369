#include "runner/trial.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <stdexcept>

namespace trainsweep {
namespace {

TEST(Trial, SaysWhetherTheBodyCameToItsEnd) {
  EXPECT_TRUE(survives([] {}));
  EXPECT_TRUE(survives([] { throw std::runtime_error("said again outside"); }));
  EXPECT_FALSE(survives([] { std::abort(); }));
  EXPECT_FALSE(survives([] { std::_Exit(1); }));
  std::atomic<bool> forever{true};
  EXPECT_FALSE(survives([&] {
    while (forever) {
    }
  }));
}

TEST(Trial, ChangesNothingHere) {
  int number = 1;
  EXPECT_TRUE(survives([&] {
    number = 2;
    std::puts("nobody sees this");
  }));
  EXPECT_EQ(number, 1);
}

}  // namespace
}  // namespace trainsweep
