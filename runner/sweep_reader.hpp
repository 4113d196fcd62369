// From a config's text to a validated SweepSpec: the one way in.
//
//   const RecordStore catalog = ...;                       // see catalog_folder.hpp
//   Checked<Source> text = read_source("x.toml");
//   Checked<Sweep> sweep = read_sweep({text.value(), {"fixed.size=8"}}, engine, catalog);
//
// All mistakes of a config are reported at once, each at its place; what configs say
// is documented in configs/README.md. The result is a function of the texts alone.
#pragma once

#include <string>
#include <vector>

#include "engine/engine.hpp"
#include "runner/checked.hpp"
#include "runner/record_store.hpp"
#include "runner/sweep_spec.hpp"
#include "runner/toml_reader.hpp"

namespace trainsweep {

// What the runner needs to know of an engine before there is one.
struct EngineRules {
  const Schema& schema;
  std::vector<Complaint> (*complaints)(const Records&);
};

struct SweepText {
  Source source;
  std::vector<std::string> overrides{};  // KEY=VALUE each, see overrides.hpp
};

struct Sweep {
  SweepSpec spec;
  RecordStore records;  // the catalogue's and the config's own, used or not
};

[[nodiscard]] Checked<Sweep> read_sweep(const SweepText& text, const EngineRules& engine, const RecordStore& catalog);

// The same from a file.
[[nodiscard]] Checked<Sweep> read_sweep_file(const std::string& path, const std::vector<std::string>& overrides,
                                             const EngineRules& engine, const RecordStore& catalog);

// `catalog` and the records of the table `catalog` in `top`, which win over its own.
[[nodiscard]] RecordStore join_own_records(const TomlValue& top, const Schema& schema, const RecordStore& catalog,
                                           Diagnostics& errors);

// What the engine has to say about records, each at the place of the field.
void report_complaints(const EngineRules& engine, const Records& records, const RecordStore& store,
                       Diagnostics& errors);

}  // namespace trainsweep
