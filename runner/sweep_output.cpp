#include "runner/sweep_output.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstring>
#include <filesystem>
#include <set>
#include <sstream>
#include <tuple>

#include "runner/data_file.hpp"
#include "runner/exit_status.hpp"
#include "runner/ledger.hpp"
#include "runner/log.hpp"
#include "runner/provenance.hpp"
#include "runner/result_file.hpp"
#include "runner/verify.hpp"

namespace trainsweep {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kMostDifferences = 40;

// Every line of a TOML text with the table that it stands in.
std::multiset<std::string> qualified_lines(const std::string& text) {
  std::multiset<std::string> out;
  std::istringstream in(text);
  std::string table;
  for (std::string line; std::getline(in, line);) {
    if (line.empty() || line.front() == '#') continue;
    if (line.front() == '[') {
      table = line + " ";
    } else {
      out.insert(table + line);
    }
  }
  return out;
}

UserError already_there(const std::string& output) {
  return UserError(fmt::format("the output `{}` exists; --resume goes on with it, --overwrite starts anew", output));
}

void check_same_request(const ResultFile& file, const SweepSpec& spec, const Schema& schema) {
  if (file.is_packed) {
    throw UserError(fmt::format("`{}` is a packed copy, which cannot be resumed; resume the file that it was made from", file.path));
  }
  if (file.config != spec.resolved) {
    throw UserError(fmt::format("`{}` was made from another request, so it cannot be resumed; --overwrite starts anew\n{}",
                                file.path, describe_difference(file.config, spec.resolved)));
  }
  std::vector<std::string> columns;
  for (const std::size_t c : spec.columns) columns.emplace_back(schema.columns[c].name);
  if (file.version != program_version() || file.columns != columns) {
    throw UserError(fmt::format("`{}` was made by trainsweep {} and this is {}: their values may differ, so it cannot be "
                                "resumed; --overwrite starts anew", file.path, file.version, program_version()));
  }
  if (file.git_revision != git_revision()) {
    log_warning(fmt::format("`{}` was started by revision {}, and this is {}", file.path, file.git_revision, git_revision()));
  }
}

template <class T>
void add_to(DataFile& file, std::uint64_t offset, T amount) {
  file.write_value(offset, file.read_value<T>(offset) + amount);
}

void keep_failures(DataFile& file, const FileLayout& layout, const Failures& failures) {
  std::size_t sample = 0;
  const auto is_free = [&](std::size_t i) { return file.read_value<char>(layout.failure_message + i * kFailureText) == 0; };
  for (const Failure& failure : failures.samples) {
    while (sample < kFailureSamples && !is_free(sample)) ++sample;
    if (sample == kFailureSamples) break;
    std::vector<char> text(kFailureText);
    std::copy_n(failure.message.begin(), std::min(failure.message.size(), text.size()), text.begin());
    file.write_value(layout.failure_point + sample * sizeof(std::uint64_t), failure.point);
    file.write(layout.failure_message + sample * kFailureText, std::as_bytes(std::span(text)));
    ++sample;
  }
  add_to(file, layout.failures, static_cast<double>(failures.count));
}

}  // namespace

std::string describe_difference(const std::string& before, const std::string& now) {
  const std::multiset<std::string> old_lines = qualified_lines(before);
  const std::multiset<std::string> new_lines = qualified_lines(now);
  std::vector<std::string> gone, come;
  std::set_difference(old_lines.begin(), old_lines.end(), new_lines.begin(), new_lines.end(), std::back_inserter(gone));
  std::set_difference(new_lines.begin(), new_lines.end(), old_lines.begin(), old_lines.end(), std::back_inserter(come));
  std::string out;
  std::size_t shown = 0;
  const auto show = [&](const char* sign, const std::vector<std::string>& lines) {
    for (const std::string& line : lines) {
      if (shown++ < kMostDifferences) out += fmt::format("  {} {}\n", sign, line);
    }
  };
  show("-", gone);
  show("+", come);
  if (shown > kMostDifferences) out += fmt::format("  and {} more lines\n", shown - kMostDifferences);
  if (shown == 0) out = "  only in the order of its lines\n";
  out.pop_back();
  return out;
}

