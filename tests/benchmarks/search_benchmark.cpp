// How long one plan search takes, and what its bounds save against plain enumeration.
#include <benchmark/benchmark.h>

#include <functional>

#include "engine/search.hpp"
#include "tests/benchmarks/benchmark_jobs.hpp"

namespace trainsweep::engine {
namespace {

bool same(const SearchResult& a, const SearchResult& b) {
  return a.verdict == b.verdict && a.best.mapping == b.best.mapping && a.best.step == b.best.step;
}

void run(benchmark::State& state, const Job& job, Prune prune) {
  const SearchResult other = search(job, prune == Prune::nothing ? Prune::by_bounds : Prune::nothing);
  SearchResult found;
  for (auto _ : state) {
    found = search(job, prune);
    benchmark::DoNotOptimize(found);
  }
  if (found.verdict != Verdict::ok || !same(found, other)) {
    state.SkipWithError("the search and plain enumeration differ");
    return;
  }
  const auto evaluated = static_cast<double>(found.count.evaluated);
  state.counters["space"] = static_cast<double>(found.count.space);
  state.counters["evaluated"] = evaluated;
  state.counters["candidates"] = benchmark::Counter(evaluated, benchmark::Counter::kIsIterationInvariantRate);
}

void add(const char* name, const std::function<Job()>& make) {
  for (const Prune prune : {Prune::by_bounds, Prune::nothing}) {
    const std::string kind = prune == Prune::nothing ? "/enumeration" : "/search";
    benchmark::RegisterBenchmark((name + kind).c_str(), [=](benchmark::State& s) {
      run(s, make(), prune);
    })->Unit(benchmark::kMillisecond);
  }
}

}  // namespace
}  // namespace trainsweep::engine

int main(int argc, char** argv) {
  using namespace trainsweep::engine;
  add("gpt3-175b/512", [] { return testing::gpt3_on(512); });
  add("gpt3-175b/4096", [] { return testing::gpt3_on(4096); });
  add("llama3-405b/16384", [] { return testing::llama3_405b_on(16384); });
  benchmark::Initialize(&argc, argv);
  if (benchmark::ReportUnrecognizedArguments(argc, argv)) return 1;
  benchmark::RunSpecifiedBenchmarks();
}
