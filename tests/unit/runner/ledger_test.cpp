#include "runner/ledger.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <ctime>
#include <filesystem>
#include <fstream>

#include "tests/support/toy_sweep.hpp"

namespace trainsweep {
namespace {

using toy::dimension;
using toy::steps;

// A file that is nothing but a ledger, removed in the end.
class LedgerFile {
 public:
  explicit LedgerFile(const std::vector<std::uint64_t>& ledger)
      : path_(testing::TempDir() + "ledger_test_" + std::to_string(getpid())) {
    std::ofstream(path_, std::ios::binary)
        .write(reinterpret_cast<const char*>(ledger.data()), static_cast<std::streamsize>(ledger.size() * sizeof ledger[0]));
  }
  ~LedgerFile() { std::filesystem::remove(path_); }
  [[nodiscard]] DataFile open() const { return {path_, DataFile::Access::read}; }

 private:
  std::string path_;
};

std::vector<UnitRange> left_of(const std::vector<std::uint64_t>& ledger) {
  const Units units({.blocks = ledger.size(), .blocks_per_unit = 1});
  return units_left(LedgerFile(ledger).open(), FileLayout{}, units);
}

TEST(UnitsLeft, AreRunsOfWhatIsNotDone) {
  using Ranges = std::vector<UnitRange>;
  EXPECT_EQ(left_of({7}), Ranges{});
  EXPECT_EQ(left_of({0}), (Ranges{{0, 1}}));
  EXPECT_EQ(left_of({0, 0, 5, 0, 9, 9, 0, 0}), (Ranges{{0, 2}, {3, 4}, {6, 8}}));
}

TEST(UnitsLeft, ALongLedgerIsReadInPieces) {
  std::vector<std::uint64_t> ledger(600'000, 7);
  std::fill(ledger.begin() + 200'000, ledger.begin() + 300'000, 0);  // over the end of the first piece
  ledger.back() = 0;
  EXPECT_EQ(left_of(ledger), (std::vector<UnitRange>{{200'000, 300'000}, {599'999, 600'000}}));
}

class Billion : public testing::TestWithParam<std::vector<Dimension>> {};

// What a resume does before it hands out work, with every second unit done: processor
// time, which a loaded machine changes little.
TEST_P(Billion, PointsAreReadForAResumeInATenthOfASecond) {
  const SweepSpec spec = toy::sweep(GetParam());
  const toy::ToyEngine engine(spec.records);
  const Units units(choose_cut(Grid(spec, engine)));
  ASSERT_EQ(units.total_points(), 1'000'000'000U);
  std::vector<std::uint64_t> written(units.count());
  for (std::size_t i = 0; i < written.size(); i += 2) written[i] = i + 1;
  const LedgerFile ledger(written);

  const std::clock_t start = std::clock();
  const std::vector<UnitRange> left = units_left(ledger.open(), FileLayout{}, units);
  const std::uint64_t done = units.total_points() - points_of(left, units);
  const double seconds = static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC;
  EXPECT_EQ(left.size(), units.count() / 2);
  EXPECT_NEAR(static_cast<double>(done), 5e8, 1e6);
#ifdef NDEBUG  // what users run; sanitizers take several times as long
  EXPECT_LT(seconds, 0.1) << units.count() << " units";
#else
  EXPECT_LT(seconds, 1) << units.count() << " units";
#endif
}

INSTANTIATE_TEST_SUITE_P(Shapes, Billion,
                         testing::Values(std::vector{dimension(toy::weight, steps(1000000)), dimension(toy::size, steps(1000))},
                                         std::vector{dimension(toy::weight, steps(1000)), dimension(toy::batch, steps(1000)),
                                                     dimension(toy::factor, steps(1000))},
                                         std::vector{dimension(toy::batch, steps(100000)), dimension(toy::factor, steps(10000))}),
                         [](const auto& shape) { return "Shape" + std::to_string(shape.index); });

}  // namespace
}  // namespace trainsweep
