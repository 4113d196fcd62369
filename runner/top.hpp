// top: the best points of a result file, as a table.
#pragma once

#include <ostream>

#include "runner/command_line.hpp"

namespace trainsweep {

// The table goes to `out`, what should be known about it to `notes`. Throws
// UserError where the file has not what was asked for.
void print_top(const TopOptions& options, std::ostream& out, std::ostream& notes);

}  // namespace trainsweep
