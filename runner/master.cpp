#include "runner/master.hpp"

#include <time.h>

#include <algorithm>
#include <chrono>
#include <set>
#include <utility>

#include "runner/stop_signal.hpp"

namespace trainsweep {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::chrono::milliseconds kLookInterval{50};  // at signals and the progress line
// A worker holds a claim in hand, and more as long as they would not last for the time
// in which an answer comes: the master's looks are up to 1 ms apart.
constexpr double kInHandSeconds = 3e-3;
constexpr std::size_t kMostOutstanding = 8;

// Processor time of this thread. Where there are as many workers as cores the clock on
// the wall would count the time in which the master waits for one.
double processor_seconds() {
  timespec time{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
  return static_cast<double>(time.tv_sec) + 1e-9 * static_cast<double>(time.tv_nsec);
}

double seconds_since(Clock::time_point start) { return std::chrono::duration<double>(Clock::now() - start).count(); }

}  // namespace

Master::Master(const Grid& grid, const Units& units, std::size_t plan_width, Scheduler& scheduler,
               MasterChannel& channel, Progress& progress, std::uint64_t points_done)
    : grid_(grid),
      units_(units),
      plan_width_(plan_width),
      scheduler_(scheduler),
      channel_(channel),
      progress_(progress),
      points_done_(points_done),
      workers_(static_cast<std::size_t>(channel.workers())) {
  result_.statistics.resize(workers_.size());
}

MasterResult Master::run() {
  const auto start = Clock::now();
  const double processor_start = processor_seconds();
  // A claim for everybody before a second one for anybody.
  for (int round = 0; round < 2; ++round) {
    for (int worker = 0; worker < channel_.workers(); ++worker) (void)serve_one(worker);
  }
  auto next_look = start;
  while (left_ < channel_.workers() && result_.error.empty()) {
    const Arrival arrival = channel_.receive(kLookInterval);
    if (const auto* report = std::get_if<Report>(&arrival.message)) handle(arrival.worker, *report);
    if (const auto* farewell = std::get_if<Farewell>(&arrival.message)) handle(arrival.worker, *farewell);
    if (stop_requested() && !stopping_) stop_all();
    // Not at every message: to count the busy takes a look at each worker.
    if (const auto now = Clock::now(); now >= next_look) {
      next_look = now + kLookInterval;
      progress_.update(std::chrono::duration<double>(now - start).count(), points_done_, busy_workers());
    }
  }
  result_.busy_seconds = processor_seconds() - processor_start;
  result_.seconds = seconds_since(start);
  result_.stopped = stopping_;
  return std::move(result_);
}

void Master::handle(int worker, const Report& report) {
  std::vector<Claim>& outstanding = workers_[static_cast<std::size_t>(worker)].outstanding;
  if (report.claim.task != Task::wait) outstanding.erase(outstanding.begin());
  points_done_ += report.points;
  if (report.claim.task == Task::units) result_.units += report.claim.count;
  if (report.stopped) return stop_all();
  for (std::uint64_t i = 0; i * plan_width_ < report.plans.size(); ++i) {
    const auto first = report.plans.begin() + static_cast<std::ptrdiff_t>(i * plan_width_);
    plans_[grid_.last_slot(report.claim.first + i)].assign(first, first + static_cast<std::ptrdiff_t>(plan_width_));
  }
  scheduler_.finished(report.claim, report.seconds);
  serve(worker);
  serve_waiting();
}

void Master::handle(int worker, const Farewell& farewell) {
  ++left_;
  workers_[static_cast<std::size_t>(worker)].has_left = true;
  result_.statistics[static_cast<std::size_t>(worker)] = farewell.statistics;
  result_.failures.add(farewell.failures);
  if (result_.error.empty() && !farewell.error.empty()) {
    result_.error = farewell.error;
    result_.error_status = farewell.error_status;
    result_.error_worker = worker;
  }
}

void Master::serve(int worker) {
  while (serve_one(worker)) {
  }
}

bool Master::has_enough(const WorkerState& state) const {
  if (state.outstanding.size() < 2) return false;
  double in_hand = 0;
  for (auto claim = state.outstanding.begin() + 1; claim != state.outstanding.end(); ++claim) {
    const double seconds = scheduler_.estimate(*claim);
    if (seconds == 0) return true;
    in_hand += seconds;
  }
  return in_hand >= kInHandSeconds || state.outstanding.size() == kMostOutstanding;
}

bool Master::serve_one(int worker) {
  WorkerState& state = workers_[static_cast<std::size_t>(worker)];
  if (stopping_ || state.has_stop || has_enough(state)) return false;
  const bool is_idle = state.outstanding.empty();
  const Claim claim = scheduler_.next(is_idle ? Holding::nothing : Holding::one);
  if (claim.task == Task::wait || (claim.task == Task::stop && !is_idle)) {
    if (is_idle && !std::exchange(state.is_waiting, true)) waiting_.push_back(worker);
    return false;
  }
  channel_.send(worker, assignment_for(claim));
  plans_.erase(plans_.begin(), plans_.lower_bound(scheduler_.slots_closed()));
  if (claim.task == Task::stop) {
    state.has_stop = true;
  } else {
    state.outstanding.push_back(claim);
  }
  return claim.task != Task::stop;
}

void Master::serve_waiting() {
  while (!waiting_.empty()) {
    WorkerState& state = workers_[static_cast<std::size_t>(waiting_.front())];
    (void)serve_one(waiting_.front());
    if (state.outstanding.empty() && !state.has_stop) return;  // nothing for the others either
    state.is_waiting = false;
    waiting_.pop_front();
  }
}

void Master::stop_all() {
  stopping_ = true;
  for (int worker = 0; worker < channel_.workers(); ++worker) {
    WorkerState& state = workers_[static_cast<std::size_t>(worker)];
    if (state.has_stop) continue;
    state.has_stop = true;
    channel_.send(worker, {.claim = {Task::stop, 0, 0}, .searches = {}, .plans = {}});
  }
}

Assignment Master::assignment_for(const Claim& claim) const {
  Assignment out{.claim = claim, .searches = {}, .plans = {}};
  if (!units_.split() || claim.task != Task::units) return out;
  const std::uint64_t first_search = units_.block_of(claim.first) * grid_.classes();
  const std::uint64_t first_slot = units_.slots_of(claim.first).first;
  const std::uint64_t last_slot = units_.slots_of(claim.first + claim.count - 1).second;
  std::set<std::uint64_t> needed;
  for (std::uint64_t slot = first_slot; slot < last_slot; ++slot) needed.insert(first_search + grid_.class_of(slot));
  for (const std::uint64_t search : needed) {
    const std::vector<double>& plan = plans_.at(grid_.last_slot(search));
    out.searches.push_back(search);
    out.plans.insert(out.plans.end(), plan.begin(), plan.end());
  }
  return out;
}

int Master::busy_workers() const {
  return static_cast<int>(std::count_if(workers_.begin(), workers_.end(),
                                        [](const WorkerState& state) { return !state.outstanding.empty() && !state.has_left; }));
}

}  // namespace trainsweep
