// What ranks say to each other, and its bytes. Protocol version 1.
//
// At the start the master (rank 0) sends everybody the Setup, and each answers with
// a text: empty, or why it cannot take part (see run_sweep.cpp). Then each worker and
// the master exchange, over a Channel (channel.hpp):
//
//   master -> worker   Assignment   a claim to work on; some are outstanding, so
//                                   that one is in hand while another is worked on.
//                                   Task::stop ends the worker: at once, if it
//                                   comes while the worker has work
//   worker -> master   Report       a claim is done, or cut short by a stop: then
//                                   `stopped` is set, and what was not done is dropped
//   worker -> master   Farewell     the last message: what it counted; all its units
//                                   are durable, unless `error` says why not
//
// In a split sweep a Report on searches carries their plans, and an Assignment of
// units the plans that those units need. Points' results never travel: workers write
// them into the file themselves. Every message of a claim is smaller than some KiB
// plus its plans. Bytes are those of Boost.Serialization's binary archive, so all
// ranks must run the same build (the Setup's digest covers that).
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "runner/evaluator.hpp"
#include "runner/exit_status.hpp"
#include "runner/failures.hpp"
#include "runner/file_layout.hpp"
#include "runner/run_statistics.hpp"
#include "runner/scheduler.hpp"

namespace trainsweep {

struct Setup {
  std::string digest;  // of the program, the schema and the resolved config
  std::string path;    // of the file, absolute
  FileLayout layout;
  UnitCut cut;
  OnFailure on_failure = OnFailure::record;
};

struct Assignment {
  Claim claim;
  // Task::units of a split sweep: the searches that the units need, ascending, and
  // their plans one after another.
  std::vector<std::uint64_t> searches;
  std::vector<double> plans;
  bool operator==(const Assignment&) const = default;
};

struct Report {
  Claim claim;  // with the count that was done
  double seconds = 0;
  std::uint64_t points = 0;
  std::vector<double> plans;  // Task::search: one after another
  bool stopped = false;
  bool operator==(const Report&) const = default;
};

struct Farewell {
  RankStatistics statistics;
  Failures failures;
  std::string error;  // empty: all went well
  ExitStatus error_status = ExitStatus::done;
};

using FromWorker = std::variant<std::monostate, Report, Farewell>;  // the first: nothing

[[nodiscard]] std::string encode(const Setup& setup);
[[nodiscard]] std::string encode(const Assignment& assignment);
[[nodiscard]] std::string encode(const FromWorker& message);
// Throw MachineError where the bytes are no such message.
[[nodiscard]] Setup decode_setup(std::string_view bytes);
[[nodiscard]] Assignment decode_assignment(std::string_view bytes);
[[nodiscard]] FromWorker decode_from_worker(std::string_view bytes);

}  // namespace trainsweep
