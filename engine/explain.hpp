// Explain: one point in full, for a reader.
#pragma once

#include <vector>

#include "engine/account.hpp"

namespace trainsweep::engine {

// The question, the plan, time, memory, power, the whole run and its money line by
// line, the runner-up plans, and why others were refused. Walks the whole space.
// `other` and `third`: others that may take a part of the work.
[[nodiscard]] std::vector<ReportTable> explain(const Job& job, const Terms& terms, const Partner& other = {},
                                               const Partner& third = {});

}  // namespace trainsweep::engine
