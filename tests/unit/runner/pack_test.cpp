#include "runner/pack.hpp"

#include <gtest/gtest.h>

#include <cstring>
#include <fstream>

#include "runner/data_file.hpp"
#include "runner/ledger.hpp"
#include "runner/output_lock.hpp"
#include "runner/result_file.hpp"
#include "runner/result_reader.hpp"
#include "runner/sweep_status.hpp"
#include "runner/verify.hpp"
#include "tests/support/sweep_fixture.hpp"

namespace trainsweep {
namespace {

class Pack : public SweepFixture {
 protected:
  std::string refusal(const std::string& from, const std::string& to) {
    try {
      (void)pack(from, to, false);
    } catch (const UserError& error) {
      return error.what();
    }
    return "accepted";
  }
  const std::string copy_ = folder_ + "/out.packed.h5";
};

template <class T, class Read>
std::vector<T> all_values(const ResultReader& file, Read read) {
  std::vector<T> values(file.points());
  // Pieces that begin and end within chunks and rows.
  constexpr std::uint64_t kPiece = 70'001;
  for (std::uint64_t first = 0; first < values.size(); first += kPiece) {
    read(first, std::span(values).subspan(first, std::min<std::uint64_t>(kPiece, values.size() - first)));
  }
  return values;
}

TEST_F(Pack, TheCopyHoldsTheSameAndIsSmaller) {
  for (const char* scenario : {"whole", "slots", "tiles", "tiny"}) {
    run(scenario, Start::overwrite);
    const Packing packing = pack(out_, copy_, true);
    const ResultReader original(out_), copy(copy_);
    ASSERT_EQ(original.names(), copy.names()) << scenario;
    for (std::size_t c = 0; c < original.columns().size(); ++c) {
      const auto values = [c](const ResultReader& file) {
        const auto floats = all_values<float>(file, [&](auto first, auto out) { file.read_column(file.columns()[c], first, out); });
        std::vector<std::uint32_t> bits(floats.size());
        std::memcpy(bits.data(), floats.data(), floats.size() * sizeof(float));
        return bits;
      };
      EXPECT_EQ(values(original), values(copy)) << scenario << original.columns()[c].name;
    }
    const auto statuses = [](const ResultReader& file) {
      return all_values<std::uint8_t>(file, [&](auto first, auto out) { file.read_status(first, out); });
    };
    EXPECT_EQ(statuses(original), statuses(copy)) << scenario;
    EXPECT_TRUE(verify(copy_).is_sound()) << scenario;
    EXPECT_EQ(packing.packed_bytes, std::filesystem::file_size(copy_));
    if (original.points() > 100'000) {
      EXPECT_LT(packing.packed_bytes * 2, packing.bytes) << scenario;
    }
  }
}

TEST_F(Pack, SaysTheRatioAndTheTime) {
  EXPECT_EQ(describe(Packing{"a.h5", "b.h5", 300'000'000, 15'000'000, 1.5}),
            "b.h5: 15.0 MB, 20.0 times smaller than the 300.0 MB of `a.h5`; took 1.50 s (200.0 MB/s)\n");
  EXPECT_EQ(packed_name("/data/out.h5"), "/data/out.packed.h5");
}

TEST_F(Pack, StatusTellsACopyAndVerifyItsDamage) {
  run("tiles");
  (void)pack(out_, copy_, false);
  EXPECT_NE(describe(read_sweep_status(copy_)).find("state     complete"), std::string::npos);
  EXPECT_NE(describe(read_sweep_status(copy_)).find("file      a packed copy, "), std::string::npos);
  DataFile file(copy_, DataFile::Access::write);
  for (std::uint64_t at = file.size() * 3 / 4; at < file.size() * 3 / 4 + 64; ++at) file.write_value(at, std::uint8_t{0xA5});
  const Verification found = verify(copy_);
  EXPECT_FALSE(found.is_sound());
  EXPECT_FALSE(found.withdrawn);
  EXPECT_NE(describe(found).find("a packed copy cannot be repaired: pack the file that it was made from again\n"), std::string::npos);
}

TEST_F(Pack, AHalfDoneCopyStaysHalfDoneAndCannotBeResumed) {
  run("slots");
  {
    const ResultFile file = read_result_file(out_);
    DataFile data(out_, DataFile::Access::write);
    withdraw_units(data, file.layout, {0, 1, 2});
  }
  (void)pack(out_, copy_, false);
  const SweepStatus status = read_sweep_status(copy_);
  EXPECT_EQ(status.state, SweepState::stopped);
  EXPECT_EQ(status.units - status.units_done, 3U);
  EXPECT_NE(describe(status).find("a packed copy cannot be resumed; go on with the file that it was made from"), std::string::npos);
  const SweepSpec spec = toy::scenario("slots");
  SweepOptions resume = options(Start::resume);
  resume.output = copy_;
  try {
    run(spec, toy::ToyEngine(spec.records), resume);
    FAIL();
  } catch (const UserError& error) {
    EXPECT_EQ(std::string(error.what()), "`" + copy_ + "` is a packed copy, which cannot be resumed; resume the file that it was made from");
  }
}

TEST_F(Pack, RefusesWhatItCannotCopy) {
  EXPECT_EQ(refusal(out_, copy_), "there is no file `" + out_ + "`");
  run("tiny");
  EXPECT_EQ(refusal(out_, out_), "`" + out_ + "` cannot take the place of its original");
  EXPECT_EQ(refusal(out_, folder_), "the output `" + folder_ + "` is a folder");
  EXPECT_EQ(refusal(out_, folder_ + "/none/x.h5"), "the folder of the output `" + folder_ + "/none/x.h5` does not exist");
  EXPECT_EQ(refusal(out_, "/dev/null"), "the output `/dev/null` is not a file");
  (void)pack(out_, copy_, false);
  EXPECT_EQ(refusal(out_, copy_), "the output `" + copy_ + "` exists; --overwrite replaces it");
  EXPECT_EQ(refusal(copy_, folder_ + "/b.h5"), "`" + copy_ + "` is packed already");
  const OutputLock lock(out_);
  EXPECT_EQ(refusal(out_, folder_ + "/b.h5").find("a run is writing `" + out_ + "` (host "), 0U);
}

TEST_F(Pack, LeavesNothingWhereItFails) {
  run("tiny");
  std::filesystem::create_directory(copy_ + ".new");  // stands where the copy would be made
  std::ofstream(copy_) << "what was there";
  EXPECT_THROW((void)pack(out_, copy_, true), MachineError);
  EXPECT_EQ(std::filesystem::file_size(copy_), 14U);
}

}  // namespace
}  // namespace trainsweep
