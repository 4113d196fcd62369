#include "runner/commands.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include "engine/engine.hpp"
#include "runner/case_reader.hpp"
#include "runner/cases.hpp"
#include "runner/catalog_folder.hpp"
#include "runner/catalog_listing.hpp"
#include "runner/check.hpp"
#include "runner/export.hpp"
#include "runner/mpi_session.hpp"
#include "runner/pack.hpp"
#include "runner/report.hpp"
#include "runner/run_sweep.hpp"
#include "runner/scenario.hpp"
#include "runner/schema_listing.hpp"
#include "runner/show.hpp"
#include "runner/slurm.hpp"
#include "runner/stop_signal.hpp"
#include "runner/sweep_reader.hpp"
#include "runner/sweep_status.hpp"
#include "runner/top.hpp"
#include "runner/verify.hpp"

namespace trainsweep {
namespace {

EngineRules rules() { return {training_schema(), training_complaints}; }

RecordStore load_catalog(const std::string& option) {
  return read_catalog(find_catalog_folder(option), training_schema()).value_or_throw();
}

Sweep load_sweep(const ConfigOptions& options) {
  return read_sweep_file(options.config, options.settings, rules(), load_catalog(options.catalog)).value_or_throw();
}

// Rank 0 reads the files; the others take from it the whole request as one text, so
// that a thousand ranks do not read the catalogue, and all agree.
SweepSpec share_sweep(MpiSession& session, const RunOptions& options) {
  SweepSpec spec;
  const std::string text = session.share([&] {
    spec = load_sweep(options).spec;
    return spec.resolved;
  });
  if (session.is_first()) return spec;
  const Source source = make_source(options.config, text);
  return read_sweep({source, {}}, rules(), RecordStore(training_schema())).value_or_throw().spec;
}

ExitStatus run(const RunOptions& options) {
  const StopSignals signals;  // a stop may come while MPI starts
  MpiSession session;
  const SweepSpec spec = share_sweep(session, options);
  const auto engine = make_training_engine(spec.records);
  const bool joins = options.resume || options.part;
  const Start start = options.overwrite ? Start::overwrite : joins ? Start::resume : Start::fresh;
  const std::string output = options.output.empty() ? spec.name + ".h5" : options.output;
  return run_sweep(session, spec, training_schema(), *engine,
                   {output, start, options.fail_fast, !options.quiet, options.part.value_or(Part{})});
}

struct Execution {
  std::ostream& out;
  std::ostream& notes;

  ExitStatus operator()(const RunOptions& options) const { return run(options); }
  ExitStatus operator()(const CheckOptions& options) const {
    const SweepSpec spec = load_sweep(options).spec;
    print_check(spec, training_schema(), *make_training_engine(spec.records), out);
    return ExitStatus::done;
  }
  ExitStatus operator()(const SlurmOptions& options) const {
    const SweepSpec spec = load_sweep(options).spec;
    make_slurm_job(options, spec, training_schema(), *make_training_engine(spec.records), out);
    return ExitStatus::done;
  }
  ExitStatus operator()(const CatalogOptions& options) const {
    if (options.name.empty() && print_schema(training_schema(), options.kind, options.format, out)) return ExitStatus::done;
    const RecordStore store = load_catalog(options.catalog);
    print_catalog({training_schema(), store, make_training_engine}, options.kind, options.name, options.format, out);
    return ExitStatus::done;
  }
  ExitStatus operator()(const ExplainOptions& options) const {
    const ChosenPoint chosen = point_at(load_sweep(options), rules(), options.at).value_or_throw();
    print_report(make_training_engine(chosen.records)->explain(chosen.point), options.format, out);
    return ExitStatus::done;
  }
  ExitStatus operator()(const CasesOptions& options) const {
    const RecordStore catalog = load_catalog(options.catalog);
    std::vector<Prediction> predictions;
    for (const std::string& path : find_case_files(options.files)) {
      CaseFile file = read_case_file(path, rules(), catalog).value_or_throw();
      const auto engine = make_training_engine(file.records);
      for (Case& asked : file.cases) predictions.push_back(predict(*engine, training_schema(), std::move(asked)));
    }
    print_cases(predictions, training_schema(), {options.by, !options.statistics, options.format}, out);
    return ExitStatus::done;
  }
  ExitStatus operator()(const TopOptions& options) const {
    print_top(options, out, options.format == Format::text ? out : notes);
    return ExitStatus::done;
  }
  ExitStatus operator()(const ShowOptions& options) const {
    print_show(options, out, options.format == Format::text ? out : notes);
    return ExitStatus::done;
  }
  ExitStatus operator()(const ExportOptions& options) const {
    if (options.format == TableFormat::parquet && isatty(STDOUT_FILENO) == 1) {
      throw UserError("Parquet is not for a terminal\n  = help: redirect it, as in > table.parquet");
    }
    export_points(options, out, notes);
    return ExitStatus::done;
  }
  ExitStatus operator()(const PackOptions& options) const {
    out << describe(pack(options.file, options.output.empty() ? packed_name(options.file) : options.output, options.overwrite));
    return ExitStatus::done;
  }
  ExitStatus operator()(const StatusOptions& options) const {
    const SweepStatus status = read_sweep_status(options.file);
    if (options.format == Format::json) {
      Json json(out);
      write_json(json, status);
    } else {
      out << describe(status);
    }
    return ExitStatus::done;
  }
  ExitStatus operator()(const VerifyOptions& options) const {
    const Verification verification = verify(options.file);
    out << describe(verification);
    return verification.is_sound() ? ExitStatus::done : ExitStatus::machine;
  }
};

}  // namespace

ExitStatus execute(const Command& command, std::ostream& out, std::ostream& notes) {
  return std::visit(Execution{out, notes}, command);
}

}  // namespace trainsweep
