// The scheduler under workers of any speed: everything once, and nobody idle.
#include "runner/scheduler.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <functional>
#include <optional>
#include <queue>
#include <random>
#include <set>

#include "tests/support/toy_sweep.hpp"

namespace trainsweep {
namespace {

using toy::dimension;
using toy::steps;

struct Costs {
  std::function<double(std::uint64_t)> unit = [](std::uint64_t) { return 1e-3; };
  std::function<double(std::uint64_t)> search = [](std::uint64_t) { return 1e-3; };
};

struct Outcome {
  double seconds = 0;  // on the virtual clock
  double work = 0;     // of all workers
  std::uint64_t claims = 0;
  [[nodiscard]] double efficiency(std::uint64_t workers) const { return work / (seconds * static_cast<double>(workers)); }
};

// Workers on a virtual clock, each with up to one claim in hand, and a message time.
class Simulation {
 public:
  Simulation(const Grid& grid, const Units& units, const std::vector<UnitRange>& left, std::uint64_t workers, Costs costs)
      : grid_(grid), units_(units), scheduler_(grid, units, left, workers), workers_(workers), costs_(std::move(costs)) {
    searched_.resize(units.split() ? grid.searches() : 0);
    done_.resize(units.count());
  }

  Outcome run(double message_seconds) {
    message_ = message_seconds;
    for (int round = 0; round < 2; ++round) {
      for (std::uint64_t w = 0; w < workers_.size(); ++w) serve(w);
    }
    while (!events_.empty()) {
      const Event event = events_.top();
      events_.pop();
      now_ = event.time;
      finish(event.worker);
    }
    outcome_.seconds = now_;
    return outcome_;
  }

  [[nodiscard]] const std::vector<int>& units_done() const { return done_; }
  [[nodiscard]] const std::vector<int>& searches_done() const { return searched_; }

 private:
  struct Event {
    double time;
    std::uint64_t worker;
    bool operator<(const Event& other) const { return time > other.time; }
  };
  struct Worker {
    std::optional<Claim> working, in_hand;
    double started = 0;
  };

  void serve(std::uint64_t w) {
    Worker& worker = workers_[w];
    if (worker.in_hand) return;
    const std::uint64_t closed = scheduler_.slots_closed();
    const Claim claim = scheduler_.next(worker.working ? Holding::one : Holding::nothing);
    if (claim.task == Task::wait || claim.task == Task::stop) {
      if (!worker.working && claim.task == Task::wait) waiting_.insert(w);
      return;
    }
    waiting_.erase(w);
    ++outcome_.claims;
    check(claim, closed);
    worker.in_hand = claim;
    if (!worker.working) start(w, message_);
  }

  // Units may only be handed out when their searches are done, and their plans kept.
  void check(const Claim& claim, std::uint64_t closed) {
    ASSERT_GT(claim.count, 0U);
    if (claim.task != Task::units || !units_.split()) return;
    for (std::uint64_t unit = claim.first; unit < claim.first + claim.count; ++unit) {
      const auto [first, last] = units_.slots_of(unit);
      for (std::uint64_t slot = first; slot < last; ++slot) {
        const std::uint64_t search = units_.block_of(unit) * grid_.classes() + grid_.class_of(slot);
        ASSERT_EQ(searched_[search], 1) << "unit " << unit << " before search " << search;
        ASSERT_GE(grid_.last_slot(search), closed);
      }
    }
  }

  void start(std::uint64_t w, double delay) {
    Worker& worker = workers_[w];
    worker.working = std::exchange(worker.in_hand, std::nullopt);
    double cost = 0;
    for (std::uint64_t i = 0; i < worker.working->count; ++i) {
      const std::uint64_t item = worker.working->first + i;
      cost += worker.working->task == Task::units ? costs_.unit(item) : costs_.search(item);
    }
    worker.started = now_ + delay;
    outcome_.work += cost;
    events_.push({now_ + delay + cost, w});
  }

  void finish(std::uint64_t w) {
    Worker& worker = workers_[w];
    const Claim claim = *std::exchange(worker.working, std::nullopt);
    for (std::uint64_t i = 0; i < claim.count; ++i) {
      ++(claim.task == Task::units ? done_ : searched_)[claim.first + i];
    }
    scheduler_.finished(claim, now_ - worker.started);
    if (worker.in_hand) start(w, 0);
    serve(w);
    serve(w);
    for (const std::uint64_t other : std::set<std::uint64_t>(waiting_)) serve(other);
  }

