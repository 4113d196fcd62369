// One run an output, or one run for each part of it: a lock on a file beside it,
// NAME.lock, that names its holders.
//
// A part of the sweep is the same part of the lock file's address space: part 3/16 locks
// bytes from 2/16 to 3/16 of 2^40, a whole run all of them. So runs that could do the same
// work exclude each other, and others do not. What the runs of several parts do to the
// file together (creating it, adding up statistics) each does in its turn.
//
// The locks are the operating system's (of an open file description, fcntl), which forgets
// them when their holder ends, however that happens, on all hosts that share the file
// system; a lock file that a killed run left behind blocks nobody. They are not on the
// output itself, because HDF5 locks that while somebody reads it.
#pragma once

#include <string>
#include <vector>

#include "runner/part.hpp"

namespace trainsweep {

class OutputLock {
 public:
  // Throws UserError, naming host, process and time, where another run holds it or an
  // overlapping part. Where the file system knows no locks a whole run is warned, and a
  // part refused (MachineError).
  explicit OutputLock(const std::string& output, const Part& part = {});
  ~OutputLock();
  OutputLock(const OutputLock&) = delete;
  OutputLock& operator=(const OutputLock&) = delete;

  // While it lives no run of another part has a Turn.
  class Turn {
   public:
    explicit Turn(int fd);
    ~Turn();
    Turn(const Turn&) = delete;
    Turn& operator=(const Turn&) = delete;

   private:
    int fd_;
  };
  // Waits until nobody else has one.
  [[nodiscard]] Turn turn() const { return Turn(fd_); }

 private:
  // Whether the part is ours now; false where the file was another one by then.
  [[nodiscard]] bool take(const std::string& output, const Part& part);
  void write_holder(const Part& part) const;

  std::string path_;
  int fd_ = -1;
};

// Who holds the lock of an output: "host n1, pid 4711, since ..., part 3/16", several
// joined by "; "; empty: nobody.
[[nodiscard]] std::string lock_holder(const std::string& output);

}  // namespace trainsweep
