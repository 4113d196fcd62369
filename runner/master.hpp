// Master: hands out claims to all workers, keeps plans until their units are handed
// out, and knows when all is done. It computes nothing and touches no file.
#pragma once

#include <deque>
#include <map>
#include <string>
#include <vector>

#include "runner/channel.hpp"
#include "runner/exit_status.hpp"
#include "runner/progress.hpp"
#include "runner/scheduler.hpp"

namespace trainsweep {

struct MasterResult {
  bool stopped = false;                    // by a signal, before all was done
  std::string error;                       // of the first worker that met one
  ExitStatus error_status = ExitStatus::done;
  int error_worker = 0;
  std::uint64_t units = 0;                 // finished by all workers
  std::vector<RankStatistics> statistics;  // one a worker
  Failures failures;
  double seconds = 0;       // from start to end
  double busy_seconds = 0;  // processor time of the master's thread, its looks for messages included
};

class Master {
 public:
  Master(const Grid& grid, const Units& units, std::size_t plan_width, Scheduler& scheduler, MasterChannel& channel,
         Progress& progress, std::uint64_t points_done);

  // Until all workers have said farewell, or one has met an error.
  [[nodiscard]] MasterResult run();

 private:
  struct WorkerState {
    std::vector<Claim> outstanding;  // handed out and not reported: in work, then in hand
    bool is_waiting = false;
    bool has_stop = false;
    bool has_left = false;
  };

  void handle(int worker, const Report& report);
  void handle(int worker, const Farewell& farewell);
  // Gives a worker what it may have: claims to work on and in hand, or the stop.
  void serve(int worker);
  // The same for one claim; false where there was none, or enough is in hand.
  [[nodiscard]] bool serve_one(int worker);
  [[nodiscard]] bool has_enough(const WorkerState& state) const;
  void serve_waiting();
  void stop_all();
  [[nodiscard]] Assignment assignment_for(const Claim& claim) const;
  [[nodiscard]] int busy_workers() const;

  const Grid& grid_;
  const Units& units_;
  const std::size_t plan_width_;
  Scheduler& scheduler_;
  MasterChannel& channel_;
  Progress& progress_;
  std::uint64_t points_done_;
  std::vector<WorkerState> workers_;
  std::deque<int> waiting_;  // workers without work
  std::map<std::uint64_t, std::vector<double>> plans_;  // by the last slot that needs it (Grid::last_slot)
  bool stopping_ = false;
  int left_ = 0;  // workers that have said farewell
  MasterResult result_;
};

}  // namespace trainsweep
