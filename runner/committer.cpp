#include "runner/committer.hpp"

#include <algorithm>
#include <utility>

namespace trainsweep {

Committer::Committer(DataFile& file, std::uint64_t ledger) : file_(file), ledger_(ledger), thread_([this] { run(); }) {}

Committer::~Committer() {
  {
    const std::lock_guard lock(mutex_);
    ending_ = true;
  }
  wake_.notify_all();
  thread_.join();
}

void Committer::rethrow() {
  if (error_) std::rethrow_exception(error_);
}

void Committer::add(std::span<const FinishedUnit> units, std::uint64_t bytes) {
  const std::lock_guard lock(mutex_);
  rethrow();
  const bool was_empty = pending_.empty();
  pending_.insert(pending_.end(), units.begin(), units.end());
  pending_bytes_ += bytes;
  if (was_empty || pending_bytes_ >= kBytes) wake_.notify_one();
}

void Committer::finish() {
  std::unique_lock lock(mutex_);
  hurry_ = true;
  wake_.notify_one();
  idle_.wait(lock, [this] { return error_ || (pending_.empty() && !busy_); });
  hurry_ = false;
  rethrow();
  lock.unlock();
  file_.sync();  // the ledger's last entries; earlier ones went with later data
}

void Committer::run() {
  std::unique_lock lock(mutex_);
  const auto due = [this] { return ending_ || hurry_ || pending_bytes_ >= kBytes; };
  while (true) {
    wake_.wait(lock, [&] { return ending_ || !pending_.empty(); });
    wake_.wait_for(lock, kInterval, due);
    // What was not committed when the program gives up is computed again later.
    if (ending_ && !hurry_) return;
    if (pending_.empty()) continue;
    std::vector<FinishedUnit> units = std::exchange(pending_, {});
    pending_bytes_ = 0;
    busy_ = true;
    lock.unlock();
    std::exception_ptr error;
    try {
      commit(std::move(units));
    } catch (...) {
      error = std::current_exception();
    }
    lock.lock();
    busy_ = false;
    if (error) error_ = error;
    if (pending_.empty() || error_) idle_.notify_all();
    if (error_) return;
  }
}

void Committer::commit(std::vector<FinishedUnit> units) {
  file_.sync();
  const auto is_before = [](const FinishedUnit& a, const FinishedUnit& b) { return a.unit < b.unit; };
  if (!std::is_sorted(units.begin(), units.end(), is_before)) std::sort(units.begin(), units.end(), is_before);
  std::vector<std::uint64_t> entries;
  for (std::size_t first = 0; first < units.size(); first += entries.size()) {
    entries.clear();
    for (std::size_t i = first; i < units.size() && units[i].unit == units[first].unit + entries.size(); ++i) {
      entries.push_back(units[i].checksum);
    }
    file_.write(ledger_ + units[first].unit * sizeof(std::uint64_t), std::as_bytes(std::span(entries)));
  }
}

}  // namespace trainsweep
