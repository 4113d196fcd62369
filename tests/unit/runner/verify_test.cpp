#include "runner/verify.hpp"

#include <gtest/gtest.h>

#include <fstream>

#include "runner/data_file.hpp"
#include "runner/ledger.hpp"
#include "runner/output_lock.hpp"
#include "runner/result_file.hpp"
#include "tests/support/sweep_fixture.hpp"

namespace trainsweep {
namespace {

class Verify : public SweepFixture {
 protected:
  std::string bytes() const {
    std::ifstream in(out_, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
  }
  void flip(std::uint64_t offset) {
    DataFile file(out_, DataFile::Access::write);
    file.write_value(offset, static_cast<std::uint8_t>(file.read_value<std::uint8_t>(offset) ^ 0x10));
  }
};

TEST_F(Verify, AnUndamagedFileIsSound) {
  run("tiles");
  const Verification result = verify(out_);
  EXPECT_TRUE(result.is_sound());
  EXPECT_EQ(result.units_done, result.units);
  EXPECT_EQ(describe(result), out_ + ": 64 units (20.2 MB) hold what was written; 64 of 64 units are done\n");
}

TEST_F(Verify, NamesFlippedBytesAndAResumeRepairsJustThose) {
  run("tiles");
  const ResultFile file = read_result_file(out_);
  const Units units(file.cut);
  const auto data = [&] {
    const DataFile in(out_, DataFile::Access::read);
    const PointValues values = find_point_values(file);
    std::vector<std::uint64_t> all;
    for (std::uint64_t unit = 0; unit < units.count(); ++unit) all.push_back(unit_checksum(in, values, units.points(unit)));
    return all;
  };
  const std::vector<std::uint64_t> before = data();
  flip(file.layout.columns[1] + units.points(5).begin * sizeof(float) + 2);
  flip(file.layout.status + units.points(17).end - 1);

  const Verification result = verify(out_);
  ASSERT_EQ(result.damaged.size(), 2U);
  EXPECT_EQ(result.damaged[0].unit, 5U);
  EXPECT_EQ(result.damaged[1].unit, 17U);
  EXPECT_TRUE(result.withdrawn);
  EXPECT_EQ(describe(result), out_ + ": 2 of 64 finished units are damaged\n"
            "  unit 5: points 76384 to 92767\n"
            "  unit 17: points 256384 to 272767\n"
            "`trainsweep run CONFIG -o " + out_ + " --resume` computes them again\n");

  const SweepSpec spec = toy::scenario("tiles");
  const toy::ToyEngine engine(spec.records);
  ASSERT_EQ(run(spec, engine, options(Start::resume)), ExitStatus::done);
  EXPECT_EQ(engine.plans_made(), 2U);  // the two units' searches and no others
  EXPECT_EQ(data(), before);
  EXPECT_TRUE(verify(out_).is_sound());
}

TEST_F(Verify, AFileCutShortGetsItsLengthBack) {
  run("tiles");
  const auto length = stated_length(out_);
  std::filesystem::resize_file(out_, length - 100000);
  const Verification result = verify(out_);
  EXPECT_EQ(result.bytes_lost, 100000U);
  EXPECT_FALSE(result.damaged.empty());
  EXPECT_EQ(std::filesystem::file_size(out_), length);
  run("tiles", Start::resume);
  EXPECT_TRUE(verify(out_).is_sound());
}

TEST_F(Verify, ARunThatWritesTheFileIsNotDisturbed) {
  run("tiny");
  const OutputLock lock(out_);
  EXPECT_THROW((void)verify(out_), UserError);
}

TEST_F(Verify, OnlyResultFilesCanBeVerified) {
  EXPECT_THROW((void)verify(out_), UserError);
  std::ofstream(out_) << "no HDF5 file, and long enough to have room for a superblock of its own .........";
  EXPECT_THROW((void)verify(out_), UserError);
}

}  // namespace
}  // namespace trainsweep
