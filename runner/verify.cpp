#include "runner/verify.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <filesystem>

#include "runner/data_file.hpp"
#include "runner/exit_status.hpp"
#include "runner/ledger.hpp"
#include "runner/output_lock.hpp"
#include "runner/progress.hpp"
#include "runner/result_file.hpp"

namespace trainsweep {
namespace {

constexpr std::size_t kMostNamed = 20;

// 0, which no finished unit has, where the values of a packed copy cannot be unpacked.
std::uint64_t checksum_of(const DataFile& file, const PointValues& values, PointRange points) {
  if (!values.status.packed) return unit_checksum(file, values, points);
  try {
    return unit_checksum(file, values, points);
  } catch (const MachineError&) {
    return 0;
  }
}

Verification check_units(const std::string& path, DataFile::Access access) {
  Verification out;
  out.path = path;
  const ResultFile result = read_result_file(path);
  const Units units(result.cut);
  const PointValues values = find_point_values(result);
  DataFile file(path, access);
  const std::vector<std::uint64_t> ledger = read_ledger(file, result.layout, units);
  std::vector<std::uint64_t> damaged;
  out.units = units.count();
  for (std::uint64_t unit = 0; unit < ledger.size(); ++unit) {
    if (ledger[unit] == 0) continue;
    const PointRange points = units.points(unit);
    ++out.units_done;
    out.bytes += points.size() * (sizeof(float) * result.columns.size() + 1);
    if (checksum_of(file, values, points) == ledger[unit]) continue;
    damaged.push_back(unit);
    out.damaged.push_back({unit, points});
  }
  out.is_packed = result.is_packed;
  out.withdrawn = access == DataFile::Access::write && !result.is_packed;
  if (out.withdrawn) withdraw_units(file, result.layout, damaged);
  return out;
}

}  // namespace

Verification verify(const std::string& path) {
  if (!std::filesystem::is_regular_file(path)) throw UserError(fmt::format("there is no file `{}`", path));
  if (access(path.c_str(), W_OK) != 0) return check_units(path, DataFile::Access::read);
  const OutputLock lock(std::filesystem::canonical(path).string());
  const std::uint64_t lost = restore_length(path);
  Verification out = withdraw_damaged(path);
  out.bytes_lost = lost;
  return out;
}

Verification withdraw_damaged(const std::string& path) { return check_units(path, DataFile::Access::write); }

std::string describe(const Verification& v) {
  std::string out;
  if (v.bytes_lost > 0) {
    out += fmt::format("{}: had lost its last {}, which read as 0 now\n", v.path, describe_bytes(v.bytes_lost));
  }
  if (v.damaged.empty()) {
    out += fmt::format("{}: {} units ({}) hold what was written; {} of {} units are done\n", v.path, v.units_done,
                       describe_bytes(v.bytes), v.units_done, v.units);
    return out;
  }
  out += fmt::format("{}: {} of {} finished units are damaged\n", v.path, v.damaged.size(), v.units_done);
  for (std::size_t i = 0; i < v.damaged.size() && i < kMostNamed; ++i) {
    const DamagedUnit& unit = v.damaged[i];
    out += fmt::format("  unit {}: points {} to {}\n", unit.unit, unit.points.begin, unit.points.end - 1);
  }
  if (v.damaged.size() > kMostNamed) out += fmt::format("  and {} more\n", v.damaged.size() - kMostNamed);
  out += v.withdrawn   ? fmt::format("`trainsweep run CONFIG -o {} --resume` computes them again\n", v.path)
         : v.is_packed ? "a packed copy cannot be repaired: pack the file that it was made from again\n"
                       : fmt::format("`{}` cannot be written, so they stay marked as done\n", v.path);
  return out;
}

}  // namespace trainsweep
