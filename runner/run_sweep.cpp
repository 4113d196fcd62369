#include "runner/run_sweep.hpp"

#include <fmt/format.h>

#include <chrono>
#include <optional>
#include <thread>

#include "runner/data_file.hpp"
#include "runner/log.hpp"
#include "runner/master.hpp"
#include "runner/mpi_channel.hpp"
#include "runner/output_lock.hpp"
#include "runner/provenance.hpp"
#include "runner/request_digest.hpp"
#include "runner/stop_signal.hpp"
#include "runner/sweep_output.hpp"
#include "runner/worker.hpp"

namespace trainsweep {
namespace {

constexpr std::chrono::seconds kWaitForAbort{10};

// Why this rank cannot take part; empty where it can.
std::string objection(const Setup& setup, const std::string& digest) {
  if (setup.digest != digest) {
    return fmt::format("host {} has another request or program: digest {}, and rank 0 has {}", host_name(), digest,
                       setup.digest);
  }
  try {
    const DataFile file(setup.path, DataFile::Access::write);
    if (file.size() != setup.layout.bytes) {
      return fmt::format("host {} sees another file under `{}`; the output's folder must be shared by all hosts",
                         host_name(), setup.path);
    }
  } catch (const MachineError& error) {
    return fmt::format("host {}: {}; the output's folder must be shared by all hosts", host_name(), error.what());
  }
  return {};
}

// Worker 0, in a thread beside the master; told to stop when the master gives up.
class LocalWorkerThread {
 public:
  LocalWorkerThread(const SweepParts& parts, LocalMailboxes& mailboxes)
      : mailboxes_(mailboxes), thread_([&parts, &mailboxes] {
          LocalWorker channel(mailboxes);
          try {
            (void)Worker(parts, channel).run();
          } catch (const std::exception& error) {  // it could not even begin
            channel.send(Farewell{{}, {}, error.what(), ExitStatus::machine});
          }
        }) {}
  ~LocalWorkerThread() {
    mailboxes_.to_worker.put({.claim = {Task::stop, 0, 0}, .searches = {}, .plans = {}});
    thread_.join();
  }

