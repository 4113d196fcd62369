// Channel over MPI: worker 0 in this process, the others in ranks 1 and up.
//
// Whoever waits sleeps between looks (100 us to 1 ms), so that waiting takes no core
// from those who compute; with a claim in hand a worker does not wait for it. All
// sends are started and completed later, so that the master never waits for a rank
// that computes. Only the thread that made the MpiSession may use one.
#pragma once

#include <memory>

#include "runner/channel.hpp"
#include "runner/local_channel.hpp"
#include "runner/mpi_session.hpp"

namespace trainsweep {

class MpiMaster : public MasterChannel {
 public:
  MpiMaster(const MpiSession& session, LocalMailboxes& local);
  ~MpiMaster() override;
  [[nodiscard]] int workers() const override { return workers_; }
  void send(int worker, const Assignment& assignment) override;
  [[nodiscard]] Arrival receive(std::chrono::microseconds timeout) override;

 private:
  class Sends;
  int workers_;
  LocalMaster local_;
  std::unique_ptr<Sends> sends_;
};

class MpiWorker : public WorkerChannel {
 public:
  MpiWorker();
  ~MpiWorker() override;
  void send(const FromWorker& message) override;
  [[nodiscard]] Assignment receive(std::chrono::microseconds timeout) override;
  [[nodiscard]] Traffic traffic() const override { return traffic_; }

 private:
  Traffic traffic_;
};

}  // namespace trainsweep
