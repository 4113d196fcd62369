// How the program ends, by who must act, and the exceptions that lead there.
//
// They are thrown where the trouble is met and caught once, in main. What happens
// at single points of a sweep (out of memory, no valid plan) is neither: it is a
// value in the status column.
#pragma once

#include <stdexcept>

namespace trainsweep {

enum class ExitStatus : int {
  done = 0,
  our_bug = 1,  // any other exception: please report it
  users_input = 2,
  machine = 3,
  stopped = 75,  // stopped early; the same command with --resume goes on (EX_TEMPFAIL)
};

// Something that the user gave cannot be used: an argument, a config, a file.
// what() may have several lines; lower case, no full stop.
class UserError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

// The disk, MPI or a library failed: what() says what was being done to what.
class MachineError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

}  // namespace trainsweep
