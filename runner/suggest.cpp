#include "runner/suggest.hpp"

#include <algorithm>

#include "runner/diagnostics.hpp"

namespace trainsweep {
namespace {

constexpr std::size_t kMostListed = 8;
constexpr std::size_t kMostBegun = 4;
constexpr std::size_t kLeastBegun = 3;     // characters that a beginning must have
constexpr std::size_t kLongestName = 200;  // a longer one is no misspelling

char folded(char c) {
  if (c >= 'A' && c <= 'Z') return static_cast<char>(c - 'A' + 'a');
  return c == '-' ? '_' : c;
}

}  // namespace

std::size_t edit_distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> before(b.size() + 1), last(b.size() + 1), row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) last[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const bool same = folded(a[i - 1]) == folded(b[j - 1]);
      row[j] = std::min({last[j] + 1, row[j - 1] + 1, last[j - 1] + (same ? 0 : 1)});
      const bool swapped =
          i > 1 && j > 1 && folded(a[i - 1]) == folded(b[j - 2]) && folded(a[i - 2]) == folded(b[j - 1]);
      if (swapped) row[j] = std::min(row[j], before[j - 2] + 1);
    }
    std::swap(before, last);
    std::swap(last, row);
  }
  return last[b.size()];
}

std::string_view nearest(std::string_view name, std::span<const std::string_view> known) {
  if (name.size() > kLongestName) return {};
  std::string_view best;
  std::size_t least = std::max<std::size_t>(1, name.size() / 3) + 1;
  for (const std::string_view candidate : known) {
    if (candidate.size() > kLongestName) continue;
    const std::size_t distance = edit_distance(name, candidate);
    if (distance < least) {
      least = distance;
      best = candidate;
    }
  }
  return best;
}

std::string suggestion(std::string_view name, std::span<const std::string_view> known, std::string_view otherwise) {
  std::vector<std::string_view> begun;
  for (const std::string_view candidate : known) {
    if (candidate.starts_with(name)) begun.push_back(candidate);
  }
  const std::string_view near = nearest(name, known);
  const bool is_all_but_typed = near.size() == name.size() + 1 && near.starts_with(name);
  if (name.size() >= kLeastBegun && !begun.empty() && begun.size() <= kMostBegun && !is_all_but_typed) {
    return "use " + ticked_list(begun, "or");
  }
  if (!near.empty()) return "use " + ticked(near);
  if (!known.empty() && known.size() <= kMostListed) {
    return (known.size() == 1 ? "known is " : "known are ") + ticked_list({known.begin(), known.end()});
  }
  return std::string(otherwise);
}

}  // namespace trainsweep
