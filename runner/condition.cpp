#include "runner/condition.hpp"

#include <fmt/format.h>

#include <array>
#include <utility>

#include "runner/exit_status.hpp"

namespace trainsweep {
namespace {

// Two-letter symbols first: "<" is a part of "<=". "=" is what many will write.
constexpr std::array<std::pair<std::string_view, Comparison>, 7> kSymbols{{
    {"<=", Comparison::at_most},
    {">=", Comparison::at_least},
    {"==", Comparison::equal},
    {"!=", Comparison::not_equal},
    {"<", Comparison::below},
    {">", Comparison::above},
    {"=", Comparison::equal},
}};

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view kBlanks = " \t\r\n";
  const std::size_t first = text.find_first_not_of(kBlanks);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(kBlanks) - first + 1);
}

std::string_view unquoted(std::string_view text) {
  const bool quoted = text.size() >= 2 && text.front() == text.back() && (text.front() == '"' || text.front() == '\'');
  return quoted ? text.substr(1, text.size() - 2) : text;
}

}  // namespace

Condition parse_condition(std::string_view text) {
  const auto refuse = [&](std::string_view why) {
    return UserError(fmt::format("`{}` is no condition: {}\n  = help: write NAME, one of < <= > >= == !=, and a value, as in \"train_days <= 30\"",
                                 text, why));
  };
  const std::size_t at = text.find_first_of("<>=!");
  if (at == std::string_view::npos) throw refuse("it compares nothing");
  for (const auto& [word, comparison] : kSymbols) {
    if (text.substr(at, word.size()) != word) continue;
    const std::string_view name = trimmed(text.substr(0, at));
    const std::string_view value = unquoted(trimmed(text.substr(at + word.size())));
    if (name.empty()) throw refuse("the name is missing");
    if (value.empty()) throw refuse("the value is missing");
    return {std::string(name), comparison, std::string(value)};
  }
  throw refuse("`!` stands alone");
}

std::vector<Condition> parse_conditions(const std::vector<std::string>& texts) {
  std::vector<Condition> conditions;
  for (const std::string& text : texts) conditions.push_back(parse_condition(text));
  return conditions;
}

std::string_view symbol(Comparison comparison) {
  for (const auto& [word, meaning] : kSymbols) {
    if (meaning == comparison) return word;
  }
  return "";
}

}  // namespace trainsweep
