#include "engine/columns.hpp"

#include <algorithm>
#include <bit>
#include <limits>
#include <utility>

#include "engine/status.hpp"

namespace trainsweep::engine {
namespace {

constexpr std::size_t kLanes = 256;  // points computed together: their values stay in the cache
constexpr std::size_t kTermCount = sizeof(Terms) / sizeof(double);
static_assert(sizeof(Terms) == kTermCount * sizeof(double));

constexpr float kNan = std::numeric_limits<float>::quiet_NaN();

// One block of lanes: terms in, account columns out.
struct Block {
  alignas(64) double terms[kTermCount][kLanes];
  alignas(64) float columns[kColumnCount][kLanes];
  alignas(64) double in_time[kLanes];
};

template <std::size_t... I>
Terms lane(const Block& b, std::size_t i, std::index_sequence<I...>) {
  return std::bit_cast<Terms>(std::array<double, kTermCount>{b.terms[I][i]...});
}

template <std::size_t I>
void store(Block& b, std::size_t i, const Plan& plan, const Account& a) {
  constexpr const auto& row = std::get<I>(kColumns);
  if constexpr (!row.kOfPlan) b.columns[I][i] = static_cast<float>(row.value(plan, a));
}

template <std::size_t... I>
void evaluate(Block& b, const Plan& plan, std::index_sequence<I...>) {
  // Straight-line arithmetic over arrays of fixed size: the compiler vectorizes this
  // loop (checked by tests/benchmarks).
  for (std::size_t i = 0; i < kLanes; ++i) {
    const Account a = account(plan, lane(b, i, std::make_index_sequence<kTermCount>{}));
    (store<I>(b, i, plan, a), ...);
    b.in_time[i] = a.in_time ? 1 : 0;
  }
}

template <std::size_t I>
void store_of_plan(Block& b, const Plan& plan) {
  constexpr const auto& row = std::get<I>(kColumns);
  if constexpr (row.kOfPlan) std::fill_n(b.columns[I], kLanes, static_cast<float>(row.value(plan, Account{})));
}

template <std::size_t... I>
void evaluate_of_plan(Block& b, const Plan& plan, std::index_sequence<I...>) {
  (store_of_plan<I>(b, plan), ...);
}

// Whether all columns of all lanes are finite and in time, the usual case.
bool all_ok(const Block& b) {
  float sum = 0;
  for (const auto& column : b.columns) {
    for (const float x : column) sum += x * 0.0f;  // NaN where x is not finite
  }
  return sum == 0 && *std::min_element(b.in_time, b.in_time + kLanes) > 0;
}

Verdict verdict_of(const Block& b, std::size_t i) {
  const bool finite = std::all_of(std::begin(b.columns), std::end(b.columns),
                                  [&](const auto& column) { return std::isfinite(column[i]); });
  if (!finite) return Verdict::out_of_range;
  return b.in_time[i] > 0 ? Verdict::ok : Verdict::past_deadline;
}

}  // namespace

void fill_columns(const Plan& plan, const Terms& terms, std::span<const VaryingTerm> varying, std::size_t count,
                  std::uint8_t* status, std::span<const ColumnOut> out) {
  if (!plan.is_ok()) {
    std::fill_n(status, count, static_cast<std::uint8_t>(plan.verdict));
    for (const ColumnOut& c : out) std::fill_n(c.values, count, kNan);
    return;
  }
  constexpr auto all = std::make_index_sequence<kColumnCount>{};
  Block b;
  evaluate_of_plan(b, plan, all);
  const auto fixed = std::bit_cast<std::array<double, kTermCount>>(terms);
  for (std::size_t t = 0; t < kTermCount; ++t) std::fill_n(b.terms[t], kLanes, fixed[t]);

  for (std::size_t start = 0; start < count; start += kLanes) {
    const std::size_t n = std::min(kLanes, count - start);
    for (const VaryingTerm& v : varying) {
      for (std::size_t i = 0; i < n; ++i) b.terms[v.member][i] = v.values[start + i] * v.scale;
      // Lanes past the end repeat the last point: their results are dropped.
      std::fill(b.terms[v.member] + n, b.terms[v.member] + kLanes, b.terms[v.member][n - 1]);
    }
    evaluate(b, plan, all);
    std::fill_n(status + start, n, static_cast<std::uint8_t>(Verdict::ok));
    for (const ColumnOut& c : out) std::copy_n(b.columns[c.column], n, c.values + start);
    if (all_ok(b)) continue;
    for (std::size_t i = 0; i < n; ++i) {
      const Verdict v = verdict_of(b, i);
      status[start + i] = static_cast<std::uint8_t>(v);
      if (v == Verdict::ok) continue;
      for (const ColumnOut& c : out) c.values[start + i] = kNan;
    }
  }
}

}  // namespace trainsweep::engine
