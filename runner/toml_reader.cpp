#include "runner/toml_reader.hpp"

#include <stdexcept>

namespace trainsweep {
namespace {
// The library ends the program, or assumes that it cannot be, where some wrong texts
// ("[.a]") lead it: its checks throw instead, in every build.
struct ParserGaveUp : std::logic_error {
  using std::logic_error::logic_error;
};
constexpr void require(bool condition, const char* text) {
  if (!condition) throw ParserGaveUp(text);
}
}  // namespace
}  // namespace trainsweep
#undef NDEBUG
#define TOML_ASSERT(condition) trainsweep::require(static_cast<bool>(condition), #condition)
#define TOML_HEADER_ONLY 1
#define TOML_EXCEPTIONS 0
#define TOML_ENABLE_FORMATTERS 0
#include <fmt/format.h>
#include <toml++/toml.h>

#include <algorithm>
#include <array>

#include "runner/suggest.hpp"

namespace trainsweep {
namespace {

constexpr std::size_t kMostKeyParts = 16;

Position position(const Source& source, const toml::source_region& region) {
  Position at{source, region.begin.line, region.begin.column, 1};
  if (region.end.line == region.begin.line && region.end.column > region.begin.column) {
    at.length = region.end.column - region.begin.column;
  }
  return at;
}

TomlValue convert(const toml::node& node, const Source& source);

void convert_entries(const toml::table& table, const Source& source, TomlValue& value) {
  for (const auto& [key, child] : table) {
    value.entries.push_back({std::string(key.str()), position(source, key.source()), convert(child, source)});
  }
  std::sort(value.entries.begin(), value.entries.end(), [](const TomlEntry& a, const TomlEntry& b) {
    return std::pair(a.at.line, a.at.column) < std::pair(b.at.line, b.at.column);
  });
}

TomlValue convert(const toml::node& node, const Source& source) {
  TomlValue value;
  value.at = position(source, node.source());
  if (const auto* table = node.as_table()) {
    convert_entries(*table, source, value);
  } else if (const auto* list = node.as_array()) {
    value.type = TomlValue::Type::list;
    value.items.reserve(list->size());
    for (const toml::node& item : *list) value.items.push_back(convert(item, source));
  } else if (const auto* text = node.as_string()) {
    value.type = TomlValue::Type::text;
    value.text = text->get();
  } else if (const auto* integer = node.as_integer()) {
    value.type = TomlValue::Type::integer;
    value.integer = integer->get();
  } else if (const auto* real = node.as_floating_point()) {
    value.type = TomlValue::Type::real;
    value.real = real->get();
  } else if (const auto* flag = node.as_boolean()) {
    value.type = TomlValue::Type::flag;
    value.flag = flag->get();
  } else {
    value.type = TomlValue::Type::date;
  }
  return value;
}

// The end of the string that opens at `i`; npos where it is not closed.
std::size_t string_end(std::string_view text, std::size_t i) {
  const char quote = text[i];
  const bool multi_line = text.substr(i, 3) == std::string(3, quote);
  const std::string close(multi_line ? 3 : 1, quote);
  for (std::size_t j = i + close.size(); j < text.size(); ++j) {
    if (quote == '"' && text[j] == '\\') {
      ++j;
    } else if (text.substr(j, close.size()) == close) {
      return j + close.size();
    } else if (text[j] == '\n' && !multi_line) {
      return std::string_view::npos;
    }
  }
  return std::string_view::npos;
}

// The library recurses once for each part of a dotted key, without a limit: a long
// enough key would overflow the stack. Returns the line of one with too many parts.
std::optional<std::size_t> line_of_endless_key(std::string_view text) {
  std::size_t line = 1, dots = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (c == '"' || c == '\'') {
      const std::size_t end = string_end(text, i);
      if (end == std::string_view::npos) continue;  // the parser will say so
      line += static_cast<std::size_t>(std::count(text.begin() + i, text.begin() + end, '\n'));
      i = end - 1;
    } else if (c == '#') {
      i = std::min(text.find('\n', i), text.size()) - 1;
    } else if (c == '.') {
      if (++dots >= kMostKeyParts) return line;
    } else if (c == '\n' || c == ',' || c == '=' || c == '[' || c == ']' || c == '{' || c == '}') {
      dots = 0;
      if (c == '\n') ++line;
    }
  }
  return std::nullopt;
}

// What the library says, and what it means to whoever wrote the text.
struct Wording {
  std::string_view theirs;
  std::string_view ours;
};
constexpr std::array kWordings{
    Wording{"string: unescaped control characters", "the text in quotes is not closed, or holds a control character"},
    Wording{"expected value, saw '\\n'", "the value is missing"},
    Wording{"invalid utf-8", "these bytes are no UTF-8"},
    Wording{"is not representable in 64 bits", "the whole number is too large; write it as 1e30"},
    Wording{"cannot redefine", "this key stands above already"},
    Wording{"could not determine value type", "this is no value; text needs quotes"},
    Wording{"exceeded maximum nested value depth", "lists or tables are nested too deeply"},
    Wording{"array: encountered end-of-file", "the list is not closed"},
};

std::string parse_message(std::string_view theirs) {
  for (const Wording& wording : kWordings) {
    if (theirs.find(wording.theirs) != std::string_view::npos) return std::string(wording.ours);
  }
  std::string text(theirs);
  constexpr std::string_view prefix = "Error while parsing ";
  if (text.starts_with(prefix)) text = "cannot read " + text.substr(prefix.size());
  while (text.ends_with('.') || text.ends_with('\n')) text.pop_back();
  return text;
}

std::optional<toml::parse_result> parse(const SourceText& source) {
  try {
    return toml::parse(std::string_view(source.text), std::string_view(source.name));
  } catch (const ParserGaveUp&) {
    return std::nullopt;
  }
}

}  // namespace

