// How busy the scheduler and the master keep up to 100,000 ranks, on a virtual clock:
//
//   scheduler_simulation [MASTER_US LATENCY_US [MOST_RANKS [SECONDS [SEARCHES]]]]
//
// The real Master and Scheduler run against a channel that is only a clock. A message
// takes LATENCY_US on its way; the master takes MASTER_US for each that it gets or sends,
// one after the other, and where it has waited it sees a message no sooner than at its
// next look (mpi_channel.cpp). Costs of neighbouring units are alike, as in a grid; every
// rank has SECONDS of work. Prints one line a landscape and number of ranks: `efficiency`
// is the work over ranks times time, `real us` what the Master's own code took for a
// message here, MPI left out.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <functional>
#include <numeric>
#include <queue>

#include "engine/search.hpp"
#include "runner/master.hpp"
#include "tests/benchmarks/benchmark_jobs.hpp"
#include "tests/support/toy_sweep.hpp"

namespace trainsweep {
namespace {

struct Costs {
  double master_seconds = 0;   // of the master for a message
  double latency_seconds = 0;  // of a message
};

// Ranks that take as long for units [a, b) as `until[b] - until[a]` says.
class VirtualRanks : public MasterChannel {
 public:
  VirtualRanks(std::size_t ranks, const std::vector<double>& until, const Costs& costs)
      : until_(until), costs_(costs), free_at_(ranks) {}

  [[nodiscard]] int workers() const override { return static_cast<int>(free_at_.size()); }

  void send(int worker, const Assignment& assignment) override {
    const Claim& claim = assignment.claim;
    now_ += costs_.master_seconds;
    busy_ += costs_.master_seconds;
    ++messages_;
    double& free_at = free_at_[static_cast<std::size_t>(worker)];
    free_at = std::max(free_at, now_ + costs_.latency_seconds);
    Event event{.time = free_at + costs_.latency_seconds, .worker = worker, .message = Farewell{}};
    if (claim.task == Task::units) {
      const double work = until_[claim.first + claim.count] - until_[claim.first];
      free_at += work;
      end_ = std::max(end_, free_at);
      event = {free_at + costs_.latency_seconds, worker, Report{.claim = claim, .seconds = work, .points = 0, .plans = {}}};
    }
    events_.push(std::move(event));
  }

  [[nodiscard]] Arrival receive(std::chrono::microseconds) override {
    if (events_.empty()) return {};
    // The sleeps between the looks of a master that waits double from 0.1 to 1 ms.
    for (double sleep = 1e-4; now_ < events_.top().time; sleep = std::min(2 * sleep, 1e-3)) {
      const double away = events_.top().time - now_;
      now_ += away > 1e-2 ? away - std::fmod(away, 1e-3) : sleep;
    }
    Arrival arrival{events_.top().worker, events_.top().message};
    events_.pop();
    now_ += costs_.master_seconds;
    busy_ += costs_.master_seconds;
    ++messages_;
    return arrival;
  }

  [[nodiscard]] double seconds() const { return end_; }
  [[nodiscard]] double busy_share() const { return busy_ / end_; }
  [[nodiscard]] double messages() const { return messages_; }

