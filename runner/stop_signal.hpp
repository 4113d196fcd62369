// SIGTERM, SIGINT and SIGUSR1 ask a run to stop politely; a second one ends it at once.
#pragma once

namespace trainsweep {

// Handles the three signals while it lives, and restores what was there before. Made
// before MPI starts it covers that time too; run_sweep makes one where there is none.
class StopSignals {
 public:
  StopSignals();
  ~StopSignals();
  StopSignals(const StopSignals&) = delete;
  StopSignals& operator=(const StopSignals&) = delete;
};

// Whether one has come since the outermost StopSignals was made.
[[nodiscard]] bool stop_requested();

}  // namespace trainsweep
