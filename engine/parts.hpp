// Parts: what the account stage is made of. A part is a small struct of doubles and a
// plain function that makes it; what the function reads stands in its signature, and
// nowhere else:
//
//   struct Renting { HourlyPrice chip_hour; Money rent; };
//   Renting renting(const Price& price, const Training& training);
//
// So the compiler knows, for each formula, which terms it depends on, however
// indirectly. Whoever fills many points at once (columns.cpp) makes only the parts that
// the columns asked for need, and makes what no changing term reaches only once: a part
// that nobody asks for costs nothing.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <tuple>
#include <type_traits>
#include <utility>

#include "engine/plan.hpp"

namespace trainsweep::engine {

// One struct of all of P: it can be passed where any of them is wanted.
template <class... P>
struct Joined : P... {};

// The members of a part as plain doubles. Spelled out: through std::bit_cast gcc 12 does
// not always see that they are numbers in registers, and vectorizes nothing around it.
template <std::size_t N, class P>
constexpr std::array<double, N> members(const P& part) {
  static_assert(N <= 8, "split the part: parts are small");
  constexpr auto number = [](auto value) {
    if constexpr (std::is_same_v<decltype(value), double>) {
      return value;
    } else {
      return value.base;
    }
  };
  if constexpr (N == 1) {
    const auto& [a] = part;
    return std::array{number(a)};
  } else if constexpr (N == 2) {
    const auto& [a, b] = part;
    return std::array{number(a), number(b)};
  } else if constexpr (N == 3) {
    const auto& [a, b, c] = part;
    return std::array{number(a), number(b), number(c)};
  } else if constexpr (N == 4) {
    const auto& [a, b, c, d] = part;
    return std::array{number(a), number(b), number(c), number(d)};
  } else if constexpr (N == 5) {
    const auto& [a, b, c, d, e] = part;
    return std::array{number(a), number(b), number(c), number(d), number(e)};
  } else if constexpr (N == 6) {
    const auto& [a, b, c, d, e, f] = part;
    return std::array{number(a), number(b), number(c), number(d), number(e), number(f)};
  } else if constexpr (N == 7) {
    const auto& [a, b, c, d, e, f, g] = part;
    return std::array{number(a), number(b), number(c), number(d), number(e), number(f), number(g)};
  } else if constexpr (N == 8) {
    const auto& [a, b, c, d, e, f, g, h] = part;
    return std::array{number(a), number(b), number(c), number(d), number(e), number(f), number(g), number(h)};
  }
}

// A set of terms and parts: bit i is the one of place i (see Flow::place).
using PartSet = std::uint64_t;

// A function or a lambda without captures that reads parts: R(const In&...).
template <class F>
struct Formula : Formula<decltype(+std::declval<F>())> {};
template <class R, class... In>
struct Formula<R (*)(const In&...)> {
  using Result = R;

  // `from` gives each part that the formula reads: from.get<In>().
  template <class F, class From>
  static constexpr R call(const F& formula, const From& from) {
    return formula(from.template get<In>()...);
  }
  // All that the formula depends on, directly or not; the plan is always there.
  template <class Flow>
  static constexpr PartSet reach() {
    return (Flow::template reach<In>() | ... | PartSet{0});
  }
};

// Two ways to one part: `Shared` where the plan has partners, which may branch and call and is
// run point by point, else `Alone`, of the same or fewer parts, which vectorizes.
template <auto Alone, auto Shared>
struct Forked {
  static constexpr auto kAlone = Alone;
  static constexpr auto kShared = Shared;
};
template <auto Alone, auto Shared>
struct Formula<Forked<Alone, Shared>> : Formula<decltype(Shared)> {
  template <class From>
  static constexpr auto call(Forked<Alone, Shared>, const From& from) {
    return from.template get<Plan>().has_partners() ? Formula<decltype(Shared)>::call(Shared, from)
                                                    : Formula<decltype(Alone)>::call(Alone, from);
  }
};

template <auto Alone, auto Shared>
struct Formula<const Forked<Alone, Shared>> : Formula<Forked<Alone, Shared>> {};

// A dear part that few sweeps ask for: `Dear` for all points of a block where any of them
// `Needs` it, else `Cheap`, which must give a point that does not need it the same.
template <auto Needs, auto Dear, auto Cheap>
struct Seldom {
  static constexpr auto kNeeds = Needs;
  static constexpr auto kDear = Dear;
  static constexpr auto kCheap = Cheap;
};
template <auto Needs, auto Dear, auto Cheap>
struct Formula<Seldom<Needs, Dear, Cheap>> : Formula<decltype(Dear)> {
  template <class From>
  static constexpr auto call(Seldom<Needs, Dear, Cheap>, const From& from) {
    return Formula<decltype(Dear)>::call(Dear, from);
  }
};
template <auto Needs, auto Dear, auto Cheap>
struct Formula<const Seldom<Needs, Dear, Cheap>> : Formula<Seldom<Needs, Dear, Cheap>> {};

// Terms, and the functions that make the parts from them: each after those that it reads.
template <class Terms, auto... Make>
struct Flow;
template <class... T, auto... Make>
struct Flow<Joined<T...>, Make...> {
  using Terms = Joined<T...>;
  using Account = Joined<typename Formula<decltype(Make)>::Result...>;

