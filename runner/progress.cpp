#include "runner/progress.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "runner/log.hpp"

namespace trainsweep {
namespace {

constexpr double kTerminalPace = 0.5;
constexpr double kFirstLine = 10;
constexpr double kLinePace = 30;

}  // namespace

Progress::Progress(Style style, std::uint64_t total, std::uint64_t done, int ranks)
    : style_(style),
      total_(total),
      before_(done),
      ranks_(ranks),
      next_(style == Style::terminal ? kTerminalPace : kFirstLine) {}

void Progress::update(double now, std::uint64_t done, int busy) {
  if (style_ == Style::none || now < next_) return;
  next_ = now + (style_ == Style::terminal ? kTerminalPace : kLinePace);
  if (style_ == Style::terminal) {
    show_status_line(line(now, done, busy));
  } else {
    log_info(line(now, done, busy));
  }
}

std::string Progress::line(double now, std::uint64_t done, int busy) const {
  const double rate = now > 0 ? static_cast<double>(done - before_) / now : 0;
  const std::string left = rate > 0 ? describe_seconds(static_cast<double>(total_ - done) / rate) + " left" : "no point yet";
  return fmt::format("{:.1f} % of {} points, {}/s, {}, {} of {} ranks at work",
                     100 * static_cast<double>(done) / static_cast<double>(std::max<std::uint64_t>(1, total_)),
                     describe_count(static_cast<double>(total_)), describe_count(rate), left, busy, ranks_);
}

std::string describe_count(double count) {
  constexpr const char* kPrefixes[] = {"", " k", " M", " G", " T", " P", " E"};
  std::size_t prefix = 0;
  while (count >= 999.5 && prefix + 1 < std::size(kPrefixes)) {
    count /= 1000;
    ++prefix;
  }
  const int decimals = prefix == 0 || count >= 99.95 ? 0 : count >= 9.995 ? 1 : 2;
  return fmt::format("{:.{}f}{}", count, decimals, kPrefixes[prefix]);
}

std::string describe_seconds(double seconds) {
  const auto s = seconds > 0 ? static_cast<std::uint64_t>(std::min(std::ceil(seconds), 1e15)) : 0;
  if (s < 60) return fmt::format("{} s", s);
  if (s < 3600) return fmt::format("{} min {} s", s / 60, s % 60);
  if (s < 86400) return fmt::format("{} h {} min", s / 3600, s % 3600 / 60);
  return fmt::format("{} d {} h", s / 86400, s % 86400 / 3600);
}

}  // namespace trainsweep
