#include "runner/batch_script.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <fstream>

#include "runner/exit_status.hpp"

namespace trainsweep {
namespace {

constexpr std::string_view kMark = "#SBATCH";
constexpr std::string_view kBlanks = " \t\r";

std::string_view trimmed(std::string_view text) {
  const std::size_t first = text.find_first_not_of(kBlanks);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(kBlanks) - first + 1);
}

bool is_plain(std::string_view text, std::string_view marks) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [&](char c) {
    return ('a' <= c && c <= 'z') || ('A' <= c && c <= 'Z') || ('0' <= c && c <= '9') ||
           marks.find(c) != std::string_view::npos;
  });
}

// A value as sbatch takes it from a comment: its quotes and backslashes are like a shell's.
std::string directive_value(const std::string& value) {
  if (is_plain(value, "-_./:,=+@%[]^&|*()")) return value;
  std::string out = "\"";
  for (const char c : value) {
    if (c == '"' || c == '\\') out += '\\';
    out += c;
  }
  return out + '"';
}

std::string unquoted(std::string_view value) {
  if (value.size() >= 2 && value.front() == value.back() && (value.front() == '"' || value.front() == '\'')) {
    return std::string(value.substr(1, value.size() - 2));
  }
  return std::string(value);
}

// The whole numbers between colons; nothing where there is something else.
std::optional<std::vector<std::uint64_t>> numbers_of(std::string_view text) {
  std::vector<std::uint64_t> numbers;
  while (true) {
    const std::size_t colon = std::min(text.find(':'), text.size());
    std::uint64_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + colon, number);
    if (error != std::errc() || end != text.data() + colon || number > 1'000'000'000) return std::nullopt;
    numbers.push_back(number);
    if (colon == text.size()) return numbers;
    text.remove_prefix(colon + 1);
  }
}

}  // namespace

void Directives::set(std::string_view name, std::string_view value) {
  const auto at = std::find_if(all_.begin(), all_.end(), [&](const auto& one) { return one.first == name; });
  if (at != all_.end()) {
    at->second = value;
  } else {
    all_.emplace_back(name, value);
  }
}

void Directives::set_all(const Directives& other) {
  for (const auto& [name, value] : other.all_) set(name, value);
}

void Directives::erase(std::string_view name) {
  std::erase_if(all_, [&](const auto& one) { return one.first == name; });
}

std::optional<std::string> Directives::find(std::string_view name) const {
  for (const auto& [known, value] : all_) {
    if (known == name) return value;
  }
  return std::nullopt;
}

std::string Directives::text() const {
  std::string out;
  for (const auto& [name, value] : all_) {
    out += fmt::format("{} --{}{}{}\n", kMark, name, value.empty() ? "" : "=",
                       value.empty() ? "" : directive_value(value));
  }
  return out;
}

std::pair<std::string, std::string> parse_directive(std::string_view text) {
  std::string_view rest = trimmed(text);
  if (rest.starts_with("--")) rest.remove_prefix(2);
  const std::size_t end = std::min(rest.find('='), rest.size());
  const std::string_view name = rest.substr(0, end);
  if (!is_plain(name, "-") || name.front() == '-' || text.find('\n') != std::string_view::npos) {
    throw UserError(
        fmt::format("`{}` is no option of sbatch in its long form\n  = help: as in qos=debug or exclusive", text));
  }
  return {std::string(name), end == rest.size() ? "" : unquoted(trimmed(rest.substr(end + 1)))};
}

BatchScript read_batch_script(const std::string& path) {
  std::ifstream file(path);
  BatchScript script;
  for (std::string line; std::getline(file, line);) {
    if (line.starts_with(kMark)) {
      try {
        const auto [name, value] = parse_directive(std::string_view(line).substr(kMark.size()));
        script.directives.set(name, value);
      } catch (const UserError& error) {
        throw UserError(fmt::format("{}: {}", path, error.what()));
      }
    } else if (!line.starts_with("#!")) {
      script.rest += line + "\n";
    }
  }
  if (!file.eof()) throw UserError(fmt::format("cannot read `{}`", path));
  return script;
}

std::string shell_word(const std::string& text) {
  if (is_plain(text, "-_./:,=+@%^")) return text;
  std::string out = "'";
  for (const char c : text) out += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return out + "'";
}

std::string output_pattern(const std::string& path) {
  std::string out;
  for (const char c : path) out += c == '%' ? std::string("%%") : std::string(1, c);
  return out;
}

std::optional<std::uint64_t> parse_slurm_time(std::string_view text) {
  if (text == "infinite" || text == "INFINITE" || text == "UNLIMITED") return kInfiniteTime;
  const std::size_t dash = text.find('-');
  const bool has_days = dash != std::string_view::npos;
  const auto days = numbers_of(has_days ? text.substr(0, dash) : "0");
  const auto times = numbers_of(has_days ? text.substr(dash + 1) : text);
  if (!days || days->size() > 1 || !times || times->size() > 3) return std::nullopt;
  // What the first number counts: hours after days, else it depends on how many follow.
  constexpr std::array<std::uint64_t, 4> kUnits{3600, 60, 1, 0};
  std::size_t unit = has_days || times->size() == 3 ? 0 : 1;
  std::uint64_t seconds = days->front() * 86400;
  for (const std::uint64_t time : *times) seconds += time * kUnits[unit++];
  return seconds;
}

std::string slurm_time(std::uint64_t seconds) {
  const std::uint64_t minutes = (seconds + 59) / 60, days = minutes / 1440;
  return fmt::format("{}{:02}:{:02}:00", days > 0 ? fmt::format("{}-", days) : "", minutes / 60 % 24, minutes % 60);
}

}  // namespace trainsweep