const TomlEntry* TomlValue::find(std::string_view key) const {
  const auto found = std::find_if(entries.begin(), entries.end(), [&](const TomlEntry& e) { return e.key == key; });
  return found == entries.end() ? nullptr : &*found;
}

TomlEntry* TomlValue::find(std::string_view key) {
  return const_cast<TomlEntry*>(static_cast<const TomlValue*>(this)->find(key));
}

std::string value_text(const TomlValue& value) {
  switch (value.type) {
    case TomlValue::Type::flag:
      return value.flag ? "true" : "false";
    case TomlValue::Type::integer:
      return fmt::format("{}", value.integer);
    case TomlValue::Type::real:
      return fmt::format("{}", value.real);
    case TomlValue::Type::text: {
      const std::string ticked_text = ticked(value.text);
      return "\"" + ticked_text.substr(1, ticked_text.size() - 2) + "\"";
    }
    case TomlValue::Type::list:
      return "a list";
    case TomlValue::Type::table:
      return "a table";
    case TomlValue::Type::date:
      return "a date or time";
  }
  return "";
}

std::optional<TomlValue> read_toml(const Source& source, Diagnostics& errors) {
  if (const auto line = line_of_endless_key(source->text)) {
    const Position at{source, static_cast<std::uint32_t>(*line), 1, 1};
    errors.add(at, fmt::format("a key of more than {} parts", kMostKeyParts), "is there a `=` missing?");
    return std::nullopt;
  }
  const std::optional<toml::parse_result> result = parse(*source);
  if (!result) {
    errors.add({source, 0, 0, 0}, "this is no TOML", "is a key or a table header malformed, such as [.a]?");
    return std::nullopt;
  }
  const toml::parse_result& parsed = *result;
  if (!parsed) {
    const toml::parse_error& error = parsed.error();
    errors.add(position(source, error.source()), parse_message(error.description()));
    return std::nullopt;
  }
  TomlValue top;
  top.at = Position{source, 0, 0, 1};
  convert_entries(parsed.table(), source, top);
  return top;
}

const TomlEntry* TableReader::take(std::string_view key) {
  known_.push_back(key);
  return table_.find(key);
}

const TomlEntry* TableReader::take_typed(std::string_view key, bool (*fits)(const TomlValue&),
                                         std::string_view expected) {
  const TomlEntry* entry = take(key);
  if (entry == nullptr || fits(entry->value)) return entry;
  errors_.add(entry->value.at, fmt::format("`{}` is {}, but must be {}", key, value_text(entry->value), expected));
  return nullptr;
}

const TomlEntry* TableReader::take_text(std::string_view key) {
  return take_typed(
      key, [](const TomlValue& v) { return v.type == TomlValue::Type::text; }, "text in quotes");
}
const TomlEntry* TableReader::take_table(std::string_view key) {
  return take_typed(
      key, [](const TomlValue& v) { return v.type == TomlValue::Type::table; }, "a table");
}
const TomlEntry* TableReader::take_list(std::string_view key) {
  return take_typed(
      key, [](const TomlValue& v) { return v.type == TomlValue::Type::list; }, "a list");
}
const TomlEntry* TableReader::take_number(std::string_view key) {
  return take_typed(
      key, [](const TomlValue& v) { return v.is_number(); }, "a number");
}

void TableReader::finish() {
  for (const TomlEntry& entry : table_.entries) {
    if (std::find(known_.begin(), known_.end(), entry.key) != known_.end()) continue;
    errors_.add(entry.at, fmt::format("unknown key {} in {}", ticked(entry.key), where_),
                suggestion(entry.key, known_));
  }
}

}  // namespace trainsweep
