// show: a small table, or a map of shades, of a result file over two of its axes.
//
//   $ trainsweep show out.h5 --by cost_usd --down model --across chips
//   the lowest cost_usd (USD) of each model and chips
//
//   model           16      64        256
//   ----------  ------  ------  ---------
//   llama3-8b   15,292  15,500     12,660
//   llama3-70b       -       -  2,031,317
//
//   -  past_deadline
//
// Each cell stands for the point of least `by` among those with its two labels; it may
// show another column of that point (--cell). A cell without a point has a mark for the
// most frequent reason. Rows and columns that the conditions rule out are left away.
#pragma once

#include <ostream>

#include "runner/command_line.hpp"

namespace trainsweep {

// The table goes to `out`, what should be known about it to `notes`. Throws
// UserError where the file has not what was asked for.
void print_show(const ShowOptions& options, std::ostream& out, std::ostream& notes);

}  // namespace trainsweep
