// How fast points of one plan are accounted into memory, all columns of them, against
// a plain store of as many bytes on the same core in the same run.
#include <benchmark/benchmark.h>

#include "engine/columns.hpp"
#include "engine/plan.hpp"
#include "tests/benchmarks/benchmark_jobs.hpp"

namespace trainsweep::engine {
namespace {

constexpr std::size_t kPoints = 1 << 18;  // 50 MB of columns: past every cache

// One column after the other, as a worker's buffer holds them.
struct Buffers {
  std::vector<float> values = std::vector<float>(kPoints * kColumnCount);
  std::vector<std::uint8_t> status = std::vector<std::uint8_t>(kPoints);

  [[nodiscard]] std::vector<ColumnOut> first(std::size_t columns) {
    std::vector<ColumnOut> out;
    for (std::size_t c = 0; c < columns; ++c) {
      out.push_back({kColumnCount - 1 - c, values.data() + c * kPoints});  // the account's stand last
    }
    return out;
  }
};

void set_rates(benchmark::State& state, std::size_t columns) {
  const auto points = static_cast<double>(kPoints);
  state.counters["points"] = benchmark::Counter(points, benchmark::Counter::kIsIterationInvariantRate);
  state.SetBytesProcessed(state.iterations() *
                          static_cast<std::int64_t>(kPoints * (columns * sizeof(float) + sizeof(std::uint8_t))));
}

void store_stream(benchmark::State& state) {
  const auto columns = static_cast<std::size_t>(state.range(0));
  Buffers b;
  const std::vector<ColumnOut> out = b.first(columns);
  float value = 1;
  for (auto _ : state) {
    value += 1;
    for (const ColumnOut& c : out) std::fill_n(c.values, kPoints, value);
    std::fill(b.status.begin(), b.status.end(), kOk);
    benchmark::ClobberMemory();
  }
  set_rates(state, columns);
}

void account_points(benchmark::State& state) {
  const auto columns = static_cast<std::size_t>(state.range(0));
  SearchCount count;
  const Plan plan = best_plan(testing::gpt3_on(512), count);
  const Terms terms = testing::terms({{"price_usd_per_chip_hour", 2}});
  std::vector<double> prices(kPoints), tokens(kPoints);
  for (std::size_t i = 0; i < kPoints; ++i) {
    prices[i] = 1 + 1e-5 * static_cast<double>(i);
    tokens[i] = 1e11 + 1e6 * static_cast<double>(i);
  }
  constexpr std::size_t kTokens = 0, kPrice = 2;  // positions in Terms
  const std::vector<VaryingTerm> varying{{kTokens, 1, tokens.data()}, {kPrice, usd_per_hour.base, prices.data()}};
  Buffers b;
  const std::vector<ColumnOut> out = b.first(columns);
  for (auto _ : state) {
    fill_columns(plan, terms, varying, kPoints, b.status.data(), out);
    benchmark::ClobberMemory();
  }
  if (!plan.is_ok() || b.status.back() != kOk) state.SkipWithError("the points are not ok");
  set_rates(state, columns);
}

BENCHMARK(store_stream)->Arg(kColumnCount)->Arg(3)->Unit(benchmark::kMillisecond);
BENCHMARK(account_points)->Arg(kColumnCount)->Arg(3)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace trainsweep::engine

BENCHMARK_MAIN();
