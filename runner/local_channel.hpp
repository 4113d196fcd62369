// Channel within one process: two queues between the master's thread and worker 0's.
#pragma once

#include <condition_variable>
#include <deque>
#include <mutex>

#include "runner/channel.hpp"

namespace trainsweep {

// A queue between two threads.
template <class Message>
class Mailbox {
 public:
  void put(Message message) {
    {
      const std::lock_guard lock(mutex_);
      messages_.push_back(std::move(message));
    }
    arrived_.notify_one();
  }

  // A default Message where none has come.
  Message take(std::chrono::microseconds timeout) {
    std::unique_lock lock(mutex_);
    if (timeout.count() > 0) arrived_.wait_for(lock, timeout, [this] { return !messages_.empty(); });
    if (messages_.empty()) return {};
    Message message = std::move(messages_.front());
    messages_.pop_front();
    return message;
  }

 private:
  std::mutex mutex_;
  std::condition_variable arrived_;
  std::deque<Message> messages_;
};

struct LocalMailboxes {
  Mailbox<Assignment> to_worker;
  Mailbox<FromWorker> to_master;
};

class LocalMaster : public MasterChannel {
 public:
  explicit LocalMaster(LocalMailboxes& mailboxes) : mailboxes_(mailboxes) {}
  [[nodiscard]] int workers() const override { return 1; }
  void send(int, const Assignment& assignment) override { mailboxes_.to_worker.put(assignment); }
  [[nodiscard]] Arrival receive(std::chrono::microseconds timeout) override {
    return {0, mailboxes_.to_master.take(timeout)};
  }

 private:
  LocalMailboxes& mailboxes_;
};

class LocalWorker : public WorkerChannel {
 public:
  explicit LocalWorker(LocalMailboxes& mailboxes) : mailboxes_(mailboxes) {}
  void send(const FromWorker& message) override {
    ++traffic_.messages;
    mailboxes_.to_master.put(message);
  }
  [[nodiscard]] Assignment receive(std::chrono::microseconds timeout) override {
    Assignment assignment = mailboxes_.to_worker.take(timeout);
    if (assignment.claim.task != Task::wait) ++traffic_.messages;
    return assignment;
  }
  [[nodiscard]] Traffic traffic() const override { return traffic_; }

 private:
  LocalMailboxes& mailboxes_;
  Traffic traffic_;
};

}  // namespace trainsweep
