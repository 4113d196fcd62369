// The tables of explain() that are about money, each method named.
#pragma once

#include "engine/account.hpp"

namespace trainsweep::engine {

// Renting, owning, return, and what deals, leaving and regulation change.
[[nodiscard]] std::vector<ReportTable> money_tables(const Plan& plan, const Terms& terms, const Account& account);

}  // namespace trainsweep::engine
