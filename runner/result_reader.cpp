#include "runner/result_reader.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "runner/exit_status.hpp"
#include "runner/seal.hpp"

namespace trainsweep {
namespace {

constexpr const char* kFormatAttribute = "trainsweep_format";
constexpr std::string_view kFormatMajor = "1.";

// `path`, where an HDF5 file is there.
const std::string& checked_path(const std::string& path) {
  std::error_code ignored;
  const auto kind = std::filesystem::status(path, ignored).type();
  if (kind == std::filesystem::file_type::not_found) throw UserError(fmt::format("there is no file `{}`", path));
  if (kind == std::filesystem::file_type::directory) throw UserError(fmt::format("`{}` is a folder", path));
  constexpr std::string_view kMagic("\x89HDF\r\n\x1a\n", 8);
  std::string magic(kMagic.size(), ' ');
  std::ifstream in(path, std::ios::binary);
  if (in.read(magic.data(), static_cast<std::streamsize>(magic.size())) && magic == kMagic) return path;
  if (!in.is_open()) throw MachineError(fmt::format("cannot open `{}`: {}", path, std::strerror(errno)));
  throw UserError(fmt::format("`{}` is no HDF5 file", path));
}

void refuse_other_formats(const hdf5::File& file, const std::string& path) {
  const std::string format = file.read_text(kFormatAttribute);
  if (format.empty() || !file.has("status")) {
    throw UserError(fmt::format("`{}` is an HDF5 file, but no result of trainsweep", path));
  }
  if (!format.starts_with(kFormatMajor)) {
    throw UserError(fmt::format("`{}` has format {}, this program reads {}x", path, format, kFormatMajor));
  }
}

std::vector<std::string> words(const std::string& text) {
  std::istringstream in(text);
  std::vector<std::string> out;
  for (std::string word; in >> word;) out.push_back(word);
  return out;
}

// Codes become their words: 0 and 1 of a flag "false" and "true".
void spell_out(ResultCoordinate& coordinate, const std::vector<std::string>& meanings) {
  if (meanings.empty()) return;
  for (const double code : coordinate.numbers) {
    const bool known = code >= 0 && code < static_cast<double>(meanings.size());
    coordinate.texts.push_back(known ? meanings[static_cast<std::size_t>(code)] : "");
  }
  coordinate.numbers.clear();
}

}  // namespace

ResultReader::ResultReader(const std::string& path) : path_(checked_path(path)), data_(path, DataFile::Access::read) {
  require_readable(path, [this] { read_description(); });  // in a copy of this process, and so of this
  read_description();
}

void ResultReader::read_description() {
  const hdf5::File file = hdf5::File::open(path_);
  refuse_other_formats(file, path_);
  question_ = file.read_text("question");

  hdf5::Dataset status = file.dataset("status");
  const hdf5::Shape shape = status.shape();
  const std::vector<std::string> names = status.dimension_names();
  for (std::size_t d = 0; d < shape.size(); ++d) dimensions_.push_back({names[d], shape[d]});
  points_ = status.size();
  status_names_ = words(status.read_text("flag_meanings"));
  status_ = find_values(std::move(status));

  for (const std::string& name : file.dataset_names()) {
    if (name == "status") continue;
    hdf5::Dataset dataset = file.dataset(name);
    const std::string unit = dataset.read_text("units");
    const std::string doc = dataset.read_text("long_name");
    if (dataset.type() == hdf5::Type::float32 && dataset.shape() == shape) {
      std::vector<std::string> choices = words(dataset.read_text("flag_meanings"));
      columns_.push_back({name, unit, doc, std::move(choices), find_values(std::move(dataset))});
      continue;
    }
    ResultCoordinate coordinate{name, unit, doc, std::nullopt, {}, {}};
    if (!dataset.shape().empty()) {
      const std::string along = dataset.is_scale() ? name : dataset.dimension_names().front();
      const auto dimension = std::find(names.begin(), names.end(), along);
      if (dimension == names.end() || dataset.shape().size() != 1) continue;
      coordinate.dimension = static_cast<std::size_t>(dimension - names.begin());
      if (dataset.size() != shape[*coordinate.dimension]) {
        throw MachineError(fmt::format("`{}` is damaged: `{}` has {} values along {}", path_, name, dataset.size(), along));
      }
    }
    if (dataset.type() == hdf5::Type::text) {
      coordinate.texts = dataset.read_texts();
    } else {
      coordinate.numbers = dataset.read_numbers();
      spell_out(coordinate, words(dataset.read_text("flag_meanings")));
    }
    coordinates_.push_back(std::move(coordinate));
  }
}

const ResultCoordinate* ResultReader::find_coordinate(std::string_view name) const {
  const auto at = std::find_if(coordinates_.begin(), coordinates_.end(), [&](const auto& c) { return c.name == name; });
  return at == coordinates_.end() ? nullptr : &*at;
}

const ResultColumn* ResultReader::find_column(std::string_view name) const {
  const auto at = std::find_if(columns_.begin(), columns_.end(), [&](const auto& c) { return c.name == name; });
  return at == columns_.end() ? nullptr : &*at;
}

std::vector<std::string_view> ResultReader::names() const {
  std::vector<std::string_view> out;
  for (const auto& coordinate : coordinates_) out.push_back(coordinate.name);
  for (const auto& column : columns_) out.push_back(column.name);
  return out;
}

void ResultReader::read_status(std::uint64_t first, std::span<std::uint8_t> out) const { status_.read(data_, first, out); }

void ResultReader::read_column(const ResultColumn& column, std::uint64_t first, std::span<float> out) const {
  column.values.read(data_, first, out);
}

}  // namespace trainsweep
