// The catalogue on disk: which folder it is, and all its records.
#pragma once

#include <string>

#include "runner/checked.hpp"
#include "runner/record_store.hpp"

namespace trainsweep {

// The first of these that is given or there: `option` (--catalog), the environment's
// TRAINSWEEP_CATALOG, and where it came with the program (shipped_folder.hpp). Throws
// UserError where there is none.
[[nodiscard]] std::string find_catalog_folder(const std::string& option);

// Every record of the .toml files below `folder`, in whatever file it stands. Every
// number must have a source.
[[nodiscard]] Checked<RecordStore> read_catalog(const std::string& folder, const Schema& schema);

}  // namespace trainsweep
