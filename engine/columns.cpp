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
  alignas(64) double lateness[kLanes];  // 0 in time, 1 past the deadline
  alignas(64) float poison[kLanes];     // 0, or NaN where a column is not finite
};

template <std::size_t... I>
Terms lane(const Block& b, std::size_t i, std::index_sequence<I...>) {
  return {b.terms[I][i]...};
}

// Writes one column of lane `i`; returns 0, or NaN where it is not finite.
template <std::size_t I>
float store(Block& b, std::size_t i, const Plan& plan, const Account& a) {
  constexpr const auto& row = std::get<I>(kColumns);
  if constexpr (row.kOfPlan) {
    return 0;
  } else {
    const auto value = static_cast<float>(row.value(plan, a));
    b.columns[I][i] = value;
    return value * 0.0f;
  }
}

// Straight-line arithmetic over arrays of fixed size: the compiler runs many lanes at
// once, in the widest registers that the machine has. Without contraction all widths
// give the same bits.
#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__)
#define TRAINSWEEP_WIDEST __attribute__((flatten, target_clones("arch=x86-64-v4", "arch=x86-64-v3", "default")))
#else
#define TRAINSWEEP_WIDEST
#endif

template <std::size_t... I>
void evaluate_lanes(Block& b, const Plan& given, std::index_sequence<I...>) {
  const Plan plan = given;  // a copy: what may alias the columns cannot be hoisted
  for (std::size_t i = 0; i < kLanes; ++i) {
    const Account a = account(plan, lane(b, i, std::make_index_sequence<kTermCount>{}));
    b.poison[i] = (store<I>(b, i, plan, a) + ...);
    b.lateness[i] = a.in_time ? 0.0 : 1.0;
  }
}

TRAINSWEEP_WIDEST void evaluate(Block& b, const Plan& plan) {
  evaluate_lanes(b, plan, std::make_index_sequence<kColumnCount>{});
}

// Which columns are the same for all points of a plan, and their values.
constexpr auto kOfPlan =
    std::apply([](const auto&... row) { return std::array<bool, kColumnCount>{row.kOfPlan...}; }, kColumns);

template <std::size_t I>
float value_of_plan(const Plan& plan) {
  constexpr const auto& row = std::get<I>(kColumns);
  return row.kOfPlan ? static_cast<float>(row.value(plan, Account{})) : 0;
}

template <std::size_t... I>
std::array<float, kColumnCount> values_of_plan(const Plan& plan, std::index_sequence<I...>) {
  return {value_of_plan<I>(plan)...};
}

// Marks the lanes that are not ok; whether there are any.
bool mark_failures(const Block& b, bool plan_is_finite, std::size_t count, std::uint8_t* status) {
  bool any = false;
  for (std::size_t i = 0; i < count; ++i) {
    const bool finite = plan_is_finite && b.poison[i] == 0;
    const Verdict v = !finite ? Verdict::out_of_range : b.lateness[i] > 0 ? Verdict::past_deadline : Verdict::ok;
    status[i] = static_cast<std::uint8_t>(v);
    any |= v != Verdict::ok;
  }
  return any;
}

}  // namespace

void fill_columns(const Plan& plan, const Terms& terms, std::span<const VaryingTerm> varying, std::size_t count,
                  std::uint8_t* status, std::span<const ColumnOut> out) {
  if (!plan.is_ok()) {
    std::fill_n(status, count, static_cast<std::uint8_t>(plan.verdict));
    for (const ColumnOut& c : out) std::fill_n(c.values, count, kNan);
    return;
  }
  Block b;
  const auto of_plan = values_of_plan(plan, std::make_index_sequence<kColumnCount>{});
  const bool plan_is_finite = std::all_of(of_plan.begin(), of_plan.end(), [](float x) { return std::isfinite(x); });
  // In one sweep each, and not block by block beside all others: memory likes that better.
  for (const ColumnOut& c : out) {
    if (kOfPlan[c.column]) std::fill_n(c.values, count, of_plan[c.column]);
  }
  const auto fixed = std::bit_cast<std::array<double, kTermCount>>(terms);
  for (std::size_t t = 0; t < kTermCount; ++t) std::fill_n(b.terms[t], kLanes, fixed[t]);

  for (std::size_t start = 0; start < count; start += kLanes) {
    const std::size_t n = std::min(kLanes, count - start);
    for (const VaryingTerm& v : varying) {
      for (std::size_t i = 0; i < n; ++i) b.terms[v.member][i] = v.values[start + i] * v.scale;
      // Lanes past the end repeat the last point: their results are dropped.
      std::fill(b.terms[v.member] + n, b.terms[v.member] + kLanes, b.terms[v.member][n - 1]);
    }
    evaluate(b, plan);
    for (const ColumnOut& c : out) {
      if (!kOfPlan[c.column]) std::copy_n(b.columns[c.column], n, c.values + start);
    }
    if (!mark_failures(b, plan_is_finite, n, status + start)) continue;
    for (std::size_t i = 0; i < n; ++i) {
      if (status[start + i] == kOk) continue;
      for (const ColumnOut& c : out) c.values[start + i] = kNan;
    }
  }
}

}  // namespace trainsweep::engine
