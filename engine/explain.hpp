// Explain: one point in full, for a reader.
#pragma once

#include <vector>

#include "engine/account.hpp"

namespace trainsweep::engine {

// The question, the plan, time, memory, power, the whole run and its money line by
// line, the runner-up plans, and why others were refused. Walks the whole space.
[[nodiscard]] std::vector<ReportTable> explain(const Job& job, const Terms& terms);

}  // namespace trainsweep::engine
