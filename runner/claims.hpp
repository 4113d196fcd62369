// Claims for people: what was stated, what comes out, the verdict, and its reason.
#pragma once

#include <ostream>
#include <span>

#include "runner/case_rows.hpp"

namespace trainsweep {

// Each row of a claim with its reason under it, and an empty line. Other rows are left out.
void print_claims(std::span<const CaseRow> rows, std::ostream& out);

// "claims: 6 hold, 9 off, 8 inconsistent with their own numbers, 5 not checkable"
[[nodiscard]] std::string claims_summary(std::span<const CaseRow> rows);

}  // namespace trainsweep
