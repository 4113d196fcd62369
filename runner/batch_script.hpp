// BatchScript: a script for Slurm, as its #SBATCH lines and the rest.
//
//   #!/bin/bash
//   #SBATCH --nodes=4              directive: `nodes` = `4`
//   #SBATCH --requeue              directive: `requeue` = ``
//   module load openmpi            the rest
//
// Slurm reads #SBATCH lines only before the first command, so in a script made of
// several the directives of all come first, each once.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace trainsweep {

class Directives {
 public:
  // Replaces the one of this name, or adds it.
  void set(std::string_view name, std::string_view value);
  void set_all(const Directives& other);
  void erase(std::string_view name);
  [[nodiscard]] std::optional<std::string> find(std::string_view name) const;
  // One line each, in the order in which they were first set.
  [[nodiscard]] std::string text() const;

 private:
  std::vector<std::pair<std::string, std::string>> all_;
};

// "nodes=4", "requeue", with or without "--" before it. Throws UserError for anything
// else, such as the short "-N 4".
[[nodiscard]] std::pair<std::string, std::string> parse_directive(std::string_view text);

struct BatchScript {
  Directives directives;
  std::string rest;  // without the #! line
};

// Throws UserError where the file cannot be read or has a directive in another form.
[[nodiscard]] BatchScript read_batch_script(const std::string& path);

// One word for a shell, quoted where it must be.
[[nodiscard]] std::string shell_word(const std::string& text);

// A path for --output, in which Slurm would replace `%` and letters.
[[nodiscard]] std::string output_pattern(const std::string& path);

// Seconds of a time as Slurm writes it: "30" (minutes), "30:00", "1:30:00", "2-12",
// "2-12:30", "infinite"; nothing where it is none.
[[nodiscard]] std::optional<std::uint64_t> parse_slurm_time(std::string_view text);
inline constexpr std::uint64_t kInfiniteTime = ~std::uint64_t{0};

// "01:30:00", "2-12:00:00"; whole minutes.
[[nodiscard]] std::string slurm_time(std::uint64_t seconds);

}  // namespace trainsweep
