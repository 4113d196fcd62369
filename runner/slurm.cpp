#include "runner/slurm.hpp"

#include <fmt/format.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <filesystem>
#include <iostream>

#include "runner/check.hpp"
#include "runner/exit_status.hpp"
#include "runner/shipped_folder.hpp"
#include "runner/slurm_job.hpp"
#include "runner/suggest.hpp"
#include "runner/sweep_output.hpp"

namespace trainsweep {
namespace {

namespace fs = std::filesystem;

// What a command prints; empty where it cannot be run.
std::string answer_of(const std::string& command) {
  std::string answer;
  FILE* pipe = popen((command + " 2>/dev/null").c_str(), "r");
  if (pipe == nullptr) return answer;
  std::array<char, 4096> piece{};
  for (std::size_t length = 0; (length = fread(piece.data(), 1, piece.size(), pipe)) > 0;) {
    answer.append(piece.data(), length);
  }
  pclose(pipe);
  return answer;
}

fs::path slurm_folder() {
  for (const fs::path place : shipped_places("slurm")) {
    if (fs::exists(place / "sweep.sbatch")) return place;
  }
  throw MachineError("the folder slurm/ that came with this program is gone");
}

// `site`: a name in slurm/sites, or a path.
BatchScript read_site(const fs::path& folder, const std::string& site) {
  if (site.empty()) return {};
  if (site.find('/') != std::string::npos || site.ends_with(".sh")) return read_batch_script(site);
  std::vector<std::string> names;
  for (const fs::directory_entry& entry : fs::directory_iterator(folder / "sites")) {
    if (entry.path().extension() == ".sh") names.push_back(entry.path().stem());
  }
  std::sort(names.begin(), names.end());
  if (std::find(names.begin(), names.end(), site) == names.end()) {
    const std::vector<std::string_view> known(names.begin(), names.end());
    throw UserError(fmt::format("unknown site `{}`\n  = help: {}; a file of your own is given by its path", site,
                                suggestion(site, known)));
  }
  return read_batch_script(folder / "sites" / (site + ".sh"));
}

JobCommand command_of(const SlurmOptions& options, const SweepSpec& spec) {
  JobCommand command{.name = spec.name,
                     .program = program_path(),
                     .config = fs::absolute(options.config),
                     .output = {},
                     .options = {}};
  command.output = resolve_output(options.output.empty() ? spec.name + ".h5" : options.output, Start::resume);
  for (const std::string& setting : options.settings) command.options.insert(command.options.end(), {"--set", setting});
  if (!options.catalog.empty()) {
    command.options.insert(command.options.end(), {"--catalog", fs::absolute(options.catalog)});
  }
  return command;
}

JobEstimate estimate_of(const SweepSpec& spec, const Schema& schema, const Engine& engine) {
  const Grid grid(spec, engine);
  const SweepSize size = size_of(spec, grid);
  const TimeSample sample = time_sample(grid, schema, engine);
  return {
      .seconds =
          [size, sample](std::uint64_t ranks, std::uint64_t parts) {
            const auto share = [parts](std::uint64_t whole) { return (whole + parts - 1) / parts; };
            return estimated_seconds({share(size.points), share(size.searches), share(size.units), 0}, sample, ranks);
          },
      .rank_bytes = estimated_rank_bytes()};
}

// Not through a shell: dash would keep the function `module`, which bash exports, from the job.
bool run_sbatch(FILE* script) {
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, fileno(script), STDIN_FILENO);
  std::string name = "sbatch";
  const std::array<char*, 2> arguments{name.data(), nullptr};
  pid_t child = 0;
  const int error = posix_spawnp(&child, name.c_str(), &actions, nullptr, arguments.data(), environ);
  posix_spawn_file_actions_destroy(&actions);
  int status = 0;
  return error == 0 && waitpid(child, &status, 0) == child && status == 0;
}

void submit(const std::string& script) {
  FILE* file = std::tmpfile();
  const bool is_written = file != nullptr && std::fputs(script.c_str(), file) >= 0 && std::fseek(file, 0, SEEK_SET) == 0;
  const bool is_taken = is_written && run_sbatch(file);
  if (file != nullptr) std::fclose(file);
  if (!is_taken) throw MachineError("sbatch took no job; without --submit the script is printed, so that you can change it");
}

}  // namespace

void make_slurm_job(const SlurmOptions& options, const SweepSpec& spec, const Schema& schema, const Engine& engine,
                    std::ostream& out) {
  const fs::path folder = slurm_folder();
  const BatchScript site = read_site(folder, options.site);
  const JobCommand command = command_of(options, spec);
  const std::string partition = options.job.partition.value_or(site.directives.find("partition").value_or(""));
  const Nodes nodes = read_sinfo(answer_of("sinfo -h -o '%P %z %l'"), partition);
  const std::string script = job_script(options.job, command, estimate_of(spec, schema, engine), nodes, site,
                                        read_batch_script(folder / "sweep.sbatch"));
  if (!options.submit) {
    out << script;
    return;
  }
  submit(script);
  out << fmt::format("The log will be beside the output. To watch:\n  squeue --me\n  {} status {}\n",
                     shell_word(command.program), shell_word(command.output));
}

}  // namespace trainsweep
