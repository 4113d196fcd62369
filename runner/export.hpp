// export: the points of a result file as rows of one long table, in CSV or Parquet.
//
// Rows are the points that count (status ok) and satisfy the conditions, in the order
// of the file; fields are the axes and all columns where none are named. Memory holds
// one piece of the file, so tables of any size can be written.
#pragma once

#include <ostream>

#include "runner/command_line.hpp"

namespace trainsweep {

// The table goes to `out`, what should be known about it to `notes`. Throws UserError
// where the file has not what was asked for, MachineError where `out` takes no more.
void export_points(const ExportOptions& options, std::ostream& out, std::ostream& notes);

}  // namespace trainsweep
