#include "runner/diagnostics.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "runner/utf8.hpp"

namespace trainsweep {
namespace {

constexpr std::size_t kMostShown = 100;
constexpr std::size_t kMostColumns = 100;  // of a source line
constexpr std::size_t kColumnsBefore = 60;
constexpr std::size_t kMostQuoted = 80;
constexpr std::string_view kReplacement = "\uFFFD";

// One string a character, each of which a terminal shows in place.
std::vector<std::string> printable(std::string_view text) {
  std::vector<std::string> characters;
  while (!text.empty()) {
    const std::size_t length = utf8_length(text);
    const auto first = static_cast<unsigned char>(text.front());
    // U+0080 to U+009F are control characters too: C2 80 to C2 9F.
    const bool control =
        first < 0x20 || first == 0x7F || (length == 2 && first == 0xC2 && static_cast<unsigned char>(text[1]) < 0xA0);
    if (first == '\t') {
      characters.emplace_back(" ");
    } else if (length == 0 || control) {
      characters.emplace_back(kReplacement);
    } else {
      characters.emplace_back(text.substr(0, length));
    }
    text.remove_prefix(std::max<std::size_t>(length, 1));
  }
  return characters;
}

std::string join(const std::vector<std::string>& characters, std::size_t from, std::size_t to) {
  std::string text;
  for (std::size_t i = from; i < to; ++i) text += characters[i];
  return text;
}

// The line and a caret under it; of a long line the part around the caret.
void append_excerpt(std::string& out, const Position& at) {
  const std::vector<std::string> line = printable(at.source->line(at.line));
  const std::size_t column = std::min<std::size_t>(at.column == 0 ? 0 : at.column - 1, line.size());
  const bool cut = line.size() > kMostColumns;
  const std::size_t from = cut && column > kColumnsBefore ? column - kColumnsBefore : 0;
  const std::size_t to = std::min(line.size(), from + kMostColumns);
  const std::string before = from > 0 ? "..." : "";
  const std::size_t room = std::max<std::size_t>(to - column, 1);
  const std::string number = at.source->is_argument ? "" : fmt::format("{}", at.line);
  out += fmt::format("{:>5} | {}{}{}\n", number, before, join(line, from, to), to < line.size() ? "..." : "");
  out += fmt::format("{:>5} | {:{}}{:^<{}}\n", "", "", before.size() + column - from, "",
                     std::clamp<std::size_t>(at.length, 1, room));
}

std::vector<const Diagnostic*> by_position(const std::vector<Diagnostic>& items) {
  std::map<const SourceText*, std::size_t> order;
  std::vector<const Diagnostic*> sorted;
  for (const Diagnostic& item : items) {
    order.try_emplace(item.at.source.get(), order.size());
    sorted.push_back(&item);
  }
  std::stable_sort(sorted.begin(), sorted.end(), [&](const Diagnostic* a, const Diagnostic* b) {
    const auto key = [&](const Diagnostic& d) {
      return std::tuple(order.at(d.at.source.get()), d.at.line, d.at.column);
    };
    return key(*a) < key(*b);
  });
  return sorted;
}

}  // namespace

std::string_view SourceText::line(std::size_t number) const {
  std::string_view rest = text;
  for (std::size_t i = 1; i < number; ++i) {
    const std::size_t end = rest.find('\n');
    if (end == std::string_view::npos) return {};
    rest.remove_prefix(end + 1);
  }
  rest = rest.substr(0, rest.find('\n'));
  if (rest.ends_with('\r')) rest.remove_suffix(1);
  return rest;
}

Source make_source(std::string name, std::string text) {
  return std::make_shared<const SourceText>(SourceText{std::move(name), std::move(text), false});
}

Source make_argument(std::string option, std::string text) {
  return std::make_shared<const SourceText>(SourceText{std::move(option), std::move(text), true});
}

std::string place_text(const Position& at) {
  if (!at.source) return "";
  const std::string name = clean(at.source->name);
  if (at.line == 0 || at.source->is_argument) return name;
  return fmt::format("{}:{}:{}", name, at.line, at.column);
}

void Diagnostics::add(Position at, std::string message, std::string help) {
  items_.push_back({std::move(at), std::move(message), std::move(help)});
}

void Diagnostics::append(const Diagnostics& other) {
  items_.insert(items_.end(), other.items_.begin(), other.items_.end());
}

std::string Diagnostics::render() const {
  std::string out;
  const auto sorted = by_position(items_);
  for (std::size_t i = 0; i < std::min(sorted.size(), kMostShown); ++i) {
    const Diagnostic& item = *sorted[i];
    const std::string place = place_text(item.at);
    out += fmt::format("{}{}error: {}\n", place, place.empty() ? "" : ": ", item.message);
    if (item.at.source && item.at.line > 0) append_excerpt(out, item.at);
    if (!item.help.empty()) out += fmt::format("      = help: {}\n", item.help);
  }
  if (sorted.size() > kMostShown) out += fmt::format("... and {} more\n", sorted.size() - kMostShown);
  out += fmt::format("{} error{}; nothing was run\n", items_.size(), items_.size() == 1 ? "" : "s");
  return out;
}

std::string clean(std::string_view text) {
  const auto characters = printable(text);
  return join(characters, 0, characters.size());
}

std::string ticked(std::string_view name) {
  const auto characters = printable(name);
  if (characters.size() <= kMostQuoted) return "`" + join(characters, 0, characters.size()) + "`";
  return "`" + join(characters, 0, kMostQuoted) + "...`";
}

std::string ticked_list(const std::vector<std::string_view>& names, std::string_view last) {
  std::string text;
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (i > 0) text += i + 1 == names.size() ? fmt::format(" {} ", last) : ", ";
    text += ticked(names[i]);
  }
  return text;
}

}  // namespace trainsweep
