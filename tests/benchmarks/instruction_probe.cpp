// Runs one kind of work a given number of times, for counting its instructions:
// instruction_probe search|account TIMES. Prints the items of one time.
#include <cstdio>
#include <cstdlib>
#include <string_view>

#include "engine/columns.hpp"
#include "engine/plan.hpp"
#include "tests/benchmarks/benchmark_jobs.hpp"

namespace trainsweep::engine {
namespace {

// One search of the 175B model's plan on 512 chips.
double run_search(int times) {
  const Job job = testing::gpt3_on(512);
  SearchResult found;
  for (int i = 0; i < times; ++i) found = search(job);
  return found.verdict == Verdict::ok ? 1 : 0;
}

// Points of one account, all columns.
double run_account(int times) {
  constexpr std::size_t kPoints = 4096;
  SearchCount count;
  const Plan plan = best_plan(testing::gpt3_on(512), count);
  std::vector<double> tokens(kPoints, 1e12);
  const std::vector<VaryingTerm> varying{{0, 1, tokens.data()}};
  std::vector<float> values(kPoints * kColumnCount);
  std::vector<std::uint8_t> status(kPoints);
  std::vector<ColumnOut> out;
  for (std::size_t c = 0; c < kColumnCount; ++c) out.push_back({c, values.data() + c * kPoints});
  for (int i = 0; i < times; ++i) fill_columns(plan, testing::terms(), varying, kPoints, status.data(), out);
  return times == 0 || status.back() == kOk ? static_cast<double>(kPoints) : 0;
}

}  // namespace
}  // namespace trainsweep::engine

int main(int argc, char** argv) {
  if (argc != 3) return 2;
  const int times = std::atoi(argv[2]);
  const bool searches = std::string_view(argv[1]) == "search";
  std::printf("%.0f\n", searches ? trainsweep::engine::run_search(times) : trainsweep::engine::run_account(times));
}
