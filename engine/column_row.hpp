// Column rows: how a column is written down, and the units that rows name beside those of
// quantity.hpp. See columns.hpp.
#pragma once

#include <type_traits>

#include "engine/account.hpp"

namespace trainsweep::engine {

template <class Unit, class F>
struct ColumnRow {
  Column column;
  Unit unit;
  F formula;

  // What the formula depends on: nothing where it is the same for all points of a plan.
  static constexpr PartSet kReach = Formula<F>::template reach<AccountFlow>();

  // Times one over the unit, since a division by it is ten times as slow.
  template <class From>
  [[nodiscard]] constexpr double value(const From& from) const {
    return as_number(Formula<F>::call(formula, from), 1 / unit);
  }

 private:
  template <class V, class PerUnit>
  [[nodiscard]] static constexpr double as_number(V v, PerUnit per_unit) {
    static_assert(std::is_same_v<decltype(v * per_unit), double>, "the unit's dimension must be the formula's");
    return v * per_unit;
  }
};

template <class Unit, class F>
constexpr auto column(Column c, Unit unit, F formula) {
  return ColumnRow<Unit, F>{c, unit, formula};
}

inline constexpr std::array<std::string_view, 2> kFlagNames{"no", "yes"};
inline constexpr std::array<std::string_view, 2> kModelClassNames{"dense", "experts"};
inline constexpr double kNumber = 1;
inline constexpr HourlyPrice kUsdPerHour = usd / hour;
inline constexpr auto kPerSecond = 1 / second;
inline constexpr auto kUsdPerTeraflop = usd / teraflop_per_second;

}  // namespace trainsweep::engine