  static constexpr std::size_t kTerms = sizeof...(T);
  static constexpr std::size_t kPlaces = kTerms + sizeof...(Make);
  static_assert(kPlaces <= 64, "a PartSet has 64 bits");

  // Doubles of each term and part, in order of place.
  static constexpr std::array<std::size_t, kPlaces> kWidths{
      sizeof(T) / sizeof(double)..., sizeof(typename Formula<decltype(Make)>::Result) / sizeof(double)...};
  static_assert((... && (sizeof(T) % sizeof(double) == 0)) && sizeof(Account) % sizeof(double) == 0);

  // Where the doubles of a place begin when all stand in a row; of kPlaces: their number.
  static constexpr std::size_t offset(std::size_t place) {
    std::size_t sum = 0;
    for (std::size_t i = 0; i < place; ++i) sum += kWidths[i];
    return sum;
  }

  // Terms first, then parts, as listed.
  template <class P>
  static constexpr std::size_t place() {
    constexpr std::array<bool, kPlaces> is_it{std::is_same_v<P, T>...,
                                              std::is_same_v<P, typename Formula<decltype(Make)>::Result>...};
    std::size_t i = 0;
    while (i < kPlaces && !is_it[i]) ++i;
    return i;
  }

  // P itself and all that it depends on.
  template <class P>
  static constexpr PartSet reach() {
    if constexpr (std::is_base_of_v<P, Plan>) {
      return 0;
    } else {
      constexpr std::size_t i = place<P>();
      static_assert(i < kPlaces, "a formula reads the plan, terms and listed parts");
      PartSet reached = PartSet{1} << i;
      if constexpr (i >= kTerms) {
        using Maker = std::tuple_element_t<i - kTerms, std::tuple<Formula<decltype(Make)>...>>;
        reached |= Maker::template reach<Flow>();
      }
      return reached;
    }
  }

  // The reach of each place.
  static constexpr std::array<PartSet, kPlaces> reaches() {
    return {reach<T>()..., reach<typename Formula<decltype(Make)>::Result>()...};
  }

  // The place that has the double number `row` of those that stand in a row.
  static constexpr std::size_t place_of(std::size_t row) {
    std::size_t i = 0;
    while (offset(i + 1) <= row) ++i;
    return i;
  }

  // One point's plan, terms and parts, as a formula reads them.
  struct Values {
    const Plan& plan;
    const Terms& terms;
    const Account& account;

    template <class P>
    [[nodiscard]] constexpr const P& get() const {
      if constexpr (std::is_base_of_v<P, Plan>) {
        return plan;
      } else if constexpr (std::is_base_of_v<P, Terms>) {
        return terms;
      } else {
        return account;
      }
    }
  };

  // Calls visit.operator()<Make>(place) for each part, in order.
  template <class Visit>
  static constexpr void for_each_part(Visit&& visit) {
    std::size_t i = kTerms;
    (visit.template operator()<Make>(i++), ...);
  }
};

}  // namespace trainsweep::engine
