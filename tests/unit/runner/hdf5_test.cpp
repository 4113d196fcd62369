#include "runner/hdf5.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdio>
#include <cstring>
#include <filesystem>
#include <fstream>

#include "runner/exit_status.hpp"

namespace trainsweep::hdf5 {
namespace {

class Hdf5 : public testing::Test {
 protected:
  void TearDown() override { std::filesystem::remove(path_); }
  const std::string path_ =
      testing::TempDir() + "hdf5_test_" + testing::UnitTest::GetInstance()->current_test_info()->name() + std::to_string(getpid()) + ".h5";
};

TEST_F(Hdf5, WhatIsWrittenIsRead) {
  {
    File file = File::create(path_);
    file.write_attribute("title", "Größe");
    file.write_attribute("points", std::int64_t{1} << 40);
    Dataset names = file.create_dataset("names", Type::text, {3});
    names.write(std::vector<std::string>{"a", "", "çé"});
    names.make_scale();
    Dataset numbers = file.create_dataset("b", Type::float32, {3, 2});
    numbers.write(std::vector<double>{1, 2, 3, 4, 5, 6.5});
    numbers.attach_scale(0, names);
    Group run = file.create_group("run");
    EXPECT_EQ(run.create_dataset("one", Type::uint64, {}).size(), 1U);
    file.close();
  }
  const File file = File::open(path_);
  EXPECT_EQ(file.read_text("title"), "Größe");
  EXPECT_EQ(file.read_text("absent"), "");
  EXPECT_EQ(file.read_integer("points"), std::int64_t{1} << 40);
  EXPECT_EQ(file.dataset_names(), (std::vector<std::string>{"names", "b"}));
  EXPECT_EQ(file.dataset("names").read_texts(), (std::vector<std::string>{"a", "", "çé"}));
  EXPECT_TRUE(file.dataset("names").is_scale());
  EXPECT_EQ(file.dataset("names").type(), Type::text);
  EXPECT_EQ(file.dataset("b").type(), Type::float32);
  EXPECT_EQ(file.dataset("b").shape(), (Shape{3, 2}));
  EXPECT_EQ(file.dataset("b").read_numbers().back(), 6.5);
  EXPECT_EQ(file.dataset("b").dimension_names(), (std::vector<std::string>{"names", ""}));
  EXPECT_TRUE(file.group("run").has("one"));
}

TEST_F(Hdf5, BytesWrittenAtTheOffsetAreTheDataset) {
  std::uint64_t offset = 0;
  {
    File file = File::create(path_);
    offset = file.create_dataset("x", Type::float32, {2048}).offset();
    file.close();
  }
  EXPECT_EQ(offset % 4096, 0U);
  {
    std::fstream out(path_, std::ios::in | std::ios::out | std::ios::binary);
    const float value = 2.5F;
    out.seekp(static_cast<std::streamoff>(offset + 7 * sizeof value));
    out.write(reinterpret_cast<const char*>(&value), sizeof value);
  }
  const std::vector<double> read = File::open(path_).dataset("x").read_numbers();
  EXPECT_EQ(read[7], 2.5);
  EXPECT_EQ(read[8], 0.0);
}

TEST_F(Hdf5, DataStartsWhereTheAlignmentSays) {
  std::ofstream(path_) << "what was there";
  File file = File::create(path_, 16, 1 << 18);
  for (const char* name : {"x", "y", "z"}) {
    EXPECT_EQ(file.create_dataset(name, Type::float32, {50'000}).offset() % (1 << 18), 0U) << name;
  }
  EXPECT_NE(file.create_dataset("short", Type::float32, {8}).offset() % (1 << 18), 0U) << "not worth a stripe";
}

TEST_F(Hdf5, AFailureSaysWhatWasDoneToWhat) {
  try {
    (void)File::open("/nonexistent/x.h5");
    FAIL();
  } catch (const MachineError& error) {
    EXPECT_EQ(std::string(error.what()).rfind("cannot open `/nonexistent/x.h5`: ", 0), 0U) << error.what();
  }
}

}  // namespace
}  // namespace trainsweep::hdf5
