// What the fuzzers share: the program's own catalogue, and a folder for files.
#pragma once

#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "engine/engine.hpp"
#include "runner/catalog_folder.hpp"
#include "runner/sweep_reader.hpp"

namespace trainsweep::fuzz {

inline EngineRules rules() { return {training_schema(), training_complaints}; }

inline const RecordStore& catalog() {
  static const RecordStore store = read_catalog(find_catalog_folder(""), training_schema()).value_or_throw();
  return store;
}

// A folder of this process.
inline const std::string& folder() {
  static const std::string path = [] {
    const auto name = std::filesystem::temp_directory_path() / ("trainsweep-fuzz-" + std::to_string(::getpid()));
    std::filesystem::create_directories(name);
    return name.string();
  }();
  return path;
}

inline std::string write_file(const std::string& name, std::string_view bytes) {
  std::string path = folder() + "/" + name;
  std::FILE* file = std::fopen(path.c_str(), "wb");
  if (file == nullptr || std::fwrite(bytes.data(), 1, bytes.size(), file) != bytes.size() || std::fclose(file) != 0) {
    std::abort();
  }
  return path;
}

inline std::string_view text_of(const unsigned char* data, std::size_t size) {
  return {reinterpret_cast<const char*>(data), size};
}

// The fuzzer takes this for a crash.
inline void require(bool condition, std::string_view what) {
  if (condition) return;
  std::fprintf(stderr, "%.*s\n", static_cast<int>(what.size()), what.data());
  std::abort();
}

// A message is text for a terminal: no control characters, whatever the input was.
inline void require_clean(std::string_view message) {
  for (const char c : message) require(c == '\n' || static_cast<unsigned char>(c) >= ' ', "a control character in a message");
}

// The lines at the top of a text that begin with `mark`, without it.
inline std::vector<std::string> marked_lines(std::string_view text, std::string_view mark) {
  std::vector<std::string> found;
  while (!text.empty() && text.starts_with(mark)) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    found.emplace_back(text.substr(mark.size(), end - mark.size()));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return found;
}

}  // namespace trainsweep::fuzz
