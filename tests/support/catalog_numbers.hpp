// The numbers of one record of configs/catalog, for tests of the engine, which has no
// TOML reader of its own. Reads what the catalogue's files hold, one field a line:
//
//   [catalog.chips.h100-sxm]
//   bf16_tflops = 989
//   fp8_tflops = { value = 1979, source = "..." }
//
// Text and flags are left out.
#pragma once

#include <filesystem>
#include <fstream>
#include <map>
#include <regex>
#include <stdexcept>
#include <string>

namespace trainsweep::testing {

// `catalog` is the folder configs/catalog.
inline std::map<std::string, double> catalog_numbers(const std::filesystem::path& catalog, const std::string& kind,
                                                     const std::string& name) {
  const std::regex field(R"(^(\w+) = (?:\{ value = )?(-?[0-9.]+(?:[eE][-+]?[0-9]+)?)\b.*)");
  const std::string heading = "[catalog." + kind + "." + name + "]";
  std::map<std::string, double> numbers;
  for (const auto& entry : std::filesystem::directory_iterator(catalog / kind)) {
    std::ifstream file(entry.path());
    bool inside = false;
    for (std::string line; std::getline(file, line);) {
      if (line.starts_with('[')) inside = line == heading;
      std::smatch match;
      if (inside && std::regex_match(line, match, field)) numbers[match[1]] = std::stod(match[2]);
    }
  }
  if (numbers.empty()) throw std::invalid_argument("no record " + heading);
  return numbers;
}

}  // namespace trainsweep::testing
