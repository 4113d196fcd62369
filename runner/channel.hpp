// How the master and its workers reach each other, whatever lies between them.
//
// Worker 0 lives in the master's own process, worker r in rank r. Implemented by
// local_channel.hpp (one process) and mpi_channel.hpp (many).
#pragma once

#include <chrono>
#include <cstdint>

#include "runner/wire.hpp"

namespace trainsweep {

struct Traffic {
  std::uint64_t messages = 0;  // sent and received
  std::uint64_t bytes = 0;     // 0 within one process
};

// A message and who sent it; holds nothing where none has come.
struct Arrival {
  int worker = 0;
  FromWorker message;
  [[nodiscard]] bool is_nothing() const { return std::holds_alternative<std::monostate>(message); }
};

class MasterChannel {
 public:
  virtual ~MasterChannel() = default;
  [[nodiscard]] virtual int workers() const = 0;
  // Does not wait for the worker to take it.
  virtual void send(int worker, const Assignment& assignment) = 0;
  // The next message; nothing when `timeout` has passed. Sleeps meanwhile.
  [[nodiscard]] virtual Arrival receive(std::chrono::microseconds timeout) = 0;
};

class WorkerChannel {
 public:
  virtual ~WorkerChannel() = default;
  virtual void send(const FromWorker& message) = 0;
  // Sleeps until there is one; Task::wait when `timeout` has passed.
  [[nodiscard]] virtual Assignment receive(std::chrono::microseconds timeout) = 0;
  [[nodiscard]] virtual Traffic traffic() const = 0;
};

}  // namespace trainsweep
