// Committer: makes units durable behind the back of the worker.
//
// The worker writes a unit's data (into the page cache) and reports the unit here.
// A thread of its own waits until enough has come together (kInterval or kBytes),
// brings the file's data to the disk, and only then writes those units' entries in
// the ledger. So a unit in the ledger is on the disk, whatever happens, and nobody
// waits for the disk while there is work.
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <exception>
#include <mutex>
#include <span>
#include <thread>
#include <vector>

#include "runner/data_file.hpp"

namespace trainsweep {

struct FinishedUnit {
  std::uint64_t unit;
  std::uint64_t checksum;
};

class Committer {
 public:
  static constexpr std::chrono::milliseconds kInterval{1000};
  static constexpr std::uint64_t kBytes = 64 << 20;

  // `file` must outlive it; `ledger` is the offset of entry 0.
  Committer(DataFile& file, std::uint64_t ledger);
  ~Committer();
  Committer(const Committer&) = delete;
  Committer& operator=(const Committer&) = delete;

  // Units whose data, `bytes` in all, has been written. Throws what went wrong in the
  // background since the last call.
  void add(std::span<const FinishedUnit> units, std::uint64_t bytes);
  // Returns when all that was added is durable.
  void finish();

 private:
  void run();
  void commit(std::vector<FinishedUnit> units);
  void rethrow();

  DataFile& file_;
  const std::uint64_t ledger_;
  std::mutex mutex_;
  std::condition_variable wake_, idle_;
  std::vector<FinishedUnit> pending_;
  std::uint64_t pending_bytes_ = 0;
  bool hurry_ = false, ending_ = false, busy_ = false;
  std::exception_ptr error_;
  std::thread thread_;  // last: it uses all the others
};

}  // namespace trainsweep