 private:
  struct Event {
    double time;
    int worker;
    FromWorker message;
    bool operator<(const Event& other) const { return time > other.time; }
  };
  const std::vector<double>& until_;
  const Costs costs_;
  double now_ = 0, busy_ = 0, end_ = 0, messages_ = 0;
  std::vector<double> free_at_;
  std::priority_queue<Event> events_;
};

// Cost of the unit at x in [0, 1), to any scale.
struct Landscape {
  std::string name;
  std::function<double(double)> cost;
};

// What searches take over a grid of models and chip counts, measured here and now.
Landscape measured_searches() {
  using namespace engine;
  std::vector<double> seconds;
  for (const auto& values : {testing::llama3_8b_values(), testing::mixtral_8x7b_values(), testing::llama3_70b_values(),
                             testing::gpt3_175b_values(), testing::llama3_405b_values(), testing::deepseek_v3_values()}) {
    for (double chips = 8; chips <= 65536; chips *= 2) {
      const Job job = testing::job(resolve(testing::model(values)), chips, {{"global_batch", 2048}});
      double least = kUnbounded;
      for (int i = 0; i < 3; ++i) {
        const auto start = std::chrono::steady_clock::now();
        (void)search(job);
        least = std::min(least, std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count());
      }
      seconds.push_back(least);
    }
  }
  const auto [least, most] = std::minmax_element(seconds.begin(), seconds.end());
  fmt::print("{} searches measured: {:.3g} to {:.3g} ms, mean {:.3g} ms\n", seconds.size(), 1e3 * *least, 1e3 * *most,
             1e3 * std::accumulate(seconds.begin(), seconds.end(), 0.0) / static_cast<double>(seconds.size()));
  return {"searches", [seconds](double x) { return seconds[static_cast<std::size_t>(x * static_cast<double>(seconds.size()))]; }};
}

std::vector<Landscape> landscapes() {
  return {
      {"flat", [](double) { return 1.0; }},
      {"ramp", [](double x) { return x; }},
      {"falling", [](double x) { return 1 - x; }},
      {"waves", [](double x) { return 1 + 0.95 * std::sin(40 * x); }},
      {"hot tail", [](double x) { return x > 0.99 ? 50.0 : 1.0; }},
      {"hot late", [](double x) { return x > 0.945 && x < 0.955 ? 50.0 : 1.0; }},
      {"sawtooth", [](double x) { return std::fmod(99.37 * x, 1.0); }},
      measured_searches(),
  };
}

// Running sum of the units' costs, `mean` seconds on average.
std::vector<double> running_costs(const Landscape& landscape, std::uint64_t units, double mean) {
  std::vector<double> until{0};
  for (std::uint64_t i = 0; i < units; ++i) {
    until.push_back(until.back() + landscape.cost(static_cast<double>(i) / static_cast<double>(units)));
  }
  const double scale = mean * static_cast<double>(units) / until.back();
  for (double& u : until) u *= scale;
  return until;
}

void simulate(const Landscape& landscape, std::size_t ranks, double seconds_each, const SweepSpec& spec, const Costs& costs) {
  const toy::ToyEngine engine(spec.records);
  const Grid grid(spec, engine);
  const Units units(choose_cut(grid));
  const auto total = static_cast<double>(units.count());
  const std::vector<double> until = running_costs(landscape, units.count(), seconds_each * static_cast<double>(ranks) / total);
  VirtualRanks channel(ranks, until, costs);
  Scheduler scheduler(grid, units, {{0, units.count()}}, ranks);
  Progress progress(Progress::Style::none, grid.points(), 0, static_cast<int>(ranks));
  const MasterResult result = Master(grid, units, toy::schema().plan_width, scheduler, channel, progress, 0).run();
  if (result.units != units.count()) throw std::runtime_error("units are missing");
  const auto p = static_cast<double>(ranks);
  fmt::print("{:>8} {:>10} {:>11.0f} {:>12.3f} {:>10.2f} % {:>12.0f} {:>9.1f} % {:>10.2f}\n", ranks, landscape.name, total / p,
             channel.seconds(), 100 * until.back() / (p * channel.seconds()), channel.messages() / p, 100 * channel.busy_share(),
             1e6 * result.busy_seconds / channel.messages());
}

int run(int argc, char** argv) {
  const Costs costs{.master_seconds = 1e-6 * (argc > 2 ? std::atof(argv[1]) : 2), .latency_seconds = 1e-6 * (argc > 2 ? std::atof(argv[2]) : 50)};
  const double most_ranks = argc > 3 ? std::atof(argv[3]) : 1e5;
  const double seconds_each = argc > 4 ? std::atof(argv[4]) : 600;
  const double searches = argc > 5 ? std::atof(argv[5]) : 132e6;
  const SweepSpec spec = toy::sweep({toy::dimension(toy::weight, toy::steps(1000)),
                                     toy::dimension(toy::size, toy::steps(static_cast<std::size_t>(searches / 1000)))});
  fmt::print("{:.3g} searches, master {:.3g} us a message, latency {:.3g} us, {} s of work for each rank\n",
             static_cast<double>(spec.points()), 1e6 * costs.master_seconds, 1e6 * costs.latency_seconds, seconds_each);
  const std::vector<Landscape> all = landscapes();
  fmt::print("{:>8} {:>10} {:>11} {:>12} {:>12} {:>12} {:>11} {:>10}\n", "ranks", "costs", "units/rank", "time s", "efficiency",
             "messages/rank", "master busy", "real us");
  for (double ranks = 1000; ranks <= most_ranks; ranks *= 10) {
    for (const Landscape& landscape : all) simulate(landscape, static_cast<std::size_t>(ranks), seconds_each, spec, costs);
  }
  return 0;
}

}  // namespace
}  // namespace trainsweep

int main(int argc, char** argv) { return trainsweep::run(argc, argv); }
