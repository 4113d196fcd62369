// A digest of all that decides a sweep's values: program, schema, and the request as
// each rank understood it (its numbers, not only its text).
#pragma once

#include <string>

#include "runner/sweep_spec.hpp"

namespace trainsweep {

[[nodiscard]] std::string request_digest(const SweepSpec& spec, const Schema& schema);

}  // namespace trainsweep
