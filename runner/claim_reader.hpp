// The part of a [[case]] that makes it a claim, beside its `claim` in words: see
// configs/cases/README.md for its keys.
#pragma once

#include "runner/case.hpp"
#include "runner/toml_reader.hpp"

namespace trainsweep {

// Takes those keys from `table`, which reads `value`. Requires that the scenario
// of `asked`, where it has one, is read and labelled. Mistakes are reported.
[[nodiscard]] Claim read_claim(TableReader& table, const TomlValue& value, const Case& asked, const Schema& schema,
                               Diagnostics& errors);

}  // namespace trainsweep
