// Runs one kind of work a given number of times, for counting its instructions:
//   instruction_probe search|account|account_by_price TIMES
// prints the items of one time and a digest of what came out.
//   instruction_probe loops
// prints how many parts and how many columns the account computes in loops over points.
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <numeric>
#include <string_view>

#include "engine/columns.hpp"
#include "engine/plan.hpp"
#include "tests/benchmarks/benchmark_jobs.hpp"

namespace trainsweep::engine {
namespace {

struct Done {
  double items = 0;
  std::uint64_t digest = 0;
};

// One search of the 175B model's plan on 512 chips.
Done run_search(int times) {
  const Job job = testing::gpt3_on(512);
  Done done;
  for (int i = 0; i < times; ++i) {
    const SearchResult found = search(job);
    done = {found.verdict == Verdict::ok ? 1.0 : 0.0, found.count.evaluated};
  }
  return done;
}

// FNV-1a over bits: the order counts.
void digest(std::uint64_t& sum, float value) {
  std::uint32_t bits;
  std::memcpy(&bits, &value, sizeof bits);
  sum = (sum ^ bits) * 0x100000001b3ULL;
}

std::vector<std::size_t> all_columns() {
  std::vector<std::size_t> all(kColumnCount);
  std::iota(all.begin(), all.end(), 0);
  return all;
}
std::size_t column_named(std::string_view name) {
  std::size_t i = 0;
  while (kColumnInfos[i].name != name) ++i;
  return i;
}

// Points of one plan that differ by the terms `moved`.
Done run_account(int times, std::initializer_list<std::size_t> moved, const std::vector<std::size_t>& columns) {
  constexpr std::size_t kPoints = 4096;
  SearchCount count;
  const Plan plan = best_plan(testing::gpt3_on(512), count);
  std::vector<double> numbers;
  for (std::size_t i = 0; i < kPoints; ++i) numbers.push_back(1e3 + static_cast<double>(i));
  std::vector<VaryingTerm> varying;
  for (const std::size_t term : moved) varying.push_back({term, term == 0 ? 1e9 : 1.0, numbers.data()});
  std::vector<float> values(kPoints * columns.size());
  std::vector<std::uint8_t> status(kPoints);
  std::vector<ColumnOut> out;
  for (std::size_t c = 0; c < columns.size(); ++c) out.push_back({columns[c], values.data() + c * kPoints});
  for (int i = 0; i < times; ++i) fill_columns(plan, testing::terms(), varying, kPoints, status.data(), out);
  Done done{status.back() == kOk ? static_cast<double>(kPoints) : 0, 0};
  for (const float value : values) digest(done.digest, value);
  return done;
}

constexpr std::size_t kTokens = AccountFlow::offset(AccountFlow::place<Work>());
constexpr std::size_t kPrice = AccountFlow::offset(AccountFlow::place<Price>());
constexpr std::size_t kMtbf = AccountFlow::offset(AccountFlow::place<Reliability>());

Done run(std::string_view work, int times) {
  if (work == "search") return run_search(times);
  if (work == "account") return run_account(times, {kTokens, kPrice, kMtbf}, all_columns());
  if (work == "account_by_price")
    return run_account(times, {kPrice}, {column_named("rent_usd"), column_named("cost_usd")});
  return {};
}

void print_loops() {
  const auto is_loop = [](const auto&... row) { return (std::size_t{0} + ... + (row.kReach != 0 ? 1 : 0)); };
  std::size_t parts = 0;
  AccountFlow::for_each_part([&]<auto make>(std::size_t) {
    parts += 1;
    if constexpr (requires { make.kDear; }) parts += 1;  // a loop for each of its two ways
  });
  std::printf("%zu %zu\n", parts, std::apply(is_loop, kColumns));
}

}  // namespace
}  // namespace trainsweep::engine

int main(int argc, char** argv) {
  using namespace trainsweep::engine;
  if (argc == 2 && std::string_view(argv[1]) == "loops") {
    print_loops();
    return 0;
  }
  if (argc != 3) return 2;
  const Done done = run(argv[1], std::atoi(argv[2]));
  std::printf("%.0f %016lx\n", done.items, static_cast<unsigned long>(done.digest));
}
