// Files of cases: see configs/cases/README.md for what they say.
#pragma once

#include <string>
#include <vector>

#include "runner/case.hpp"
#include "runner/checked.hpp"
#include "runner/sweep_reader.hpp"

namespace trainsweep {

// The cases of one file, labelled, with the records that they use.
struct CaseFile {
  std::vector<Case> cases;
  Records records;
};

// All mistakes of the file are reported at once.
[[nodiscard]] Checked<CaseFile> read_case_file(const std::string& path, const EngineRules& engine,
                                               const RecordStore& catalog);

// The .toml files among `paths` and in the folders among them, sorted within each.
// Throws UserError for a folder without any.
[[nodiscard]] std::vector<std::string> find_case_files(const std::vector<std::string>& paths);

}  // namespace trainsweep
