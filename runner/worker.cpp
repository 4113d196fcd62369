#include "runner/worker.hpp"

#include <algorithm>

#include "runner/exit_status.hpp"
#include "runner/stop_signal.hpp"

namespace trainsweep {
namespace {

// How often a worker looks for a stop while it works.
constexpr std::chrono::milliseconds kLookInterval{20};
// A clock is dear beside a cheap point: it is read at every call only while calls are
// at least this far apart, else more and more seldom.
constexpr std::chrono::microseconds kCheapCall{100};
constexpr int kMostSkipped = 64;
constexpr std::chrono::milliseconds kWaitForWork{100};

}  // namespace

Worker::Worker(const SweepParts& parts, WorkerChannel& channel)
    : parts_(parts),
      channel_(channel),
      file_(parts.setup.path, DataFile::Access::write),
      committer_(file_, parts.setup.layout.ledger),
      writer_(file_, parts_.setup.layout, parts_.spec.columns, committer_),
      evaluator_(parts.grid, parts.schema, parts.engine, parts.setup.on_failure) {}

std::string Worker::run() {
  Farewell farewell;
  try {
    work_until_stop();
    committer_.finish();
  } catch (const MachineError& error) {
    farewell.error = error.what();
    farewell.error_status = ExitStatus::machine;
  } catch (const std::exception& error) {
    farewell.error = error.what();
    farewell.error_status = ExitStatus::our_bug;
  }
  farewell.statistics = statistics();
  farewell.failures = evaluator_.failures();
  channel_.send(farewell);
  return farewell.error;
}

void Worker::work_until_stop() {
  while (!dismissed_) {
    const Assignment assignment = take();
    if (assignment.claim.task == Task::stop) return;
    if (!stopping_ && assignment.claim.task != Task::wait) perform(assignment);
    if (stopping_ && !has_said_stopped_) {
      has_said_stopped_ = true;
      channel_.send(Report{.claim = {}, .seconds = 0, .points = 0, .plans = {}, .stopped = true});
    }
  }
}

// The next assignment; Task::wait where none has come for a while.
Assignment Worker::take() {
  if (!in_hand_.empty()) {
    Assignment next = std::move(in_hand_.front());
    in_hand_.pop_front();
    return next;
  }
  Assignment next = channel_.receive(kWaitForWork);
  stopping_ = stopping_ || stop_requested();
  return next;
}

void Worker::perform(const Assignment& assignment) {
  const auto start = Clock::now();
  Report report{.claim = assignment.claim, .seconds = 0, .points = 0, .plans = {}, .stopped = false};
  const double points_before = counted_.points;
  if (assignment.claim.task == Task::search) {
    report.claim.count = search(assignment.claim, report.plans);
  } else {
    report.claim.count = evaluate(assignment);
  }
  report.seconds = std::chrono::duration<double>(Clock::now() - start).count();
  report.points = static_cast<std::uint64_t>(counted_.points - points_before);
  counted_.busy_seconds += report.seconds;
  if (report.claim.count < assignment.claim.count) report.stopped = has_said_stopped_ = true;
  channel_.send(report);
}

std::uint64_t Worker::search(const Claim& claim, std::vector<double>& plans) {
  const std::size_t width = parts_.schema.plan_width;
  for (std::uint64_t i = 0; i < claim.count; ++i) {
    if (interrupted()) return i;
    plans.resize(plans.size() + width);
    evaluator_.search(claim.first + i, std::span(plans).last(width));
    ++counted_.searches;
  }
  return claim.count;
}

std::uint64_t Worker::evaluate(const Assignment& assignment) {
  const Claim& claim = assignment.claim;
  const Units& units = parts_.units;
  writer_.seek(units.points(claim.first).begin);
  std::uint64_t done = 0;
  for (; done < claim.count; ++done) {
    const PointRange points = units.points(claim.first + done);
    const bool whole = units.split() ? evaluate_part(points, assignment) : evaluate_blocks(points);
    if (!whole) {
      writer_.drop_unit();
      break;
    }
    writer_.end_unit(claim.first + done);
    ++counted_.units;
    counted_.points += static_cast<double>(points.size());
  }
  writer_.flush();
  return done;
}

bool Worker::evaluate_blocks(PointRange points) {
  const Grid& grid = parts_.grid;
  const std::size_t width = parts_.schema.plan_width;
  const std::uint64_t block_points = grid.slots() * grid.inner();
  block_plans_.resize(grid.classes() * width);
  for (std::uint64_t block = points.begin / block_points; block * block_points < points.end; ++block) {
    for (std::uint64_t c = 0; c < grid.classes(); ++c) {
      if (interrupted()) return false;
      evaluator_.search(block * grid.classes() + c, std::span(block_plans_).subspan(c * width, width));
      ++counted_.searches;
    }
    for (std::uint64_t slot = 0; slot < grid.slots(); ++slot) {
      const auto plan = std::span<const double>(block_plans_).subspan(grid.class_of(slot) * width, width);
      if (!account(block, slot, 0, grid.inner(), plan)) return false;
    }
  }
  return true;
}

bool Worker::evaluate_part(PointRange points, const Assignment& assignment) {
  const Grid& grid = parts_.grid;
  const std::size_t width = parts_.schema.plan_width;
  for (std::uint64_t at = points.begin; at < points.end;) {
    const std::uint64_t flat_slot = at / grid.inner();
    const std::uint64_t block = flat_slot / grid.slots();
    const std::uint64_t slot = flat_slot % grid.slots();
    const std::uint64_t end = std::min(points.end, (flat_slot + 1) * grid.inner());
    const std::uint64_t search = block * grid.classes() + grid.class_of(slot);
    const auto place = std::lower_bound(assignment.searches.begin(), assignment.searches.end(), search);
    const auto index = static_cast<std::size_t>(place - assignment.searches.begin());
    const auto plan = std::span<const double>(assignment.plans).subspan(index * width, width);
    const std::uint64_t slot_start = flat_slot * grid.inner();
    if (!account(block, slot, at - slot_start, end - slot_start, plan)) return false;
    at = end;
  }
  return true;
}

bool Worker::account(std::uint64_t block, std::uint64_t slot, std::uint64_t begin, std::uint64_t end,
                     std::span<const double> plan) {
  evaluator_.enter(block, slot);
  while (begin < end) {
    if (interrupted()) return false;
    begin += evaluator_.account(plan, begin, end - begin, writer_);
  }
  return true;
}

bool Worker::interrupted() {
  if (stopping_) return true;
  if (stop_requested()) return stopping_ = true;
  if (to_skip_-- > 0) return false;
  const auto now = Clock::now();
  skipping_ = now - last_clock_ > kCheapCall ? skipping_ / 2 : std::min(2 * skipping_ + 1, kMostSkipped);
  to_skip_ = skipping_;
  last_clock_ = now;
  if (now < next_look_) return false;
  next_look_ = now + kLookInterval;
  while (true) {
    Assignment next = channel_.receive(std::chrono::microseconds{0});
    if (next.claim.task == Task::wait) return stopping_;
    if (next.claim.task == Task::stop) {
      dismissed_ = stopping_ = true;
    } else {
      in_hand_.push_back(std::move(next));
    }
  }
}

RankStatistics Worker::statistics() const {
  RankStatistics out = counted_;
  out.plans_possible = static_cast<double>(evaluator_.search_count().space);
  out.plans_evaluated = static_cast<double>(evaluator_.search_count().evaluated);
  out.messages = static_cast<double>(channel_.traffic().messages);
  out.message_bytes = static_cast<double>(channel_.traffic().bytes);
  return out;
}

}  // namespace trainsweep
