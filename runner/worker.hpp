// Worker: takes claims, evaluates them, writes them into the file, says so.
//
// Every rank has one. In rank 0 it runs in a thread of its own beside the master,
// which sleeps nearly always, so no core is spent on handing out; in the other ranks
// it is the main thread.
#pragma once

#include <chrono>
#include <deque>
#include <vector>

#include "runner/channel.hpp"
#include "runner/committer.hpp"
#include "runner/data_file.hpp"
#include "runner/evaluator.hpp"
#include "runner/unit_writer.hpp"

namespace trainsweep {

// What a rank needs to evaluate units of a sweep; all must outlive the worker.
struct SweepParts {
  const SweepSpec& spec;
  const Schema& schema;
  const Engine& engine;
  const Grid& grid;
  const Units& units;
  const Setup& setup;
};

class Worker {
 public:
  Worker(const SweepParts& parts, WorkerChannel& channel);

  // Until the master says stop. Sends a Farewell in every case; if that has an error
  // its text is returned as well.
  std::string run();

 private:
  using Clock = std::chrono::steady_clock;

  void work_until_stop();
  [[nodiscard]] Assignment take();
  void perform(const Assignment& assignment);
  // Return how many were done.
  [[nodiscard]] std::uint64_t search(const Claim& claim, std::vector<double>& plans);
  [[nodiscard]] std::uint64_t evaluate(const Assignment& assignment);
  [[nodiscard]] bool evaluate_blocks(PointRange points);
  [[nodiscard]] bool evaluate_part(PointRange points, const Assignment& assignment);
  [[nodiscard]] bool account(std::uint64_t block, std::uint64_t slot, std::uint64_t begin, std::uint64_t end,
                             std::span<const double> plan);
  [[nodiscard]] bool interrupted();
  [[nodiscard]] RankStatistics statistics() const;

  const SweepParts parts_;
  WorkerChannel& channel_;
  DataFile file_;
  Committer committer_;
  UnitWriter writer_;
  Evaluator evaluator_;
  std::deque<Assignment> in_hand_;
  std::vector<double> block_plans_;  // of the block in work, class by class
  bool stopping_ = false;            // drop what is not done
  bool dismissed_ = false;           // the master has said stop
  bool has_said_stopped_ = false;
  Clock::time_point next_look_{}, last_clock_{};
  int skipping_ = 0, to_skip_ = 0;  // calls of interrupted() without a look at the clock
  RankStatistics counted_;
};

}  // namespace trainsweep
