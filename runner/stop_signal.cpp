#include "runner/stop_signal.hpp"

#include <signal.h>
#include <time.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <cstdint>

namespace trainsweep {
namespace {

constexpr std::array kSignals{SIGTERM, SIGINT, SIGUSR1};
// A launcher and a terminal may both pass on one and the same request.
constexpr std::int64_t kSameRequest = 200'000'000;  // ns

// A handler has no other way to say something. Lock-free, so it may be set there.
std::atomic<bool> requested{false};
std::atomic<std::int64_t> requested_at{0};
std::array<struct sigaction, kSignals.size()> previous{};
int depth = 0;

std::int64_t now() {
  timespec time{};
  clock_gettime(CLOCK_MONOTONIC, &time);
  return time.tv_sec * 1'000'000'000 + time.tv_nsec;
}

void on_signal(int signal) {
  if (!requested.exchange(true)) {
    requested_at = now();
    return;
  }
  if (now() - requested_at > kSameRequest) _exit(128 + signal);
}

}  // namespace

StopSignals::StopSignals() {
  if (depth++ > 0) return;
  requested = false;
  struct sigaction action {};
  action.sa_handler = on_signal;
  action.sa_flags = SA_RESTART;
  sigemptyset(&action.sa_mask);
  for (std::size_t i = 0; i < kSignals.size(); ++i) sigaction(kSignals[i], &action, &previous[i]);
}

StopSignals::~StopSignals() {
  if (--depth > 0) return;
  for (std::size_t i = 0; i < kSignals.size(); ++i) sigaction(kSignals[i], &previous[i], nullptr);
}

bool stop_requested() { return requested.load(std::memory_order_relaxed); }

}  // namespace trainsweep
