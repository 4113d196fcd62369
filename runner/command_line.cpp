#include "runner/command_line.hpp"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>

#include "runner/command_help.hpp"
#include "runner/exit_status.hpp"

namespace trainsweep {
namespace {

constexpr std::size_t kMostPoints = 100'000'000;  // that --count may ask for

void choose(Format& format, Format chosen) {
  if (format != Format::text) throw CLI::ValidationError("--csv and --json exclude each other");
  format = chosen;
}

void add_json(CLI::App* command, Format& format) {
  command->add_flag_callback("--json", [&format] { choose(format, Format::json); }, "write JSON");
}

void add_csv_and_json(CLI::App* command, Format& format) {
  command->add_flag_callback("--csv", [&format] { choose(format, Format::csv); }, "write CSV, units in the header");
  add_json(command, format);
}

void add_catalog(CLI::App* command, std::string& folder) {
  command->add_option("--catalog", folder, "folder of the catalogue, instead of the one that came with the program")
      ->type_name("FOLDER");
}

void add_config(CLI::App* command, ConfigOptions& options) {
  command->add_option("CONFIG", options.config, "the sweep, a TOML file")->required()->type_name("");
  command->add_option("--set", options.settings, "override one key of the config, as in fixed.tokens_per_param=100; may be repeated")
      ->type_name("KEY=VALUE")
      ->allow_extra_args(false);
  add_catalog(command, options.catalog);
}

void add_output(CLI::App* command, std::string& output) {
  command->add_option("-o,--output", output, "result file (default: the config's name with .h5, in this folder)")
      ->type_name("OUT.h5");
}

void add_result(CLI::App* command, std::string& file) {
  command->add_option("OUT.h5", file, "a result file")->required()->type_name("");
}

void add_where(CLI::App* command, std::vector<std::string>& conditions) {
  command->add_option("--where", conditions, "a condition on a column, axis or coordinate: NAME, one of < <= > >= == !=, VALUE; may be repeated")
      ->type_name("CONDITION")
      ->allow_extra_args(false);
}

void add_names(CLI::App* command, const std::string& option, std::vector<std::string>& names, const std::string& text) {
  command->add_option(option, names, text)->type_name("NAME,...")->delimiter(',')->allow_extra_args(false);
}

// Holds the options of every command while CLI11 fills them.
struct Options {
  RunOptions run;
  CheckOptions check;
  ExplainOptions explain;
  TopOptions top;
  ShowOptions show;
  ExportOptions export_;
  PackOptions pack;
  StatusOptions status;
  VerifyOptions verify;
  CasesOptions cases;
  CatalogOptions catalog;
  SlurmOptions slurm;
};

CLI::App* add_run(CLI::App& app, RunOptions& options) {
  auto* run = app.add_subcommand("run", "evaluate every point of a config and write the result file");
  add_config(run, options);
  add_output(run, options.output);
  auto* resume = run->add_flag("--resume", options.resume, "go on with an output that is there; begin where there is none");
  auto* part = run->add_option_function<std::string>(
                       "--part", [&options](const std::string& text) { options.part = parse_part(text); },
                       "only the K-th of N equal parts, into the output that all share; goes on as --resume does")
                   ->type_name("K/N");
  run->add_flag("--overwrite", options.overwrite, "begin anew, and lose an output that is there")
      ->excludes(resume)
      ->excludes(part);
  run->add_flag("--fail-fast", options.fail_fast, "end at the first evaluation that fails, instead of noting it");
  run->add_flag("-q,--quiet", options.quiet, "no progress; errors and warnings only");
  run->footer(kRunExamples);
  return run;
}

CLI::App* add_check(CLI::App& app, CheckOptions& options) {
  auto* check = app.add_subcommand("check", "validate a config: its points, searches, bytes, memory and time; runs nothing");
  add_config(check, options);
  check->footer(kCheckExamples);
  return check;
}

CLI::App* add_explain(CLI::App& app, ExplainOptions& options) {
  auto* explain = app.add_subcommand("explain", "one point in full: time, memory, energy and money line by line, and why this plan");
  add_config(explain, options);
  explain->add_option("--at", options.at, "the value of an axis; may be repeated")
      ->type_name("AXIS=VALUE")
      ->delimiter(',')
      ->allow_extra_args(false);
  add_json(explain, options.format);
  explain->footer(kExplainExamples);
  return explain;
}

CLI::App* add_top(CLI::App& app, TopOptions& options) {
  auto* top = app.add_subcommand("top", "the best points of a result file, as a table");
  add_result(top, options.file);
  top->add_option("--by", options.by, "the column (or axis) to order by, least first")->type_name("NAME");
  top->add_flag("--descending", options.descending, "largest first");
  add_where(top, options.where);
  add_names(top, "--per", options.per, "the best points for each value of these axes or coordinates");
  add_names(top, "--columns", options.columns, "what to show of each point");
  top->add_option("-n,--count", options.count, "how many points (default 10; with --per, 1 each)")
      ->check(CLI::Range(std::size_t{1}, kMostPoints))
      ->type_name("N");
  top->add_flag("--names", options.names, "list what this file can be asked for, instead");
  add_csv_and_json(top, options.format);
  top->footer(kTopExamples);
  return top;
}

CLI::App* add_show(CLI::App& app, ShowOptions& options) {
  auto* show = app.add_subcommand("show", "a result file over two of its axes: a small table, or a map of shades");
  add_result(show, options.file);
  show->add_option("--by", options.by, "the column whose least decides on the point of a cell")->type_name("NAME");
  show->add_flag("--descending", options.descending, "whose largest does");
  show->add_option("--down", options.down, "the axis or coordinate whose values are the rows")->type_name("NAME");
  show->add_option("--across", options.across, "the one whose values are the columns")->type_name("NAME");
  show->add_option("--cell", options.cell, "what to show of a cell's point (default: what --by names)")->type_name("NAME");
  add_where(show, options.where);
  auto* heat = show->add_flag("--heat", options.heat, "shades for numbers and letters for words, two characters a cell");
  add_csv_and_json(show, options.format);
  for (const char* other : {"--csv", "--json"}) show->get_option(other)->excludes(heat);
  show->footer(kShowExamples);
  return show;
}

CLI::App* add_export(CLI::App& app, ExportOptions& options) {
  auto* command = app.add_subcommand("export", "the points of a result file as one long table, to the standard output");
  add_result(command, options.file);
  auto* format = command->add_option_group("format");
  format->add_flag_callback("--csv", [&options] { options.format = TableFormat::csv; }, "write CSV, units in the header");
  format->add_flag_callback("--parquet", [&options] { options.format = TableFormat::parquet; }, "write Apache Parquet");
  format->require_option(1);
  add_names(command, "--columns", options.columns, "columns, axes and coordinates to write (default: the axes and every column)");
  add_where(command, options.where);
  command->footer(kExportExamples);
  return command;
}

CLI::App* add_pack(CLI::App& app, PackOptions& options) {
  auto* pack = app.add_subcommand("pack", "a compressed copy of a result file that every reader of HDF5 opens");
  add_result(pack, options.file);
  pack->add_option("-o,--output", options.output, "the copy (default: OUT.packed.h5, beside the file)")->type_name("COPY.h5");
  pack->add_flag("--overwrite", options.overwrite, "replace a copy that is there");
  pack->footer(kPackExamples);
  return pack;
}

CLI::App* add_status(CLI::App& app, StatusOptions& options) {
  auto* status = app.add_subcommand("status", "progress of a running or stopped sweep, and what is left");
  add_result(status, options.file);
  add_json(status, options.format);
  return status;
}

CLI::App* add_verify(CLI::App& app, VerifyOptions& options) {
  auto* verify = app.add_subcommand("verify", "compare the checksum of every finished unit with its data");
  add_result(verify, options.file);
  return verify;
}

CLI::App* add_cases(CLI::App& app, CasesOptions& options) {
  auto* cases = app.add_subcommand("cases", "predicted against published figures, case by case, with error statistics");
  cases->add_option("FILE", options.files, "files of cases, or folders of them")->required()->type_name("");
  add_names(cases, "--by", options.by, "group the statistics by these only; a+b: by both together");
  cases->add_flag("--statistics", options.statistics, "leave out the single cases");
  add_catalog(cases, options.catalog);
  add_csv_and_json(cases, options.format);
  cases->footer(kCasesExamples);
  return cases;
}

CLI::App* add_catalog_command(CLI::App& app, CatalogOptions& options) {
  auto* catalog = app.add_subcommand("catalog", "what is known, each value with its source");
  catalog->add_option("KIND", options.kind, "chips, systems, software, offers or models; axes, columns or reference: what configs and results can hold")->type_name("");
  catalog->add_option("NAME", options.name, "one record of that kind")->type_name("");
  add_catalog(catalog, options.catalog);
  add_csv_and_json(catalog, options.format);
  catalog->footer(kCatalogExamples);
  return catalog;
}

CLI::App* add_slurm(CLI::App& app, SlurmOptions& options) {
  auto* slurm = app.add_subcommand("slurm", "a batch script that runs the sweep on a cluster until all is done");
  add_config(slurm, options);
  add_output(slurm, options.output);
  JobRequest& job = options.job;
  const auto number = [slurm](const char* name, std::optional<std::uint64_t>& value, const char* about,
                              std::uint64_t most) {
    slurm->add_option(name, value, about)->check(CLI::Range(std::uint64_t{1}, most))->type_name("N");
  };
  number("--nodes", job.nodes, "nodes of the job, or of each part (default: enough for an hour)", 100'000);
  number("--ranks-per-node", job.ranks_per_node, "ranks of each node (default: its cores)", 100'000);
  number("--parts", job.parts, "an array of N jobs, each a part of the sweep", kMostParts);
  slurm->add_option("--time", job.time, "longest time of a start, as Slurm writes it (default: twice the estimate)")->type_name("T");
  slurm->add_option("--partition", job.partition, "where to run")->type_name("NAME");
  slurm->add_option("--account", job.account, "whom to charge")->type_name("NAME");
  slurm->add_option("--sbatch", job.directives, "any other option of sbatch, as in qos=debug; may be repeated")
      ->type_name("OPTION")
      ->allow_extra_args(false);
  slurm->add_option("--site", options.site, "modules and rules of a cluster: a name in slurm/sites, or a file")->type_name("NAME");
  slurm->add_flag("--submit", options.submit, "hand the script to sbatch instead of printing it");
  slurm->footer(kSlurmExamples);
  return slurm;
}

std::vector<std::string> command_names(const CLI::App& app) {
  std::vector<std::string> names;
  for (const CLI::App* command : app.get_subcommands([](const CLI::App*) { return true; })) {
    names.push_back(command->get_name());
  }
  return names;
}

// CLI11 says no more than that a subcommand is missing.
void refuse_unknown_command(const CLI::App& app, const std::string& word) {
  const std::vector<std::string> names = command_names(app);
  if (word.starts_with('-') || std::find(names.begin(), names.end(), word) != names.end()) return;
  throw UserError(fmt::format("unknown command `{}`\n  = help: the commands are {}", word, fmt::join(names, ", ")));
}

}  // namespace

CommandLine parse_command_line(int argc, const char* const* argv, const std::string& version) {
  Options options;
  CLI::App app(kAbout, "trainsweep");
  app.set_version_flag("--version", version, "print the version and exit");
  app.set_help_flag("-h,--help", "print this help and exit");
  app.footer(kExamples);
  app.require_subcommand(1);
  app.get_formatter()->column_width(34);

  const std::vector<std::pair<CLI::App*, Command (*)(const Options&)>> commands{
      {add_run(app, options.run), [](const Options& o) -> Command { return o.run; }},
      {add_check(app, options.check), [](const Options& o) -> Command { return o.check; }},
      {add_explain(app, options.explain), [](const Options& o) -> Command { return o.explain; }},
      {add_top(app, options.top), [](const Options& o) -> Command { return o.top; }},
      {add_show(app, options.show), [](const Options& o) -> Command { return o.show; }},
      {add_export(app, options.export_), [](const Options& o) -> Command { return o.export_; }},
      {add_status(app, options.status), [](const Options& o) -> Command { return o.status; }},
      {add_verify(app, options.verify), [](const Options& o) -> Command { return o.verify; }},
      {add_pack(app, options.pack), [](const Options& o) -> Command { return o.pack; }},
      {add_cases(app, options.cases), [](const Options& o) -> Command { return o.cases; }},
      {add_catalog_command(app, options.catalog), [](const Options& o) -> Command { return o.catalog; }},
      {add_slurm(app, options.slurm), [](const Options& o) -> Command { return o.slurm; }},
  };
  const auto chosen = [&] {
    for (const auto& [command, take] : commands) {
      if (command->parsed()) return command;
    }
    return &app;
  };
  if (argc < 2) return {std::nullopt, app.help()};
  refuse_unknown_command(app, argv[1]);
  try {
    app.parse(argc, argv);
  } catch (const CLI::CallForHelp&) {
    return {std::nullopt, app.help()};
  } catch (const CLI::CallForVersion&) {
    return {std::nullopt, version + "\n"};
  } catch (const CLI::ParseError& error) {
    const CLI::App* where = chosen();
    throw UserError(fmt::format("{}\n  = help: see `trainsweep {}--help`", error.what(),
                                where == &app ? "" : where->get_name() + " "));
  }
  for (const auto& [command, take] : commands) {
    if (command->parsed()) return {take(options), {}};
  }
  throw UserError("no command was given");
}

}  // namespace trainsweep
