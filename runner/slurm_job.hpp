// SlurmJob: what a job for a sweep asks of a cluster, and its script.
//
// The script is slurm/sweep.sbatch with its directives filled in. What a person asks for
// goes first, then what the site's file says, then what follows from the size of the sweep:
//
//   ranks a node   the cores of the smallest node of the partition, as sinfo has them
//   nodes          as few as have the sweep done within an hour, at most 64
//   time           twice the estimate and five minutes, within what site and partition allow
//   memory         twice the estimate of a rank, for every rank of a node
//
// Example: 40,000 s of work on nodes of 32 cores are 2 nodes for an estimated 11 minutes,
// asked for 30. Too short a time is no loss: the job is requeued until all is done.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "runner/batch_script.hpp"

namespace trainsweep {

// What people ask for; what is not given is chosen.
struct JobRequest {
  std::optional<std::uint64_t> nodes{}, ranks_per_node{}, parts{};
  std::optional<std::string> time{}, partition{}, account{};
  std::vector<std::string> directives{};  // of sbatch, "qos=debug" each
};

struct JobCommand {
  std::string name, program, config, output;  // paths absolute
  std::vector<std::string> options;           // of `trainsweep run`
};

// What is known of the nodes of a partition.
struct Nodes {
  std::uint64_t cores = 0;  // 0: not known
  std::uint64_t longest_seconds = kInfiniteTime;
};

// The smallest nodes and the longest time in the answer of `sinfo -h -o "%P %z %l"` for a
// partition; empty: for the default one.
[[nodiscard]] Nodes read_sinfo(const std::string& answer, const std::string& partition);

struct JobEstimate {
  std::function<double(std::uint64_t ranks, std::uint64_t parts)> seconds;  // that a part takes
  double rank_bytes = 0;
};

// `site`: lines of a file of slurm/sites, or nothing. Throws UserError where what is asked
// for makes no sense.
[[nodiscard]] std::string job_script(const JobRequest& request, const JobCommand& command, const JobEstimate& estimate,
                                     const Nodes& nodes, const BatchScript& site, const BatchScript& sweep);

}  // namespace trainsweep
