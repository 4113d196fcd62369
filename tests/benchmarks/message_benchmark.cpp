// What a message costs the master over this machine's MPI: mpirun -n 2 message_benchmark
//
// Rank 1 reports as fast as it can and takes what comes back; rank 0 does what the master
// does with each report: takes it, decodes it, and sends a claim. Prints microseconds of
// rank 0 for one message, received or sent.
#include <fmt/format.h>
#include <time.h>

#include "runner/mpi_channel.hpp"

namespace trainsweep {
namespace {

using std::chrono::microseconds;

constexpr int kRounds = 100'000;
constexpr int kOutstanding = 8;  // as a worker that has claims in hand

// Processor time: others may be at work on the machine.
double processor_seconds() {
  timespec time{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
  return static_cast<double>(time.tv_sec) + 1e-9 * static_cast<double>(time.tv_nsec);
}

void be_master(const MpiSession& session) {
  LocalMailboxes nobody;
  MpiMaster channel(session, nobody);
  const double start = processor_seconds();
  for (int i = 0; i < kRounds;) {
    const Arrival arrival = channel.receive(microseconds{0});
    if (arrival.is_nothing()) continue;
    channel.send(arrival.worker, {.claim = {Task::units, 5, 7}, .searches = {}, .plans = {}});
    ++i;
  }
  fmt::print("{:.2f} us for one message, with {} on their way\n", 1e6 * (processor_seconds() - start) / (2 * kRounds), kOutstanding);
}

void be_worker() {
  MpiWorker channel;
  const Report report{.claim = {Task::units, 5, 7}, .seconds = 1, .points = 1, .plans = {}};
  for (int i = 0; i < kOutstanding; ++i) channel.send(report);
  for (int i = kOutstanding; i < kRounds + kOutstanding;) {
    if (channel.receive(microseconds{0}).claim.task == Task::wait) continue;
    if (i++ < kRounds) channel.send(report);
  }
}

}  // namespace
}  // namespace trainsweep

int main() {
  using namespace trainsweep;
  const MpiSession session;
  if (session.size() != 2) {
    fmt::print(stderr, "takes two ranks\n");
    return 2;
  }
  session.is_first() ? be_master(session) : be_worker();
}
