#include "engine/money/fleet.hpp"

#include <algorithm>
#include <array>
#include <cmath>

namespace trainsweep::engine {
namespace {

constexpr int kSlices = 20;
constexpr double kRounding = 1e-9;  // of a slice: a limit that is reached holds

// What a member is paid for each number of slices, and how many it may take.
struct Prices {
  std::array<Money, kSlices + 1> paid;
  int most;
};

int most_slices(const FleetTerms& f, const Member& m) {
  if (m.run.usable == 0) return 0;
  const double by_capacity = m.capacity == m.capacity ? m.capacity / (f.runs * m.run.effort) : 1;
  return static_cast<int>(kSlices * std::min({1.0, f.largest_share, by_capacity}) + kRounding);
}

Prices prices(const FleetTerms& f, const Member& m) {
  Prices p{{}, most_slices(f, m)};
  for (int n = 0; n <= p.most; ++n) {
    const double runs = f.runs * n / kSlices;
    p.paid[n] = paid_for(m.spend, runs * m.run.spending) + runs * m.run.beside + m.run.entry;
  }
  return p;
}

// Another's deal need not be signed.
Prices prices_unbound(const FleetTerms& f, const Member& m) {
  Prices p = prices(f, m);
  p.paid[0] = Money{};
  return p;
}

}  // namespace

Fleet best_split(const FleetTerms& f, const Member& own, const Member& other, const Member& third) {
  const Prices a = prices(f, own), b = prices_unbound(f, other), c = prices_unbound(f, third);
  Fleet best{};
  Money least{};
  for (int i = a.most; i >= 0; --i) {
    for (int j = std::min(b.most, kSlices - i); j >= 0; --j) {
      const int k = kSlices - i - j;
      if (k > c.most) break;
      const double available = i * own.availability + j * other.availability + k * third.availability;
      const Money paid = a.paid[i] + b.paid[j] + c.paid[k];
      const bool allowed = available + kRounding >= kSlices * f.least_availability;
      if (!allowed || (best.possible != 0 && !(paid < least))) continue;
      least = paid;
      best = {1, 1.0 * i / kSlices, 1.0 * j / kSlices, 1.0 * k / kSlices, a.paid[i], b.paid[j], c.paid[k]};
    }
  }
  return best;
}

}  // namespace trainsweep::engine
