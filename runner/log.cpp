#include "runner/log.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <ctime>

namespace trainsweep {
namespace {

// A status line stands on the terminal and must give way to the next line.
std::atomic<bool> status_line_stands{false};

// One write a line, so that lines of several ranks do not mix.
void put(std::string_view text) {
  while (!text.empty()) {
    const ssize_t done = write(STDERR_FILENO, text.data(), text.size());
    if (done <= 0) return;
    text.remove_prefix(static_cast<std::size_t>(done));
  }
}

void put_line(std::string_view kind, std::string_view text) {
  const std::time_t now = std::time(nullptr);
  std::tm parts{};
  localtime_r(&now, &parts);
  std::array<char, 16> time{};
  std::strftime(time.data(), time.size(), "%H:%M:%S", &parts);
  const char* start = status_line_stands.exchange(false) ? "\r\033[K" : "";
  put(fmt::format("{}{} trainsweep: {}{}\n", start, time.data(), kind, text));
}

}  // namespace

void log_info(std::string_view text) { put_line("", text); }
void log_warning(std::string_view text) { put_line("warning: ", text); }
void log_error(std::string_view text) { put_line("error: ", text); }

void show_status_line(std::string_view text) {
  status_line_stands = true;
  put(fmt::format("\r\033[K{}", text));
}

bool is_terminal() { return isatty(STDERR_FILENO) == 1; }

}  // namespace trainsweep
