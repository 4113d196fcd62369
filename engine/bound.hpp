// A table row that ties a Property, as the outside knows it, to the typed member
// that holds it inside. A new property is one member and one row beside it:
//
//   bind<&Chip::bf16_peak, kTeraflopPerSecond>({.name = "bf16_tflops", .unit = "TFLOP/s", ...})
//
// reads "the member holds this number times one TFLOP/s". The unit's dimension
// must be the member's, or the row does not compile.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <span>
#include <type_traits>
#include <utility>

#include "engine/engine.hpp"
#include "engine/quantity.hpp"

namespace trainsweep::engine {

// The index of a record in its catalogue; NaN where none is named.
struct Reference {
  double index = kNotSet;
  [[nodiscard]] constexpr bool is_set() const { return index == index; }
  [[nodiscard]] constexpr std::size_t get() const { return static_cast<std::size_t>(index); }
};

template <class R>
struct Bound {
  Property property;
  void (*set)(R&, double) = nullptr;  // null for text, which stays outside
};

template <class M>
struct MemberOf;
template <class R, class V>
struct MemberOf<V R::*> {
  using Owner = R;
  using Value = V;
};

// The unit of a plain number. (A double would do, but clang before 18 takes none as an
// argument of a template.)
struct One {
  friend constexpr double operator*(double number, One) { return number; }
};

// `Unit` is a Quantity of the member's dimension; a plain double member takes none.
template <auto Member, auto Unit = One{}>
constexpr auto bind(Property property) {
  using Owner = typename MemberOf<decltype(Member)>::Owner;
  using Value = typename MemberOf<decltype(Member)>::Value;
  return Bound<Owner>{property, [](Owner& owner, double number) {
                        if constexpr (std::is_same_v<Value, Reference>) {
                          owner.*Member = Reference{number};
                        } else {
                          static_assert(std::is_same_v<decltype(number * Unit), Value>,
                                        "the unit's dimension must be the member's");
                          owner.*Member = number * Unit;
                        }
                      }};
}

template <class R>
constexpr Bound<R> text(Property property) {
  property.kind = Kind::text;
  return {property, nullptr};
}

// The Property part of a table, in a form that a Schema can point to.
template <class R, std::size_t N>
constexpr std::array<Property, N> properties(const std::array<Bound<R>, N>& rows) {
  std::array<Property, N> out{};
  for (std::size_t i = 0; i < N; ++i) out[i] = rows[i].property;
  return out;
}

// The rows of a base as rows of what derives from it.
template <class R, const auto& Table>
constexpr auto inherited() {
  constexpr auto row = []<std::size_t I>() {
    return Bound<R>{Table[I].property, [](R& owner, double number) { Table[I].set(owner, number); }};
  };
  return [&]<std::size_t... I>(std::index_sequence<I...>) { return std::array{row.template operator()<I>()...}; }
  (std::make_index_sequence<std::tuple_size_v<std::remove_cvref_t<decltype(Table)>>>{});
}

// One table after the other.
template <class Row, std::size_t... N>
constexpr auto joined(const std::array<Row, N>&... tables) {
  std::array<Row, (N + ...)> all{};
  auto end = all.begin();
  ((end = std::copy(tables.begin(), tables.end(), end)), ...);
  return all;
}

// How many rows of a table have a member: a struct whose members are all as wide
// as a double must be this many doubles, or a row is missing. (Asked of the kind, not
// of `set`: under -fsanitize=undefined gcc 12 compares no function pointers at compile
// time, bug 71962.)
template <class R, std::size_t N>
constexpr std::size_t bound_members(const std::array<Bound<R>, N>& rows) {
  std::size_t n = 0;
  for (const Bound<R>& row : rows) n += row.property.kind != Kind::text ? 1 : 0;
  return n;
}

// A typed record from the numbers of its row, in table order.
template <class R, std::size_t N>
R make(const std::array<Bound<R>, N>& rows, std::span<const double> values) {
  R record{};
  for (std::size_t i = 0; i < N; ++i) {
    if (rows[i].set != nullptr) rows[i].set(record, values[i]);
  }
  return record;
}

}  // namespace trainsweep::engine
