#include "runner/seal.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "runner/exit_status.hpp"
#include "runner/result_file.hpp"
#include "runner/result_reader.hpp"
#include "runner/sweep_status.hpp"
#include "runner/verify.hpp"
#include "tests/support/sweep_fixture.hpp"

namespace trainsweep {
namespace {

class SealTest : public SweepFixture {
 protected:
  DataFile open() const { return {out_, DataFile::Access::write}; }
  void write(const std::string& text) const { std::ofstream(out_, std::ios::binary) << text; }
  void flip(std::uint64_t at) const {
    DataFile file = open();
    file.write_value(at, static_cast<std::uint8_t>(file.read_value<std::uint8_t>(at) ^ 1));
  }
};

TEST_F(SealTest, AnyChangeOutsideOfTheRangesBreaksIt) {
  write("0123456789abcdef");
  EXPECT_EQ(check_seal(open()), Seal::none);
  DataFile file = open();
  write_seal(file, {{10, 3}, {2, 4}});
  EXPECT_EQ(check_seal(file), Seal::intact);
  const std::uint64_t size = file.size();
  for (std::uint64_t at = 0; at < size; ++at) {
    const bool may_change = (at >= 2 && at < 6) || (at >= 10 && at < 13);
    const bool is_mark = at + 8 >= size;
    flip(at);
    EXPECT_EQ(check_seal(file), may_change ? Seal::intact : is_mark ? Seal::none : Seal::broken) << at;
    flip(at);
  }
  EXPECT_EQ(check_seal(file), Seal::intact);
}

TEST_F(SealTest, ACutOrAnEmptyFileHasNone) {
  write("");
  EXPECT_EQ(check_seal(open()), Seal::none);
  DataFile file = open();
  write_seal(file, {});
  EXPECT_EQ(check_seal(file), Seal::intact);
  std::filesystem::resize_file(out_, file.size() - 1);
  EXPECT_EQ(check_seal(file), Seal::none);
}

TEST_F(SealTest, RangesThatOverlapAreOurFault) {
  write("0123456789");
  DataFile file = open();
  EXPECT_THROW(write_seal(file, {{0, 3}, {2, 4}}), std::logic_error);
  EXPECT_THROW(write_seal(file, {{8, 3}}), std::logic_error);
}

// Everything that is read of a file, at damage in every 101st byte of all that describes
// it, is refused before HDF5 sees it; data is another matter (see verify_test).
TEST_F(SealTest, NoCommandOpensAFileWhoseDescriptionIsDamaged) {
  run("tiny");
  const ResultFile result = read_result_file(out_);
  const auto ranges = changing_ranges(result.layout, result.points, Units(result.cut).count());
  const auto changes = [&](std::uint64_t at) {
    return std::any_of(ranges.begin(), ranges.end(), [&](const ByteRange& r) { return at - r.first < r.length; });
  };
  int damaged = 0;
  for (std::uint64_t at = 0; at < result.layout.bytes - 8; at += 101) {
    if (changes(at)) continue;
    ++damaged;
    flip(at);
    EXPECT_THROW((void)read_result_file(out_), MachineError) << at;
    EXPECT_THROW((void)read_sweep_status(out_), MachineError) << at;
    EXPECT_THROW((void)verify(out_), MachineError) << at;
    if (at >= 8) {  // before: no HDF5 file
      EXPECT_THROW((void)ResultReader(out_), MachineError) << at;
    }
    flip(at);
  }
  EXPECT_GT(damaged, 500);
  EXPECT_TRUE(verify(out_).is_sound());
}

}  // namespace
}  // namespace trainsweep
