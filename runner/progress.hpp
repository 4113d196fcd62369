// Progress of a sweep for whoever watches: on a terminal a line that renews itself
// twice a second, elsewhere a log line after 10 s and then every 30 s.
//
//   42.0 % of 12.3 M points, 1.2 M/s, 6 s left, 16 of 16 ranks at work
#pragma once

#include <cstdint>
#include <string>

namespace trainsweep {

class Progress {
 public:
  enum class Style { none, terminal, lines };
  // `done` points were there before this start.
  Progress(Style style, std::uint64_t total, std::uint64_t done, int ranks);

  // `now`: seconds since the start. `busy`: ranks that have work.
  void update(double now, std::uint64_t done, int busy);

  // The text of the line.
  [[nodiscard]] std::string line(double now, std::uint64_t done, int busy) const;

 private:
  Style style_;
  std::uint64_t total_, before_;
  int ranks_;
  double next_;
};

// "950", "12.3 k", "4.56 M": three figures.
[[nodiscard]] std::string describe_count(double count);
// "12 s", "3 min 20 s", "5 h 7 min", "2 d 3 h"; "0 s" for what is no time, as of a
// damaged file.
[[nodiscard]] std::string describe_seconds(double seconds);

}  // namespace trainsweep
