// How much one claim takes: capped guided self-scheduling with a cap in time.
//
// With R of N items left and P workers a claim takes R / 2P items, at most N / 500P,
// so that one dear region of the grid cannot end up with one worker, and at least
// one. A running estimate of an item's cost keeps a claim from under 2 ms (where messages
// would count; with over 100 workers 20 us for each of them, so that the master is busy
// for a fifth of the time at most), but never by more than N / 50P items, as the estimate
// may be of a cheap region; and it keeps a claim from over 10 s (after which a stop or a
// kill would lose too much). Until there is an estimate, claims are of one item.
//
// Example: 10^6 items of 1 us, 2 workers: the first claims take 1 item, then 2,000.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>

namespace trainsweep {

class ClaimSize {
 public:
  static constexpr double kLeastSeconds = 2e-3;
  static constexpr double kMostSeconds = 10;
  // Five times what a claim takes of the master, both messages together, as measured.
  static constexpr double kSecondsForWorker = 20e-6;

  ClaimSize(std::uint64_t total, std::uint64_t workers)
      : total_(total), workers_(std::max<std::uint64_t>(1, workers)) {}

  // Requires left > 0. `cost`: seconds that an item is likely to take; 0 where nothing is
  // known. The result is 1 to left.
  [[nodiscard]] std::uint64_t next(std::uint64_t left, double cost) const {
    if (cost == 0) return 1;
    const auto guided = std::clamp<double>(static_cast<double>(left / (2 * workers_)), 1,
                                           std::max(1.0, static_cast<double>(total_ / (500 * workers_))));
    const double least_seconds = std::max(kLeastSeconds, kSecondsForWorker * static_cast<double>(workers_));
    const double cap = std::ceil(static_cast<double>(std::min(left / 2, total_ / 50)) / static_cast<double>(workers_));
    const double least = std::min(std::ceil(least_seconds / cost), cap);
    const double most = std::max(1.0, kMostSeconds / cost);
    return std::clamp<std::uint64_t>(static_cast<std::uint64_t>(std::min(std::max(guided, least), most)), 1, left);
  }

  // Seconds that a claim of so many items takes in the mean; 0 while nothing is known.
  [[nodiscard]] double estimate(std::uint64_t items) const {
    return items_ == 0 ? 0 : static_cast<double>(items) * seconds_ / items_;
  }
  // The cost of the next item where items go in ascending order: neighbours cost alike, so
  // the larger of the mean and the recent mean; 0 while nothing is known.
  [[nodiscard]] double cost_in_order() const { return std::max(estimate(1), recent_); }

  // Requires seconds > 0.
  void observe(std::uint64_t items, double seconds) {
    items_ += static_cast<double>(items);
    seconds_ += seconds;
    const double cost = seconds / static_cast<double>(items);
    recent_ = recent_ == 0 ? cost : recent_ + (cost - recent_) / 8;
  }

 private:
  std::uint64_t total_;
  std::uint64_t workers_;
  double items_ = 0;
  double seconds_ = 0;
  double recent_ = 0;
};

}  // namespace trainsweep
