// The command line: argv in, one command with its options out. What the words mean
// to a person stands in the .cpp and in command_help.hpp; what they do, in commands.hpp.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "runner/part.hpp"
#include "runner/slurm_job.hpp"
#include "runner/text_table.hpp"

namespace trainsweep {

// What the commands that read a config have in common.
struct ConfigOptions {
  std::string config{};
  std::vector<std::string> settings{};  // KEY=VALUE each, in the order given
  std::string catalog{};                // folder; empty: the one that was built with the program
};

struct RunOptions : ConfigOptions {
  std::string output{};  // empty: the config's name with .h5, in the current folder
  std::optional<Part> part{};
  bool resume = false;
  bool overwrite = false;
  bool fail_fast = false;
  bool quiet = false;
};
struct CheckOptions : ConfigOptions {};
struct ExplainOptions : ConfigOptions {
  std::vector<std::string> at{};  // AXIS=VALUE each
  Format format = Format::text;
};
struct TopOptions {
  std::string file{};
  std::string by{};
  std::vector<std::string> where{};
  std::vector<std::string> per{};
  std::vector<std::string> columns{};
  std::size_t count = 0;  // 0: 1 where `per` is given, else 10
  bool descending = false;
  bool names = false;  // list what can be asked for instead
  Format format = Format::text;
};
struct ShowOptions {
  std::string file{};
  std::string by{};
  std::string down{}, across{};
  std::string cell{};  // empty: as `by`
  std::vector<std::string> where{};
  bool descending = false;
  bool heat = false;  // shades and letters instead of numbers and words
  Format format = Format::text;
};
enum class TableFormat : std::uint8_t { csv, parquet };
struct ExportOptions {
  std::string file{};
  std::vector<std::string> columns{};  // empty: the axes and every column
  std::vector<std::string> where{};
  TableFormat format = TableFormat::csv;
};
struct PackOptions {
  std::string file{};
  std::string output{};  // empty: see packed_name
  bool overwrite = false;
};
struct StatusOptions {
  std::string file{};
  Format format = Format::text;
};
struct VerifyOptions {
  std::string file{};
};
struct CasesOptions {
  std::vector<std::string> files{};  // files and folders
  std::vector<std::string> by{};     // groupings; empty: all that the cases have
  bool statistics = false;           // leave out the single cases
  std::string catalog{};
  Format format = Format::text;
};
struct CatalogOptions {
  std::string kind{};
  std::string name{};
  std::string catalog{};
  Format format = Format::text;
};
struct SlurmOptions : ConfigOptions {
  std::string output{};  // as of RunOptions
  JobRequest job{};
  std::string site{};  // a name in slurm/sites or a path; empty: none
  bool submit = false;
};

using Command = std::variant<RunOptions, CheckOptions, ExplainOptions, TopOptions, ShowOptions, ExportOptions,
                             StatusOptions, VerifyOptions, PackOptions, CasesOptions, CatalogOptions,
                             SlurmOptions>;

struct CommandLine {
  std::optional<Command> command;  // none: print `text` and end with status 0
  std::string text{};
};

// Throws UserError where the arguments are wrong. `version` is what --version says.
[[nodiscard]] CommandLine parse_command_line(int argc, const char* const* argv, const std::string& version);

}  // namespace trainsweep
