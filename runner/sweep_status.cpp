#include "runner/sweep_status.hpp"

#include <fmt/format.h>

#include <array>
#include <cstring>
#include <filesystem>

#include "runner/data_file.hpp"
#include "runner/exit_status.hpp"
#include "runner/ledger.hpp"
#include "runner/output_lock.hpp"
#include "runner/progress.hpp"
#include "runner/result_file.hpp"

namespace trainsweep {
namespace {

constexpr std::array<const char*, 5> kStateWords{"complete", "running", "stopped", "killed", "cut short"};

// Numbers of a damaged file may be anything.
std::uint64_t whole(double number) { return number >= 0 && number < 1e18 ? static_cast<std::uint64_t>(number) : 0; }

Failures read_failures(const DataFile& file, const FileLayout& layout) {
  Failures failures;
  failures.count = whole(file.read_value<double>(layout.failures));
  for (std::size_t i = 0; i < kFailureSamples; ++i) {
    const auto text = file.read_value<std::array<char, kFailureText>>(layout.failure_message + i * kFailureText);
    if (text.front() == 0) break;
    failures.samples.push_back({file.read_value<std::uint64_t>(layout.failure_point + i * sizeof(std::uint64_t)),
                                std::string(text.data(), strnlen(text.data(), text.size()))});
  }
  return failures;
}

SweepState state_of(const SweepStatus& status, bool is_marked_complete) {
  // A second look at the lock: complete and still locked is a run that is just ending.
  if (status.units_done == status.units && is_marked_complete) return SweepState::complete;
  if (!lock_holder(status.path).empty()) return SweepState::running;
  return std::filesystem::exists(status.path + ".lock") ? SweepState::killed : SweepState::stopped;
}

std::string describe_state(const SweepStatus& status) {
  switch (status.state) {
    case SweepState::complete: return "complete";
    case SweepState::running: return "running: " + status.holder;
    case SweepState::stopped: return "stopped before it was complete";
    case SweepState::killed: return "killed before it was complete";
    case SweepState::cut_short:
      return fmt::format("cut short: {} of {} bytes are there", status.length, status.stated_length);
  }
  return {};
}

std::string describe_next(const SweepStatus& status) {
  if (status.is_packed && status.state != SweepState::complete) {
    return "a packed copy cannot be resumed; go on with the file that it was made from";
  }
  switch (status.state) {
    case SweepState::complete: return "`trainsweep top` shows the best points; `trainsweep verify` checks the data";
    case SweepState::running: return "the file can be read meanwhile; what is not evaluated has status 0";
    case SweepState::stopped:
    case SweepState::killed: return fmt::format("`trainsweep run CONFIG -o {} --resume` computes what is left", status.path);
    case SweepState::cut_short:
      return fmt::format("`trainsweep run CONFIG -o {} --resume` computes what was lost again", status.path);
  }
  return {};
}

}  // namespace

SweepStatus read_sweep_status(const std::string& path) {
  SweepStatus out;
  out.path = path;
  if (!std::filesystem::is_regular_file(path)) throw UserError(fmt::format("there is no file `{}`", path));
  out.stated_length = stated_length(path);
  const DataFile file(path, DataFile::Access::read);
  out.length = file.size();
  if (out.stated_length != 0 && out.length < out.stated_length) {
    out.state = SweepState::cut_short;
    return out;
  }
  const ResultFile result = read_result_file(path);
  const Units units(result.cut);
  const std::vector<UnitRange> left = units_left(file, result.layout, units);
  out.question = result.question;
  out.version = result.version;
  out.created_utc = result.created_utc;
  out.points = result.points;
  out.points_done = out.points - points_of(left, units);
  out.units = units.count();
  out.units_done = out.units - count_units(left);
  out.starts = whole(file.read_value<double>(result.layout.starts));
  out.ranks = whole(file.read_value<double>(result.layout.ranks));
  out.wall_seconds = file.read_value<double>(result.layout.wall_seconds);
  out.failures = read_failures(file, result.layout);
  out.holder = lock_holder(path);
  out.is_packed = result.is_packed;
  // Read again: a run may have ended since the file was opened.
  out.state = state_of(out, result.is_packed ? result.is_complete : file.read_value<std::int64_t>(result.layout.complete) == 1);
  return out;
}

std::string describe(const SweepStatus& status) {
  std::string out = fmt::format("{}\n", status.path);
  const auto line = [&](std::string_view name, const std::string& text) { out += fmt::format("  {:<9} {}\n", name, text); };
  line("state", describe_state(status));
  if (status.state != SweepState::cut_short) {
    if (!status.question.empty()) line("question", status.question);
    line("points", fmt::format("{} of {} done ({:.1f} %), {} left", describe_count(static_cast<double>(status.points_done)),
                               describe_count(static_cast<double>(status.points)),
                               100.0 * static_cast<double>(status.points_done) / static_cast<double>(status.points),
                               describe_count(static_cast<double>(status.points - status.points_done))));
    line("units", fmt::format("{} of {} done", status.units_done, status.units));
    if (status.is_packed) line("file", fmt::format("a packed copy, {}", describe_bytes(status.length)));
    line("made", fmt::format("{} by trainsweep {}", status.created_utc, status.version));
    if (status.starts > 0) {
      line("time", fmt::format("{} in {} {}, the last on {} {}", describe_seconds(status.wall_seconds), status.starts,
                               status.starts == 1 ? "start" : "starts", status.ranks, status.ranks == 1 ? "rank" : "ranks"));
    }
    if (!status.failures.samples.empty()) {
      line("failures", fmt::format("{} evaluations failed; at point {}: {}", status.failures.count,
                                   status.failures.samples.front().point, status.failures.samples.front().message));
    }
  }
  line("next", describe_next(status));
  return out;
}

void write_json(Json& json, const SweepStatus& status) {
  json.open('{');
  json.key("path").value(status.path);
  json.key("state").value(kStateWords[static_cast<std::size_t>(status.state)]);
  json.key("holder").value(status.holder);
  json.key("question").value(status.question);
  json.key("version").value(status.version);
  json.key("created_utc").value(status.created_utc);
  json.key("points").value(status.points).key("points_done").value(status.points_done);
  json.key("units").value(status.units).key("units_done").value(status.units_done);
  json.key("packed").value(status.is_packed);
  json.key("starts").value(status.starts).key("ranks").value(status.ranks);
  json.key("wall_seconds").value(status.wall_seconds);
  json.key("failures").value(status.failures.count);
  json.key("length").value(status.length).key("stated_length").value(status.stated_length);
  json.close('}');
}

}  // namespace trainsweep
