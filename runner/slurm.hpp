// slurm: the batch script for a sweep, filled in and on request submitted.
//
// The estimate is that of `check`, made where the command runs: a login node is not quite
// a compute node, which is why the job gets twice the time.
#pragma once

#include <ostream>

#include "runner/command_line.hpp"
#include "runner/sweep_spec.hpp"

namespace trainsweep {

// Writes the script to `out`, or hands it to sbatch and says so. Throws UserError where
// there is no such site or the request makes no sense, MachineError where sbatch fails.
void make_slurm_job(const SlurmOptions& options, const SweepSpec& spec, const Schema& schema, const Engine& engine,
                    std::ostream& out);

}  // namespace trainsweep
