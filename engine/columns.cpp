#include "engine/columns.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>

#include "engine/status.hpp"

namespace trainsweep::engine {
namespace {

constexpr std::size_t kLanes = 128;  // points computed together: their numbers stay in the cache
constexpr std::size_t kPack = 16;    // in whole packs, as wide as the widest register
constexpr std::size_t kPlaces = AccountFlow::kPlaces;
constexpr std::size_t kNumbers = AccountFlow::offset(kPlaces);

constexpr float kNan = std::numeric_limits<float>::quiet_NaN();
constexpr auto kOutOfRange = static_cast<std::uint8_t>(Verdict::out_of_range);

template <class... D>
constexpr PartSet reach_of(Demands<D...>) {
  return (Formula<decltype(D::holds)>::template reach<AccountFlow>() | ... | PartSet{0});
}
constexpr std::array<PartSet, kPlaces> kReach = AccountFlow::reaches();
constexpr auto kColumnReach =
    std::apply([](const auto&... row) { return std::array<PartSet, kColumnCount>{row.kReach...}; }, kColumns);

bool is_finite(float x) { return std::abs(x) <= std::numeric_limits<float>::max(); }

using ColumnNumbers = std::make_index_sequence<kColumnCount>;

// The terms and parts of some points: a row a double, a lane a point.
struct Block {
  alignas(64) double rows[kNumbers][kLanes];
  alignas(64) float column[kLanes];  // of a block that is not full
};

// One point of a block, as a formula reads it.
struct Lane {
  const Block& block;
  const Plan& plan;
  std::size_t i;

  template <class P>
  [[nodiscard]] decltype(auto) get() const {
    if constexpr (std::is_base_of_v<P, Plan>) {
      return (plan);
    } else {
      constexpr std::size_t place = AccountFlow::place<P>();
      return read<P, AccountFlow::offset(place)>(std::make_index_sequence<AccountFlow::kWidths[place]>{});
    }
  }