 private:
  LocalMailboxes& mailboxes_;
  std::thread thread_;
};

MasterResult run_master(MpiSession& session, const SweepParts& parts, const SweepOutput& output,
                        const SweepOptions& options) {
  LocalMailboxes mailboxes;
  const LocalWorkerThread local(parts, mailboxes);
  std::unique_ptr<MasterChannel> channel;
  if (session.size() == 1) {
    channel = std::make_unique<LocalMaster>(mailboxes);
  } else {
    channel = std::make_unique<MpiMaster>(session, mailboxes);
  }
  const Progress::Style style = !options.show_progress ? Progress::Style::none
                                : is_terminal()        ? Progress::Style::terminal
                                                       : Progress::Style::lines;
  Progress progress(style, output.points, output.points_done, session.size());
  Scheduler scheduler(parts.grid, parts.units, output.left, static_cast<std::uint64_t>(session.size()),
                      parts.spec.hints.striping_unit);
  MasterResult result = Master(parts.grid, parts.units, parts.schema.plan_width, scheduler, *channel, progress,
                               output.points_done).run();
  if (result.error_status == ExitStatus::machine) {
    result.error += fmt::format("\n  = help: what is done is in `{}`, and the same command with --resume goes on", options.output);
  }
  if (!result.error.empty() && session.size() > 1) {
    log_error(fmt::format("rank {}: {}", result.error_worker, result.error));
    session.abort(static_cast<int>(result.error_status));
  }
  return result;
}

void throw_error(const MasterResult& result) {
  if (result.error.empty()) return;
  if (result.error_status == ExitStatus::machine) throw MachineError(result.error);
  throw std::runtime_error(result.error);
}

void report_end(const SweepOptions& options, const SweepOutput& output, const MasterResult& result, ExitStatus status,
                std::uint64_t points_left) {
  double points = 0, searches = 0;
  for (const RankStatistics& rank : result.statistics) {
    points += rank.points;
    searches += rank.searches;
  }
  log_info(fmt::format("{} of {} points and {} searches in {:.3g} s on {} {}", describe_count(points),
                       describe_count(static_cast<double>(output.points)), describe_count(searches), result.seconds,
                       result.statistics.size(), result.statistics.size() == 1 ? "rank" : "ranks"));
  if (result.failures.count > 0) {
    log_warning(fmt::format("{} evaluations failed; the first, at point {}: {}", result.failures.count,
                            result.failures.samples.front().point, result.failures.samples.front().message));
  }
  if (status == ExitStatus::stopped) {
    log_info(fmt::format("stopped; what is done is in `{}`, and the same command with --resume goes on", options.output));
  } else if (!options.part.is_whole()) {
    const std::string others =
        fmt::format("other parts have {} points left", describe_count(static_cast<double>(points_left)));
    const std::string left = points_left == 0 ? "and with it the sweep" : others;
    log_info(fmt::format("part {} is done, {}", part_text(options.part), left));
  }
}

// Rank 0, after the setup.
ExitStatus run_first(MpiSession& session, const SweepParts& parts, const SweepOutput& output, const OutputLock& lock,
                     const SweepOptions& options) {
  if (output.left.empty() && options.show_progress) {
    const std::string part = options.part.is_whole() ? "" : fmt::format("part {} of ", part_text(options.part));
    log_info(fmt::format("{}`{}` is complete already", part, options.output));
  }
  const MasterResult result = run_master(session, parts, output, options);
  throw_error(result);
  const ExitStatus status = result.units == count_units(output.left) ? ExitStatus::done : ExitStatus::stopped;
  std::uint64_t points_left = 0;
  {
    const OutputLock::Turn alone = lock.turn();
    points_left = finish_output(output, result);
  }
  if ((options.show_progress && !output.left.empty()) || status == ExitStatus::stopped) {
    report_end(options, output, result, status, points_left);
  }
  return status;
}

// The other ranks. If one fails it tells the master, who ends all.
void run_other(MpiSession& session, const SweepParts& parts) {
  MpiWorker channel;
  const std::string error = Worker(parts, channel).run();
  if (error.empty()) return;
  std::this_thread::sleep_for(kWaitForAbort);
  log_error(fmt::format("rank {}: {}", session.rank(), error));
  session.abort(static_cast<int>(ExitStatus::machine));
}

// `lock`: held by rank 0, empty in the others.
ExitStatus run_ranks(MpiSession& session, const SweepParts& parts, const SweepOutput& output,
                     const std::optional<OutputLock>& lock, const SweepOptions& options) {
  if (!session.is_first()) {
    run_other(session, parts);
    return static_cast<ExitStatus>(std::stoi(session.broadcast({})));
  }
  const ExitStatus status = run_first(session, parts, output, *lock, options);
  (void)session.broadcast(std::to_string(static_cast<int>(status)));
  return status;
}

}  // namespace

ExitStatus run_sweep(MpiSession& session, const SweepSpec& spec, const Schema& schema, const Engine& engine,
                     const SweepOptions& options) {
  const StopSignals signals;
  const Grid grid(spec, engine);
  const std::string digest = request_digest(spec, schema);
  std::optional<OutputLock> lock;
  SweepOutput output;
  const Setup setup = decode_setup(session.share([&] {
    const std::string path = resolve_output(options.output, options.start);
    lock.emplace(path, options.part);
    const OutputLock::Turn alone = lock->turn();
    output = prepare_output(path, spec, schema, engine, grid, options.start, options.part, session);
    return encode(Setup{.digest = digest,
                        .path = output.path,
                        .layout = output.layout,
                        .cut = output.cut,
                        .on_failure = options.fail_fast ? OnFailure::end : OnFailure::record});
  }));
  const std::vector<std::string> objections = session.gather(objection(setup, digest));
  (void)session.share([&] {
    for (std::size_t rank = 0; rank < objections.size(); ++rank) {
      if (!objections[rank].empty()) throw MachineError(fmt::format("rank {}: {}", rank, objections[rank]));
    }
    return std::string();
  });

  const Units units(setup.cut);
  const SweepParts parts{spec, schema, engine, grid, units, setup};
  if (session.size() == 1) return run_ranks(session, parts, output, lock, options);
  try {
    return run_ranks(session, parts, output, lock, options);
  } catch (const std::exception& error) {
    // The others are at work and would wait for ever.
    log_error(fmt::format("rank {}: {}", session.rank(), error.what()));
    const bool is_machine = dynamic_cast<const MachineError*>(&error) != nullptr;
    session.abort(static_cast<int>(is_machine ? ExitStatus::machine : ExitStatus::our_bug));
  }
}

}  // namespace trainsweep
