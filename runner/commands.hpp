// The commands: what each of them does, once its options are known.
#pragma once

#include <ostream>

#include "runner/command_line.hpp"
#include "runner/exit_status.hpp"

namespace trainsweep {

// People's text goes to `out`, remarks to `notes`. Throws UserError and MachineError.
// A run is collective: all ranks call it.
[[nodiscard]] ExitStatus execute(const Command& command, std::ostream& out, std::ostream& notes);

}  // namespace trainsweep