  const Grid& grid_;
  const Units& units_;
  Scheduler scheduler_;
  std::vector<Worker> workers_;
  Costs costs_;
  double message_ = 0, now_ = 0;
  std::set<std::uint64_t> waiting_;
  std::priority_queue<Event> events_;
  std::vector<int> done_, searched_;
  Outcome outcome_;
};

struct Sweep {
  explicit Sweep(const SweepSpec& request) : spec(request), engine(spec.records), grid(spec, engine), units(choose_cut(grid)) {}
  SweepSpec spec;
  toy::ToyEngine engine;
  Grid grid;
  Units units;
};

void expect_everything_once(const Sweep& sweep, const std::vector<UnitRange>& left, std::uint64_t workers, Costs costs) {
  Simulation simulation(sweep.grid, sweep.units, left, workers, std::move(costs));
  (void)simulation.run(1e-5);
  std::vector<int> expected(sweep.units.count());
  std::set<std::uint64_t> needed;
  for (const UnitRange& range : left) {
    for (std::uint64_t unit = range.begin; unit < range.end; ++unit) {
      expected[unit] = 1;
      if (!sweep.units.split()) continue;
      const auto [first, last] = sweep.units.slots_of(unit);
      for (std::uint64_t slot = first; slot < last; ++slot) {
        needed.insert(sweep.units.block_of(unit) * sweep.grid.classes() + sweep.grid.class_of(slot));
      }
    }
  }
  EXPECT_EQ(simulation.units_done(), expected);
  for (std::uint64_t search = 0; search < simulation.searches_done().size(); ++search) {
    ASSERT_EQ(simulation.searches_done()[search], needed.contains(search) ? 1 : 0) << "search " << search;
  }
}

TEST(Scheduler, HandsOutEveryUnitAndEverySearchOnce) {
  std::mt19937_64 random(3);
  const auto pick = [&](std::uint64_t least, std::uint64_t most) {
    return std::uniform_int_distribution<std::uint64_t>(least, most)(random);
  };
  for (int i = 0; i < 200; ++i) {
    std::vector<double> offers(pick(1, 12));
    for (double& offer : offers) offer = static_cast<double>(pick(0, 3));
    const Sweep sweep(toy::sweep({dimension(toy::weight, steps(pick(1, i % 4 == 0 ? 9000 : 30))), dimension(toy::offer, offers),
                                  dimension(toy::batch, steps(pick(1, i % 5 == 0 ? 40000 : 50)))}));
    std::vector<UnitRange> left;
    for (std::uint64_t at = pick(0, 2); at < sweep.units.count();) {
      const std::uint64_t end = std::min(sweep.units.count(), i % 3 == 0 ? sweep.units.count() : at + pick(1, 40));
      left.push_back({at, end});
      at = end + pick(1, 20);
    }
    std::vector<double> speeds(97);
    for (double& speed : speeds) speed = std::exp(std::normal_distribution<double>(-7, 2)(random));
    SCOPED_TRACE(i);
    expect_everything_once(sweep, left, pick(1, 40),
                           {.unit = [&](std::uint64_t u) { return speeds[u % 97]; }, .search = [&](std::uint64_t s) { return speeds[s * 31 % 97]; }});
  }
}

TEST(Scheduler, MoreWorkersThanUnitsAreToldToStop) {
  const Sweep sweep(toy::scenario("tiny"));
  expect_everything_once(sweep, {{0, sweep.units.count()}}, 64, {});
}

TEST(Scheduler, NothingLeftIsAStopAtOnce) {
  const Sweep sweep(toy::scenario("whole"));
  Scheduler scheduler(sweep.grid, sweep.units, {}, 4);
  EXPECT_EQ(scheduler.next(Holding::nothing).task, Task::stop);
}

// Claims of two workers that end within the sweep and are long enough to end at a multiple
// of so many points; they must.
int claims_that_end_at(const Sweep& sweep, std::uint64_t points, std::uint64_t stripe) {
  Scheduler scheduler(sweep.grid, sweep.units, {{0, sweep.units.count()}}, 2, stripe);
  if (sweep.units.split()) {
    const Claim search = scheduler.next(Holding::nothing);
    scheduler.finished(search, 1e-3);
  }
  scheduler.finished({Task::units, 0, 1000}, 1e-3);
  EXPECT_NE(sweep.units.step(points), 0U);
  int large = 0;
  for (Claim claim = scheduler.next(Holding::nothing); claim.task == Task::units; claim = scheduler.next(Holding::nothing)) {
    const std::uint64_t end = sweep.units.points({claim.first, claim.first + claim.count}).end;
    if (claim.count < 2 * sweep.units.step(points) || end == sweep.grid.points()) continue;
    EXPECT_EQ(end % points, 0U);
    ++large;
  }
  return large;
}

TEST(Scheduler, LargeClaimsEndOnPages) {
  const Sweep whole(toy::sweep({dimension(toy::weight, steps(100000)), dimension(toy::batch, steps(64))}));
  EXPECT_GT(claims_that_end_at(whole, kPagePoints, 0), 10);
  const Sweep split(toy::sweep({dimension(toy::offer, {0, 1}), dimension(toy::batch, steps(1 << 16)), dimension(toy::factor, steps(64))}));
  ASSERT_TRUE(split.units.split());
  EXPECT_GT(claims_that_end_at(split, kPagePoints, 0), 10);
}

TEST(Scheduler, LargerClaimsEndOnStripesOfEveryColumn) {
  constexpr std::uint64_t kStripe = 1 << 16;
  const Sweep sweep(toy::sweep({dimension(toy::weight, steps(400000)), dimension(toy::batch, steps(64))}));
  EXPECT_GT(claims_that_end_at(sweep, kStripe / sizeof(float), kStripe), 10);
  EXPECT_GT(claims_that_end_at(sweep, kPagePoints, kStripe), claims_that_end_at(sweep, kStripe / sizeof(float), kStripe))
      << "shorter ones end on pages still";
}

TEST(ClaimSize, ACheapStartDoesNotSwallowTheGrid) {
  const ClaimSize claims(1'000'000, 1000);
  EXPECT_EQ(claims.next(1'000'000, 1e-12), 20U);
}

TEST(ClaimSize, ManyWorkersTakeLongerClaims) {
  const ClaimSize claims(100'000'000, 10'000);
  EXPECT_EQ(claims.next(100'000'000, 1e-3), 200U) << "of 0.2 s, so that the master has 20 us for each";
}

// Landscapes of cost over the units of a sweep, mean 10 ms.
std::vector<std::pair<const char*, std::function<double(double)>>> landscapes() {
  return {
      {"flat", [](double) { return 0.01; }},
      {"ramp", [](double x) { return 0.02 * x; }},
      {"falling", [](double x) { return 0.02 * (1 - x); }},
      {"waves", [](double x) { return 0.01 * (1 + 0.95 * std::sin(40 * x)); }},
      {"hot tail", [](double x) { return x > 0.99 ? 0.5 : 0.00505; }},
      {"hot late", [](double x) { return x > 0.945 && x < 0.955 ? 0.5 : 0.00505; }},
      {"sawtooth", [](double x) { return 0.02 * std::fmod(99.37 * x, 1.0); }},
  };
}

TEST(Scheduler, KeepsWorkersBusyOnCorrelatedCosts) {
  const Sweep sweep(toy::sweep({dimension(toy::weight, steps(200000))}));
  const auto total = static_cast<double>(sweep.units.count());
  for (const auto& [name, cost] : landscapes()) {
    for (const std::uint64_t workers : {2U, 16U, 100U}) {
      const auto landscape = cost;
      Simulation simulation(sweep.grid, sweep.units, {{0, sweep.units.count()}}, workers,
                            {.unit = [&](std::uint64_t u) { return landscape(static_cast<double>(u) / total); }, .search = {}});
      const Outcome outcome = simulation.run(5e-5);
      // 100 workers share 100,000 units of 10 ms in the mean: 10 s each.
      EXPECT_GT(outcome.efficiency(workers), 0.98) << name << " on " << workers;
      EXPECT_LT(static_cast<double>(outcome.claims) / static_cast<double>(workers), 3000) << name << " on " << workers;
    }
  }
}

// Each has 63 units, and one of the hot ones takes 0.8 of the time that the sweep should.
TEST(Scheduler, KeepsWorkersBusyWhereUnitsAreFew) {
  const Sweep sweep(toy::sweep({dimension(toy::weight, steps(63000))}));
  ASSERT_EQ(sweep.units.count(), 63000U);
  for (const auto& [name, cost] : landscapes()) {
    const auto landscape = cost;
    Simulation simulation(sweep.grid, sweep.units, {{0, 63000}}, 1000,
                          {.unit = [&](std::uint64_t u) { return 100 * landscape(static_cast<double>(u) / 63000); }, .search = {}});
    EXPECT_GT(simulation.run(5e-5).efficiency(1000), 0.98) << name;
  }
}

// A wait for the next claim is nothing beside one of 5 s, and a claim in hand would be lost to all others.
TEST(Scheduler, NobodyHoldsALongClaimInHand) {
  const Sweep sweep(toy::sweep({dimension(toy::weight, steps(42000))}));
  Scheduler scheduler(sweep.grid, sweep.units, {{0, 42000}}, 2);
  const Claim first = scheduler.next(Holding::nothing);
  EXPECT_EQ(scheduler.next(Holding::one).task, Task::wait) << "nothing is known yet";
  scheduler.finished(first, 5);
  EXPECT_EQ(scheduler.next(Holding::one).task, Task::wait);
  const Claim second = scheduler.next(Holding::nothing);
  EXPECT_EQ(second.task, Task::units);
}

TEST(Scheduler, KeepsWorkersBusyInSplitSweeps) {
  const Sweep sweep(toy::sweep({dimension(toy::weight, steps(300)), dimension(toy::offer, {0, 1, 2, 3}), dimension(toy::batch, steps(100))}));
  ASSERT_TRUE(sweep.units.split());
  for (const std::uint64_t workers : {2U, 8U}) {
    Simulation simulation(sweep.grid, sweep.units, {{0, sweep.units.count()}}, workers,
                          {.unit = [](std::uint64_t) { return 1e-4; },
                           .search = [](std::uint64_t s) { return 0.02 * static_cast<double>(s) / 900; }});
    EXPECT_GT(simulation.run(5e-5).efficiency(workers), 0.97) << workers;
  }
}

}  // namespace
}  // namespace trainsweep