 private:
  template <class P, std::size_t First, std::size_t... I>
  [[nodiscard]] P read(std::index_sequence<I...>) const {
    return {block.rows[First + I][i]...};
  }
};

// The loops below are straight-line arithmetic over arrays: inlined into fill_block, the
// compiler runs many lanes at once, in the widest registers that the machine has.
// Without contraction all widths give the same bits.
#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__)
#define TRAINSWEEP_WIDEST __attribute__((flatten, target_clones("arch=x86-64-v4", "arch=x86-64-v3", "default")))
#else
#define TRAINSWEEP_WIDEST
#endif

template <auto make>
void make_lane(Block& b, const Plan& plan, std::size_t i) {
  using Maker = Formula<decltype(make)>;
  constexpr std::size_t place = AccountFlow::place<typename Maker::Result>();
  constexpr std::size_t width = AccountFlow::kWidths[place];
  const auto numbers = members<width>(Maker::call(make, Lane{b, plan, i}));
  for (std::size_t m = 0; m < width; ++m) b.rows[AccountFlow::offset(place) + m][i] = numbers[m];
}

template <auto make>
void make_part(Block& b, const Plan& plan, std::size_t lanes) {
  for (std::size_t i = 0; i < lanes; ++i) make_lane<make>(b, plan, i);
}

template <auto needs>
bool any_needs(const Block& b, const Plan& plan, std::size_t lanes) {
  unsigned found = 0;
  for (std::size_t lane = 0; lane < lanes; ++lane) {
    found |= Formula<decltype(needs)>::call(needs, Lane{b, plan, lane}) ? 1u : 0u;
  }
  return found != 0;
}

template <auto make>
void make_part_for(Block& b, const Plan& plan, std::size_t lanes) {
  if constexpr (requires { make.kDear; }) {
    any_needs<make.kNeeds>(b, plan, lanes) ? make_part<make.kDear>(b, plan, lanes) : make_part<make.kCheap>(b, plan, lanes);
  } else if constexpr (!requires { make.kAlone; }) {
    make_part<make>(b, plan, lanes);
  } else if (plan.has_partners()) {
    for (std::size_t lane = 0; lane < lanes; ++lane) make_lane<make.kShared>(b, plan, lane);
  } else {
    make_part<make.kAlone>(b, plan, lanes);
  }
}

// Returns whether all values are finite.
template <std::size_t I>
bool fill_column(const Block& b, const Plan& plan, std::size_t lanes, float* values) {
  unsigned bad = 0;
  for (std::size_t i = 0; i < lanes; ++i) {
    const auto value = static_cast<float>(std::get<I>(kColumns).value(Lane{b, plan, i}));
    values[i] = value;
    bad |= is_finite(value) ? 0u : 1u;
  }
  return bad == 0;
}

// What is to do for each block of a call of fill_columns.
struct Request {
  const Plan& plan;
  std::span<const VaryingTerm> varying;
  PartSet parts;                             // that differ from point to point
  std::array<float*, kColumnCount> columns;  // those that differ; null for the others
  std::span<const ColumnOut> all_columns;
  std::uint8_t* status;
  bool demands_move;        // whether demands may hold for some points only; else they hold for all
  std::uint8_t status_met;  // of points that meet all demands, unless one of `columns` is not finite
};

// Lanes past the last point repeat it: what comes of them is dropped.
void load_terms(Block& b, std::span<const VaryingTerm> varying, std::size_t start, std::size_t n, std::size_t lanes) {
  for (const VaryingTerm& v : varying) {
    double* const row = b.rows[v.member];
    for (std::size_t i = 0; i < n; ++i) row[i] = v.values[start + i] * v.scale;
    std::fill(row + n, row + lanes, row[n - 1]);
  }
}

void judge(const Block& b, const Request& r, std::size_t start, std::size_t n, bool all_finite) {
  std::uint8_t* const status = r.status + start;
  const std::uint8_t of_others = r.status_met;
  if (r.demands_move) {
    with_demands(r.plan, [&](auto demands) {
      for (std::size_t i = 0; i < n; ++i) {
        const std::uint8_t unmet = first_unmet(demands, Lane{b, r.plan, i});
        status[i] = unmet == 0 ? of_others : unmet;
      }
    });
  } else {
    std::fill_n(status, n, of_others);
  }
  for (const float* column : r.columns) {
    if (all_finite || column == nullptr) continue;
    for (std::size_t i = 0; i < n; ++i) {
      if (!is_finite(column[start + i]) && status[i] == kOk) status[i] = kOutOfRange;
    }
  }
  unsigned failed = 0;
  for (std::size_t i = 0; i < n; ++i) failed |= status[i] != kOk ? 1u : 0u;
  if (failed == 0) return;
  for (const ColumnOut& c : r.all_columns) {
    for (std::size_t i = 0; i < n; ++i) c.values[start + i] = status[i] == kOk ? c.values[start + i] : kNan;
  }
}

TRAINSWEEP_WIDEST void fill_block(Block& b, const Request& r, std::size_t start, std::size_t n) {
  const Plan plan = r.plan;  // a copy: what may alias the columns cannot be hoisted
  const std::size_t lanes = (n + kPack - 1) / kPack * kPack;
  load_terms(b, r.varying, start, n, lanes);
  AccountFlow::for_each_part([&]<auto make>(std::size_t place) {
    if ((r.parts >> place & 1) != 0) make_part_for<make>(b, plan, lanes);
  });
  bool all_finite = true;
  const auto fill = [&]<std::size_t I>() {
    if constexpr (std::get<I>(kColumns).kReach == 0) return;  // of the plan alone
    if (r.columns[I] == nullptr) return;
    float* const to = r.columns[I] + start;
    all_finite &= fill_column<I>(b, plan, lanes, n == lanes ? to : b.column);
    if (n < lanes) std::copy_n(b.column, n, to);
  };
  [&]<std::size_t... I>(std::index_sequence<I...>) { (fill.template operator()<I>(), ...); }
  (ColumnNumbers{});
  judge(b, r, start, n, all_finite);
}

TRAINSWEEP_WIDEST void fill_still(float* values, std::size_t count, float value) { std::fill_n(values, count, value); }

void fill_all(std::uint8_t* status, std::span<const ColumnOut> out, std::size_t count, std::uint8_t verdict) {
  std::fill_n(status, count, verdict);
  for (const ColumnOut& c : out) std::fill_n(c.values, count, kNan);
}

template <std::size_t... I>
std::array<float, kColumnCount> values_of(const AccountFlow::Values& v, std::index_sequence<I...>) {
  return {static_cast<float>(std::get<I>(kColumns).value(v))...};
}

// Of the places in `wanted`, those whose numbers hold for all points: parts that none of
// the moving terms reaches, and terms (of a moving one the members that do not).
PartSet still_places(PartSet wanted, PartSet moving) {
  PartSet still = 0;
  for (std::size_t i = 0; i < kPlaces; ++i) {
    const bool holds = i < AccountFlow::kTerms || (kReach[i] & moving) == 0;
    if (holds) still |= wanted & PartSet{1} << i;
  }
  return still;
}

// Gives all lanes the numbers of some places.
void spread(Block& b, const Terms& terms, const Account& account, PartSet places, std::size_t lanes) {
  const auto of_terms = std::bit_cast<std::array<double, AccountFlow::offset(AccountFlow::kTerms)>>(terms);
  const auto of_account = std::bit_cast<std::array<double, kNumbers - of_terms.size()>>(account);
  for (std::size_t i = 0; i < kPlaces; ++i) {
    if ((places >> i & 1) == 0) continue;
    for (std::size_t row = AccountFlow::offset(i); row < AccountFlow::offset(i + 1); ++row) {
      std::fill_n(b.rows[row], lanes, row < of_terms.size() ? of_terms[row] : of_account[row - of_terms.size()]);
    }
  }
}

}  // namespace

void fill_columns(const Plan& plan, const Terms& terms, std::span<const VaryingTerm> varying, std::size_t count,
                  std::uint8_t* status, std::span<const ColumnOut> out) {
  if (!plan.is_ok()) return fill_all(status, out, count, static_cast<std::uint8_t>(plan.verdict));
  const PartSet demanded = with_demands(plan, [](auto demands) { return reach_of(demands); });
  PartSet moving = 0, wanted = demanded;
  for (const VaryingTerm& v : varying) moving |= PartSet{1} << AccountFlow::place_of(v.member);
  for (const ColumnOut& c : out) wanted |= kColumnReach[c.column];

  // What is the same for all points is computed once; such columns are stored in one sweep
  // each, and not block by block beside all others: memory likes that better.
  const Account still = account(plan, terms);
  const AccountFlow::Values known{plan, terms, still};
  const bool demands_move = (demanded & moving) != 0;
  const std::uint8_t unmet = with_demands(plan, [&](auto demands) { return first_unmet(demands, known); });
  if (!demands_move && unmet != 0) return fill_all(status, out, count, unmet);
  const auto still_values = values_of(known, ColumnNumbers{});
  const PartSet still_wanted = still_places(wanted, moving);
  Request r{plan, varying, wanted & ~still_wanted, {}, out, status, demands_move, kOk};
  for (const ColumnOut& c : out) {
    if ((kColumnReach[c.column] & moving) != 0) {
      r.columns[c.column] = c.values;
    } else {
      fill_still(c.values, count, still_values[c.column]);
      if (!is_finite(still_values[c.column])) r.status_met = kOutOfRange;
    }
  }

  Block b;
  spread(b, terms, still, still_wanted, std::min(kLanes, (count + kPack - 1) / kPack * kPack));
  for (std::size_t start = 0; start < count; start += kLanes) fill_block(b, r, start, std::min(kLanes, count - start));
}

}  // namespace trainsweep::engine
