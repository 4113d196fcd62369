#include "runner/mpi_channel.hpp"

#include <mpi.h>

#include <algorithm>
#include <list>
#include <optional>
#include <thread>

#include "runner/exit_status.hpp"

namespace trainsweep {
namespace {

using Clock = std::chrono::steady_clock;
using std::chrono::microseconds;

constexpr int kTag = 1;
constexpr microseconds kShortestSleep{100};
constexpr microseconds kLongestSleep{1000};

void check(int code, const char* doing) {
  if (code != MPI_SUCCESS) throw MachineError(std::string("MPI cannot ") + doing);
}

// A message that has arrived, from whom; none: nobody has sent.
std::optional<std::pair<int, std::string>> take_arrived(int from) {
  int arrived = 0;
  MPI_Message message = MPI_MESSAGE_NULL;
  MPI_Status status;
  check(MPI_Improbe(from, kTag, MPI_COMM_WORLD, &arrived, &message, &status), "look for messages");
  if (arrived == 0) return std::nullopt;
  int length = 0;
  MPI_Get_count(&status, MPI_BYTE, &length);
  std::string bytes(static_cast<std::size_t>(length), '\0');
  check(MPI_Mrecv(bytes.data(), length, MPI_BYTE, &message, &status), "receive");
  return std::pair{status.MPI_SOURCE, std::move(bytes)};
}

}  // namespace

// Messages on their way out, kept until MPI has taken them.
class MpiMaster::Sends {
 public:
  void start(int to, std::string bytes) {
    Send& send = sends_.emplace_back(Send{std::move(bytes), MPI_REQUEST_NULL});
    check(MPI_Isend(send.bytes.data(), static_cast<int>(send.bytes.size()), MPI_BYTE, to, kTag, MPI_COMM_WORLD,
                    &send.request), "send");
    collect();
  }
  void collect() {
    sends_.remove_if([](Send& send) {
      int done = 0;
      check(MPI_Test(&send.request, &done, MPI_STATUS_IGNORE), "send");
      return done != 0;
    });
  }
  [[nodiscard]] bool empty() const { return sends_.empty(); }

 private:
  struct Send {
    std::string bytes;
    MPI_Request request;
  };
  std::list<Send> sends_;
};

MpiMaster::MpiMaster(const MpiSession& session, LocalMailboxes& local)
    : workers_(session.size()), local_(local), sends_(std::make_unique<Sends>()) {}
MpiMaster::~MpiMaster() = default;

void MpiMaster::send(int worker, const Assignment& assignment) {
  if (worker == 0) return local_.send(0, assignment);
  sends_->start(worker, encode(assignment));
}

Arrival MpiMaster::receive(microseconds timeout) {
  const auto end = Clock::now() + timeout;
  microseconds sleep = kShortestSleep;
  while (true) {
    if (const auto arrived = take_arrived(MPI_ANY_SOURCE)) return {arrived->first, decode_from_worker(arrived->second)};
    if (!sends_->empty()) sends_->collect();
    if (Clock::now() >= end) return local_.receive(microseconds{0});
    // Worker 0's messages wake it, the others' are found after the sleep.
    if (Arrival arrival = local_.receive(sleep); !arrival.is_nothing()) return arrival;
    sleep = std::min(2 * sleep, kLongestSleep);
  }
}

MpiWorker::MpiWorker() = default;
MpiWorker::~MpiWorker() = default;

void MpiWorker::send(const FromWorker& message) {
  const std::string bytes = encode(message);
  ++traffic_.messages;
  traffic_.bytes += bytes.size();
  check(MPI_Send(bytes.data(), static_cast<int>(bytes.size()), MPI_BYTE, 0, kTag, MPI_COMM_WORLD), "send");
}

Assignment MpiWorker::receive(microseconds timeout) {
  const auto end = Clock::now() + timeout;
  microseconds sleep = kShortestSleep;
  while (true) {
    if (auto arrived = take_arrived(0)) {
      ++traffic_.messages;
      traffic_.bytes += arrived->second.size();
      return decode_assignment(arrived->second);
    }
    if (Clock::now() >= end) return {};
    std::this_thread::sleep_for(sleep);
    sleep = std::min(2 * sleep, kLongestSleep);
  }
}

}  // namespace trainsweep
