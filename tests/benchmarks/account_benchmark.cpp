// How fast points of one plan are accounted, against a plain store of as many bytes on
// the same core in the same moment: a store and an account take turns, and the counter
// of_store is the one's time over the other's.
#include <benchmark/benchmark.h>
#include <time.h>

#include "engine/columns.hpp"
#include "engine/plan.hpp"
#include "tests/benchmarks/benchmark_jobs.hpp"

namespace trainsweep::engine {
namespace {

constexpr std::size_t kIntoMemory = 1 << 18;  // 50 MB of all columns: past the cache of a core
constexpr std::size_t kIntoBuffer = 1 << 12;  // as a worker does: into a buffer that stays in the cache

double processor_seconds() {
  timespec t{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
  return static_cast<double>(t.tv_sec) + 1e-9 * static_cast<double>(t.tv_nsec);
}

// The last `columns` columns, which are the account's, one after the other.
struct Buffers {
  std::vector<float> values;
  std::vector<std::uint8_t> status;
  std::vector<ColumnOut> out;

  Buffers(std::size_t columns, std::size_t points) : values(columns * points), status(points) {
    for (std::size_t c = 0; c < columns; ++c) out.push_back({kColumnCount - 1 - c, values.data() + c * points});
  }
};

enum class Moving : std::uint8_t { price, tokens_and_price };

// What changes from point to point.
struct Varied {
  std::vector<double> tokens, prices;
  std::vector<VaryingTerm> terms;

  Varied(Moving moving, std::size_t points) {
    for (std::size_t i = 0; i < points; ++i) {
      prices.push_back(1 + 1e-5 * static_cast<double>(i));
      tokens.push_back(1e11 + 1e6 * static_cast<double>(i));
    }
    constexpr std::size_t kTokens = AccountFlow::offset(AccountFlow::place<Work>());
    constexpr std::size_t kPrice = AccountFlow::offset(AccountFlow::place<Price>());
    terms.push_back({kPrice, usd_per_hour.base, prices.data()});
    if (moving == Moving::tokens_and_price) terms.push_back({kTokens, 1, tokens.data()});
  }
};

// The fastest plain store there is: as wide as the account's own.
#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__)
__attribute__((target_clones("arch=x86-64-v4", "arch=x86-64-v3", "default")))
#endif
void store(float* values, std::size_t count, float value) {
  for (std::size_t i = 0; i < count; ++i) values[i] = value;
}

void account_points(benchmark::State& state, std::size_t columns, std::size_t points, Moving moving) {
  SearchCount count;
  const Plan plan = best_plan(testing::gpt3_on(512), count);
  const Terms terms = testing::terms({{"price_usd_per_chip_hour", 2}});
  const Varied varied(moving, points);
  Buffers b(columns, points);
  double store_seconds = 0, account_seconds = 0;
  float value = 1;
  for (auto _ : state) {
    const double start = processor_seconds();
    value += 1;
    for (const ColumnOut& c : b.out) store(c.values, points, value);
    std::fill(b.status.begin(), b.status.end(), kNotEvaluated);
    benchmark::ClobberMemory();
    const double between = processor_seconds();
    fill_columns(plan, terms, varied.terms, points, b.status.data(), b.out);
    benchmark::ClobberMemory();
    const double end = processor_seconds();
    store_seconds += between - start;
    account_seconds += end - between;
    state.SetIterationTime(end - between);
  }
  if (!plan.is_ok() || b.status.back() != kOk) state.SkipWithError("the points are not ok");
  const auto all_points = static_cast<double>(state.iterations()) * static_cast<double>(points);
  const auto all_bytes = all_points * static_cast<double>(columns * sizeof(float) + sizeof(std::uint8_t));
  state.counters["points_per_s"] = all_points / account_seconds;
  state.counters["bytes_per_s"] = all_bytes / account_seconds;
  state.counters["store_bytes_per_s"] = all_bytes / store_seconds;
  state.counters["of_store"] = store_seconds / account_seconds;
}

#define ACCOUNT(name, ...) \
  BENCHMARK_CAPTURE(account_points, name, __VA_ARGS__)->UseManualTime()->Unit(benchmark::kMillisecond)
ACCOUNT(all_columns, kColumnCount, kIntoMemory, Moving::tokens_and_price);
ACCOUNT(all_columns_by_price, kColumnCount, kIntoMemory, Moving::price);
ACCOUNT(all_columns_into_buffer, kColumnCount, kIntoBuffer, Moving::tokens_and_price);
ACCOUNT(three_columns, 3, kIntoMemory, Moving::tokens_and_price);
ACCOUNT(three_columns_by_price, 3, kIntoMemory, Moving::price);

}  // namespace
}  // namespace trainsweep::engine

BENCHMARK_MAIN();
