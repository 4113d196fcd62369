// run_sweep: a whole sweep, from a request to a finished file, on all ranks.
//
// Rank 0 locks the output, creates the file or reads what is done in it, and tells
// the others. Then every rank works (worker.hpp) while a thread of rank 0 hands out
// (master.hpp). At the end rank 0 writes the statistics, and sets `complete` where all
// units of the sweep are done, by this run and by those of other parts.
#pragma once

#include <cstdint>
#include <string>

#include "runner/exit_status.hpp"
#include "runner/mpi_session.hpp"
#include "runner/part.hpp"
#include "runner/sweep_spec.hpp"

namespace trainsweep {

enum class Start : std::uint8_t {
  fresh,      // refuse an output that exists
  resume,     // go on with it; start where there is none
  overwrite,  // replace it
};

struct SweepOptions {
  std::string output;
  Start start = Start::fresh;
  bool fail_fast = false;      // an evaluation that throws ends the sweep
  bool show_progress = true;
  Part part{};                 // what this run does of the sweep
};

// Collective. All ranks pass the same request; they compare. Returns done (the part, not
// all of the sweep) or stopped, the same on all ranks. Throws UserError and MachineError on
// rank 0 and PeerFailed on the others while the sweep is set up; later a failure of any rank
// ends all of them, with one message, through MpiSession::abort (with one rank it is thrown).
ExitStatus run_sweep(MpiSession& session, const SweepSpec& spec, const Schema& schema, const Engine& engine,
                     const SweepOptions& options);

}  // namespace trainsweep
