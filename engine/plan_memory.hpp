// PlanMemory: searches that points of several offers have in common. A point whose work may
// be split (money/fleet.hpp) needs the plan of each of its offers, and any two offers meet
// in many points: each is searched once.
//
// Example: three offers, each beside each of three others, are nine points and eighteen
// plans, but three searches.
#pragma once

#include <cstdint>
#include <map>
#include <mutex>
#include <optional>
#include <vector>

#include "engine/plan.hpp"

namespace trainsweep::engine {

class PlanMemory {
 public:
  // Everything that the plan stage can tell apart.
  using Key = std::vector<std::uint64_t>;

  // The plan of `key`, by make() where it is not known. Calls may run in parallel.
  template <class Make>
  Plan find_or(const Key& key, Make&& make) {
    if (const std::optional<Plan> known = find(key)) return *known;
    const Plan made = make();
    const std::lock_guard lock(mutex_);
    if (plans_.size() >= kMost) plans_.clear();
    plans_.emplace(key, made);
    return made;
  }

 private:
  static constexpr std::size_t kMost = 4096;  // a few megabytes

  std::optional<Plan> find(const Key& key) {
    const std::lock_guard lock(mutex_);
    const auto at = plans_.find(key);
    return at == plans_.end() ? std::nullopt : std::optional<Plan>(at->second);
  }

  std::mutex mutex_;
  std::map<Key, Plan> plans_;
};

}  // namespace trainsweep::engine
