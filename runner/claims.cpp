#include "runner/claims.hpp"

#include <fmt/format.h>

#include <array>
#include <sstream>

namespace trainsweep {
namespace {

std::string origin_text(const Claim& claim) {
  if (claim.figures.empty()) return "";
  return claim.origin == Claim::Origin::own ? "its own" : "open";
}

}  // namespace

void print_claims(std::span<const CaseRow> rows, std::ostream& out) {
  std::vector<std::vector<std::string>> cells{{"claim", "figure", "stated", "computed", "numbers", "verdict"}};
  std::vector<std::string> reasons;
  for (const CaseRow& row : rows) {
    if (!row.judgement) continue;
    cells.push_back({row.of->asked.id, row.figure.empty() ? "-" : row.figure, cell_text(row.stated),
                     cell_text(row.predicted), origin_text(*row.of->asked.claim), verdict_text(*row.judgement)});
    reasons.push_back(row.judgement->reason);
  }
  const auto left = Align::left, right = Align::right;
  std::istringstream lines(aligned(cells, {left, left, right, right, left, left}));
  std::string line;
  std::getline(lines, line);
  out << line << '\n';
  for (const std::string& reason : reasons) {
    std::getline(lines, line);
    out << line << '\n';
    if (!reason.empty()) out << "    " << reason << '\n';
  }
  out << '\n';
}

std::string claims_summary(std::span<const CaseRow> rows) {
  std::array<std::size_t, 4> counts{};
  for (const CaseRow& row : rows) {
    if (row.judgement) ++counts[static_cast<std::size_t>(row.judgement->verdict)];
  }
  return fmt::format("claims: {} hold, {} off, {} inconsistent with their own numbers, {} not checkable\n", counts[0],
                     counts[1], counts[2], counts[3]);
}

}  // namespace trainsweep
