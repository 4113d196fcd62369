// What configs can set and results can hold, from the schema alone.
#pragma once

#include <ostream>
#include <string_view>

#include "engine/engine.hpp"
#include "runner/text_table.hpp"

namespace trainsweep {

// `what`: "axes", "columns", or "reference", which is all of it as Markdown (the file
// configs/REFERENCE.md, which a test keeps up to date). False where it is none of these.
bool print_schema(const Schema& schema, std::string_view what, Format format, std::ostream& out);

}  // namespace trainsweep
