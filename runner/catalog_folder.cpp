#include "runner/catalog_folder.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <system_error>
#include <vector>

#include "runner/record_reader.hpp"
#include "runner/shipped_folder.hpp"
#include "runner/toml_reader.hpp"

namespace trainsweep {
namespace {

namespace fs = std::filesystem;

constexpr const char* kVariable = "TRAINSWEEP_CATALOG";

std::vector<std::string> toml_files(const std::string& folder, Diagnostics& errors) {
  std::vector<std::string> files;
  std::error_code error;
  fs::recursive_directory_iterator walk(folder, error);
  for (; !error && walk != fs::recursive_directory_iterator(); walk.increment(error)) {
    if (walk->path().extension() == ".toml") files.push_back(walk->path().string());
  }
  const Position at{make_source(folder, ""), 0, 0, 0};
  if (error) {
    errors.add(at, fmt::format("cannot read the catalogue folder: {}", error.message()));
  } else if (files.empty()) {
    errors.add(at, "no catalogue: the folder has no .toml files");
  }
  std::sort(files.begin(), files.end());
  return files;
}

}  // namespace

std::string find_catalog_folder(const std::string& option) {
  if (!option.empty()) return option;
  const char* variable = std::getenv(kVariable);
  if (variable != nullptr && *variable != '\0') return variable;
  std::string tried;
  for (const std::string& place : shipped_places("configs/catalog")) {
    std::error_code ignored;
    if (fs::is_directory(place, ignored)) return fs::path(place).lexically_normal().string();
    tried += fmt::format("\n  {}", place);
  }
  throw UserError(fmt::format("no catalogue found; name its folder with --catalog or {}; tried{}", kVariable, tried));
}

Checked<RecordStore> read_catalog(const std::string& folder, const Schema& schema) {
  Diagnostics errors;
  RecordReader reader(schema, errors);
  for (const std::string& file : toml_files(folder, errors)) {
    const Checked<Source> source = read_source(file);
    if (!source) {
      errors.append(source.diagnostics());
      continue;
    }
    const auto top = read_toml(source.value(), errors);
    if (!top) continue;
    TableReader table(*top, "a catalogue file", errors);
    if (const TomlEntry* catalog = table.take_table("catalog")) reader.add(catalog->value, SourceRule::required);
    table.finish();
  }
  RecordStore store = reader.join(RecordStore(schema));
  if (!errors.empty()) return errors;
  return store;
}

}  // namespace trainsweep
