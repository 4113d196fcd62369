#include "runner/result_file.hpp"

#include <fmt/format.h>

#include <array>
#include <filesystem>
#include <string_view>

#include "runner/data_file.hpp"
#include "runner/exit_status.hpp"
#include "runner/hdf5.hpp"

namespace trainsweep {

std::uint64_t stated_length(const std::string& path) {
  constexpr std::array<unsigned char, 9> kSuperblock0{0x89, 'H', 'D', 'F', '\r', '\n', 0x1a, '\n', 0};
  constexpr std::uint64_t kEndOfFileAddress = 40;  // in superblock 0 with 8-byte addresses
  require_unbroken_seal(path);
  const DataFile file(path, DataFile::Access::read);
  if (file.size() < kEndOfFileAddress + sizeof(std::uint64_t)) return 0;
  const auto start = file.read_value<std::array<unsigned char, 9>>(0);
  return start == kSuperblock0 ? file.read_value<std::uint64_t>(kEndOfFileAddress) : 0;
}

std::uint64_t restore_length(const std::string& path) {
  const std::uint64_t stated = stated_length(path);
  DataFile file(path, DataFile::Access::write);
  const std::uint64_t length = file.size();
  if (stated == 0 || length >= stated) return 0;
  file.resize(stated);
  return stated - length;
}

namespace {

std::uint64_t place_of_complete(const hdf5::Group& run, std::uint64_t length) {
  const hdf5::Dataset dataset = run.dataset(kCompleteOffset);
  const std::vector<std::uint64_t> place = dataset.read_unsigned();
  if (place.size() == 1 && place[0] <= length - sizeof(std::int64_t)) return place[0];
  throw MachineError(fmt::format("`{}` is damaged: it is no place in the file", dataset.path()));
}

// A file that is as long as it must be.
ResultFile read_whole_file(const std::string& path, std::uint64_t length) {
  const hdf5::File file = hdf5::File::open(path);
  const std::string format = file.read_text("trainsweep_format");
  if (format.empty()) throw UserError(fmt::format("`{}` is not a trainsweep result file", path));
  const auto major = [](std::string_view text) { return text.substr(0, text.find('.')); };
  if (major(format) != major(kFormat)) {
    throw UserError(fmt::format("`{}` has format {}, and this program reads format {}", path, format, kFormat));
  }
  ResultFile out{.path = path,
                 .version = file.read_text("version"),
                 .git_revision = file.read_text("git_revision"),
                 .created_utc = file.read_text("created_utc"),
                 .question = file.read_text("question"),
                 .config = file.read_text("config"),
                 .points = static_cast<std::uint64_t>(file.read_integer("points_total")),
                 .dimensions = {},
                 .columns = {},
                 .is_complete = file.read_integer("complete") == 1,
                 .is_packed = false,
                 .cut = {},
                 .layout = {}};
  const hdf5::Dataset status = file.dataset("status");
  const hdf5::Shape shape = status.shape();
  const std::vector<std::string> names = status.dimension_names();
  out.is_packed = !status.is_contiguous();
  for (std::size_t d = 0; d < shape.size(); ++d) out.dimensions.emplace_back(names[d], shape[d]);
  for (const std::string& name : file.dataset_names()) {
    const hdf5::Dataset dataset = file.dataset(name);
    if (name != "status" && dataset.has_attribute("_FillValue")) out.columns.push_back(name);
  }
  const hdf5::Group run = file.group("run");
  for (const CutMember& row : kCutMembers) out.cut.*row.member = static_cast<std::uint64_t>(run.read_integer(row.name));
  if (out.points != status.size() || !is_possible(out.cut, out.points)) {
    throw MachineError(fmt::format("`{}` is damaged: its units are not those of {} points", path, status.size()));
  }
  out.layout = find_layout(file, out.columns, out.points, Units(out.cut).count());
  out.layout.bytes = length;
  if (!out.is_packed) out.layout.complete = place_of_complete(run, length);
  return out;
}

}  // namespace

ResultFile read_result_file(const std::string& path) {
  if (!std::filesystem::exists(path)) throw UserError(fmt::format("there is no file `{}`", path));
  const std::uint64_t stated = stated_length(path);
  const std::uint64_t length = stated == 0 ? 0 : DataFile(path, DataFile::Access::read).size();
  if (stated == 0) throw UserError(fmt::format("`{}` is not a trainsweep result file", path));
  if (length < stated) {
    throw UserError(fmt::format("`{}` is cut short: it has {} of {} bytes; `trainsweep verify` shows what is lost, and "
                                "`trainsweep run --resume` computes that again", path, length, stated));
  }
  require_readable(path, [&] { (void)read_whole_file(path, length); });
  return read_whole_file(path, length);
}

}  // namespace trainsweep