std::string resolve_output(const std::string& output, Start start) {
  const fs::path path = fs::absolute(output);
  std::error_code error;
  if (fs::is_symlink(fs::symlink_status(path, error)) && !fs::exists(path, error)) {
    throw UserError(fmt::format("the output `{}` is a link that leads nowhere ({})", output,
                                fs::read_symlink(path, error).string()));
  }
  if (fs::is_directory(path, error)) throw UserError(fmt::format("the output `{}` is a folder", output));
  if (!fs::is_directory(path.parent_path(), error)) {
    throw UserError(fmt::format("the folder of the output `{}` does not exist", output));
  }
  const bool exists = fs::exists(path, error);
  if (exists && !fs::is_regular_file(path, error)) throw UserError(fmt::format("the output `{}` is not a file", output));
  if (exists && start == Start::fresh) throw already_there(output);
  return exists ? fs::canonical(path).string() : (fs::canonical(path.parent_path()) / path.filename()).string();
}

SweepOutput prepare_output(const std::string& path, const SweepSpec& spec, const Schema& schema, const Engine& engine,
                           const Grid& grid, Start start, const Part& part, const MpiSession& session) {
  SweepOutput out{.path = path, .layout = {}, .cut = {}, .left = {}, .points = 0, .points_done = 0};
  if (start != Start::resume || !fs::exists(path)) {
    out.cut = choose_cut(grid);
    const Existing existing = start == Start::overwrite ? Existing::replace : Existing::keep;
    if (const auto layout = create_result_file(path, spec, schema, engine, out.cut, session, existing)) {
      out.layout = *layout;
      out.left = units_of(part, Units(out.cut));
      out.points = points_of(out.left, Units(out.cut));
      return out;
    }
    if (start == Start::fresh) throw already_there(path);
  }
  if (const std::uint64_t lost = restore_length(path); lost > 0) {
    log_warning(fmt::format("`{}` had lost its last {}; what stood there is computed again", path, describe_bytes(lost)));
    withdraw_damaged(path);
  }
  const ResultFile file = read_result_file(path);
  check_same_request(file, spec, schema);
  const UnitCut cut = choose_cut(grid);
  if (std::tie(cut.blocks, cut.slots, cut.inner) != std::tie(file.cut.blocks, file.cut.slots, file.cut.inner)) {
    throw UserError(fmt::format("`{}` was made by revision {}, which shared searches otherwise than {} does, so it cannot "
                                "be resumed; --overwrite starts anew", path, file.git_revision, git_revision()));
  }
  out.cut = file.cut;
  out.layout = file.layout;
  const Units units(out.cut);
  const std::vector<UnitRange> units_of_part = units_of(part, units);
  out.left = common_units(units_of_part, units_left(DataFile(path, DataFile::Access::read), out.layout, units));
  out.points = points_of(units_of_part, units);
  out.points_done = out.points - points_of(out.left, units);
  if (!out.left.empty()) DataFile(path, DataFile::Access::write).write_value(out.layout.complete, std::int64_t{0});
  return out;
}

std::uint64_t finish_output(const SweepOutput& output, const MasterResult& result) {
  DataFile file(output.path, DataFile::Access::write);
  const FileLayout& layout = output.layout;
  for (std::size_t s = 0; s < kRankStatistics.size(); ++s) {
    for (std::size_t rank = 0; rank < result.statistics.size(); ++rank) {
      const std::uint64_t at = layout.rank_statistics[s] + rank % layout.rank_rows * sizeof(double);
      add_to(file, at, result.statistics[rank].*kRankStatistics[s].member);
    }
  }
  file.write_value(layout.ranks, static_cast<double>(result.statistics.size()));
  add_to(file, layout.starts, 1.0);
  add_to(file, layout.wall_seconds, result.seconds);
  add_to(file, layout.master_seconds, result.busy_seconds);
  keep_failures(file, layout, result.failures);
  const Units units(output.cut);
  const std::uint64_t points_left = points_of(units_left(file, layout, units), units);
  if (points_left == 0) file.write_value(layout.complete, std::int64_t{1});
  file.sync();
  return points_left;
}

}  // namespace trainsweep
