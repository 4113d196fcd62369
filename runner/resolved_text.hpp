// The whole request as TOML: what the result file keeps in its attribute `config`.
//
// Ranges and filters are written out, every axis with a value is given (defaults
// too), and all records that are used stand in it with unit, source and basis. It
// needs no catalogue: reading it gives the same SweepSpec, and the same text again.
// Hints for the file system alone are left out, as they belong to a place and not to
// the question: a sweep can be resumed with others.
#pragma once

#include <string>

#include "engine/engine.hpp"
#include "runner/record_store.hpp"
#include "runner/sweep_spec.hpp"

namespace trainsweep {

// The tables sweep, fixed, grid, zip and output.
[[nodiscard]] std::string resolved_request(const Schema& schema, const SweepSpec& spec);

// The tables catalog.KIND.NAME of the records that are used. Requires that the
// store has them.
[[nodiscard]] std::string resolved_records(const Schema& schema, const Records& records, const RecordStore& store);

}  // namespace trainsweep
