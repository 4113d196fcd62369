// The ranks of this run: MPI from its start to its end.
//
// Under mpirun, srun --mpi=... or another launcher it joins their job. Started alone
// (see launcher.hpp) it does without MPI altogether: one rank, no start-up time, no daemon.
//
// MPI is used from one thread of each process, the one that made the session
// (MPI_THREAD_FUNNELED). If the session is destroyed by an exception that the other
// ranks do not know of, it does not wait for them: the process ends without
// MPI_Finalize, and the launcher then ends the others.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "runner/file_hints.hpp"

namespace trainsweep {

class MpiSession {
 public:
  // Throws UserError where a launcher of another MPI has started this process, to whom all
  // its processes would be rank 0 of 1 and do the whole work each.
  MpiSession();
  ~MpiSession();
  MpiSession(const MpiSession&) = delete;
  MpiSession& operator=(const MpiSession&) = delete;

  [[nodiscard]] int rank() const { return rank_; }
  [[nodiscard]] int size() const { return size_; }
  [[nodiscard]] bool is_first() const { return rank_ == 0; }

  // Collective: what rank 0 has, everywhere. Only rank 0's argument counts.
  [[nodiscard]] std::string broadcast(std::string text);
  // Collective: every rank's text, by rank, on rank 0; empty elsewhere.
  [[nodiscard]] std::vector<std::string> gather(const std::string& text);

  // Collective: rank 0 makes a text and all get it. If making it throws, rank 0 throws
  // on, and the others throw PeerFailed, so that all end and one speaks.
  [[nodiscard]] std::string share(const std::function<std::string()>& make);

  // Makes an empty file that is laid out by these hints. The path must be absolute and
  // free. False, and no file, where this run has no MPI to pass them on.
  [[nodiscard]] bool create_file(const std::string& path, const FileHints& hints) const;

  // Ends all ranks at once.
  [[noreturn]] void abort(int exit_status);

 private:
  int rank_ = 0;
  int size_ = 1;
  bool joined_ = false;
  bool all_know_ = false;  // of the exception that is in flight
};

// Rank 0 met an error in share() and reports it: end silently, with status 0. At the
// first other status a launcher ends all ranks, rank 0 maybe before it has spoken.
struct PeerFailed {};

}  // namespace trainsweep
