#include "runner/slurm_job.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <sstream>
#include <thread>

#include "runner/exit_status.hpp"
#include "runner/part.hpp"
#include "runner/progress.hpp"

namespace trainsweep {
namespace {

constexpr double kShortEnough = 3600;  // s, of a job whose nodes are chosen
constexpr std::uint64_t kMostNodes = 64;
constexpr std::uint64_t kTimeStep = 300;  // s
constexpr std::uint64_t kLongestTime = 30 * 86400;
constexpr std::uint64_t kSignalLead = 120;        // s before the end that a job is told to stop
constexpr std::uint64_t kLeastNodeMemory = 1024;  // MiB
constexpr double kMiB = 1024 * 1024;
// Where the part of the template begins that is the same for every sweep.
constexpr std::string_view kBody = "# From here on ";

std::uint64_t whole_number(const std::string& text) {
  std::uint64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  return error == std::errc() && end == text.data() + text.size() ? number : 0;
}

std::uint64_t time_of(const std::string& text) {
  const auto seconds = parse_slurm_time(text);
  if (seconds && *seconds >= 60) return *seconds;
  throw UserError(
      fmt::format("`{}` is no time of a minute or more\n  = help: minutes, hours:minutes:seconds, or "
                  "days-hours:minutes:seconds, as in 30, 12:00:00 or 2-00:00:00",
                  text));
}

// Sizes of the job, from all who have a say.
struct Sizes {
  std::uint64_t nodes, ranks_per_node, parts, seconds;
  double estimated;  // s
};

// As few as are fast enough; none that would have no work.
std::uint64_t choose_nodes(const JobEstimate& estimate, std::uint64_t ranks_per_node, std::uint64_t parts) {
  const auto seconds = [&](std::uint64_t nodes) { return estimate.seconds(nodes * ranks_per_node, parts); };
  std::uint64_t nodes = 1;
  while (nodes < kMostNodes && seconds(nodes) > kShortEnough && seconds(nodes + 1) < seconds(nodes)) ++nodes;
  return nodes;
}

std::uint64_t choose_time(double estimated, std::uint64_t longest) {
  const double wanted = std::min(2 * estimated + kTimeStep, static_cast<double>(kLongestTime));
  const auto steps = static_cast<std::uint64_t>(std::ceil(wanted / kTimeStep));
  return std::min(steps * kTimeStep, longest);
}

Sizes choose_sizes(const JobRequest& request, const Directives& site, const JobEstimate& estimate, const Nodes& nodes) {
  Sizes sizes{};
  sizes.parts = request.parts.value_or(1);
  sizes.ranks_per_node = request.ranks_per_node.value_or(whole_number(site.find("ntasks-per-node").value_or("")));
  if (sizes.ranks_per_node == 0) sizes.ranks_per_node = nodes.cores;
  if (sizes.ranks_per_node == 0) sizes.ranks_per_node = std::max(1u, std::thread::hardware_concurrency());
  sizes.nodes = request.nodes.value_or(choose_nodes(estimate, sizes.ranks_per_node, sizes.parts));
  sizes.estimated = estimate.seconds(sizes.nodes * sizes.ranks_per_node, sizes.parts);
  const auto sites_longest = site.find("time");
  const std::uint64_t longest =
      std::min(nodes.longest_seconds, sites_longest ? time_of(*sites_longest) : kInfiniteTime);
  sizes.seconds = request.time ? time_of(*request.time) : choose_time(sizes.estimated, longest);
  return sizes;
}

std::string output_stem(const std::string& output) {
  return output.ends_with(".h5") ? output.substr(0, output.size() - 3) : output;
}

std::string log_pattern(const JobCommand& command, std::uint64_t parts) {
  return output_pattern(output_stem(command.output)) + (parts > 1 ? ".%a.log" : ".log");
}

Directives fill(const JobRequest& request, const JobCommand& command, const JobEstimate& estimate, const Sizes& sizes,
                Directives directives, const Directives& site) {
  const double memory = 2 * estimate.rank_bytes * static_cast<double>(sizes.ranks_per_node) / kMiB;
  directives.set("job-name", command.name);
  directives.set("mem", fmt::format("{}M", std::max(kLeastNodeMemory, static_cast<std::uint64_t>(std::ceil(memory)))));
  directives.set_all(site);
  directives.set("nodes", std::to_string(sizes.nodes));
  directives.set("ntasks-per-node", std::to_string(sizes.ranks_per_node));
  directives.set("time", slurm_time(sizes.seconds));
  directives.set("signal", fmt::format("B:USR1@{}", std::min(kSignalLead, sizes.seconds / 4)));
  directives.set("output", log_pattern(command, sizes.parts));
  if (sizes.parts > 1) directives.set("array", fmt::format("1-{}", sizes.parts));
  if (request.partition) directives.set("partition", *request.partition);
  if (request.account) directives.set("account", *request.account);
  for (const std::string& text : request.directives) {
    const auto [name, value] = parse_directive(text);
    directives.set(name, value);
  }
  if (directives.find("mem-per-cpu")) directives.erase("mem");  // sbatch takes one of them
  return directives;
}

std::string describe(const Sizes& sizes) {
  const std::uint64_t ranks = sizes.nodes * sizes.ranks_per_node;
  return fmt::format("# Estimated on the machine that made this script: {}{} on {} ranks.\n",
                     sizes.estimated < 1 ? "under 1 s" : "about " + describe_seconds(sizes.estimated),
                     sizes.parts > 1 ? " a part" : "", ranks) +
         (2 * sizes.estimated > static_cast<double>(sizes.seconds)
              ? "# That may be more than its time: then it is requeued until all is done.\n"
              : "");
}

}  // namespace

Nodes read_sinfo(const std::string& answer, const std::string& partition) {
  Nodes nodes;
  std::istringstream lines(answer);
  for (std::string name, shape, limit; lines >> name >> shape >> limit;) {
    const bool is_default = name.ends_with('*');
    if (is_default) name.pop_back();
    if (partition.empty() ? !is_default : name != partition) continue;
    // Sockets, cores of each, threads of each.
    const std::size_t colon = shape.find(':');
    const std::size_t second = shape.find(':', colon == std::string::npos ? colon : colon + 1);
    if (second == std::string::npos) continue;
    const std::uint64_t cores =
        whole_number(shape.substr(0, colon)) * whole_number(shape.substr(colon + 1, second - colon - 1));
    if (cores > 0 && (nodes.cores == 0 || cores < nodes.cores)) nodes.cores = cores;
    nodes.longest_seconds = std::min(nodes.longest_seconds, parse_slurm_time(limit).value_or(kInfiniteTime));
  }
  return nodes;
}

std::string job_script(const JobRequest& request, const JobCommand& command, const JobEstimate& estimate,
                       const Nodes& nodes, const BatchScript& site, const BatchScript& sweep) {
  const Sizes sizes = choose_sizes(request, site.directives, estimate, nodes);
  const std::size_t body = sweep.rest.find(kBody);
  if (body == std::string::npos) throw MachineError("the template of the batch script has no body");
  std::string out = "#!/bin/bash\n# Made by `trainsweep slurm`, for sbatch.\n" + describe(sizes);
  out += fill(request, command, estimate, sizes, sweep.directives, site.directives).text();
  out += "\n" + site.rest + (site.rest.empty() ? "" : "\n");
  out += fmt::format("TRAINSWEEP={}\n", shell_word(command.program));
  if (sizes.parts > 1) out += fmt::format("TRAINSWEEP_PARTS={}\n", sizes.parts);
  out += fmt::format("set -- {} {}", shell_word(command.config), shell_word(command.output));
  for (const std::string& option : command.options) out += " " + shell_word(option);
  return out + "\n\n" + sweep.rest.substr(body);
}

}  // namespace trainsweep
