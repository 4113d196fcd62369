// One run an output: a lock on a file beside it, NAME.lock, that names its holder.
//
// The lock is the operating system's (flock), which forgets it when its holder ends,
// however that happens; a lock file that a killed run left behind blocks nobody. It is
// not on the output itself, because HDF5 locks that while somebody reads it.
#pragma once

#include <string>

namespace trainsweep {

class OutputLock {
 public:
  // Throws UserError, naming host, process and time, where another run holds it.
  explicit OutputLock(const std::string& output);
  ~OutputLock();
  OutputLock(const OutputLock&) = delete;
  OutputLock& operator=(const OutputLock&) = delete;

 private:
  std::string path_;
  int fd_ = -1;
};

// Who holds the lock of an output: "host n1, pid 4711, since ..."; empty: nobody.
[[nodiscard]] std::string lock_holder(const std::string& output);

}  // namespace trainsweep
