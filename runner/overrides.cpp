#include "runner/overrides.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "runner/utf8.hpp"

namespace trainsweep {
namespace {

constexpr std::string_view kBlanks = " \t";

std::string_view trimmed(std::string_view text) {
  const auto from = text.find_first_not_of(kBlanks);
  return from == std::string_view::npos ? "" : text.substr(from, text.find_last_not_of(kBlanks) - from + 1);
}

// A word that needs no quotes: what TOML cannot read and does not begin like a list,
// a table or text in quotes.
bool is_bare_word(std::string_view value) {
  return !value.empty() && std::string_view("[{\"'").find(value.front()) == std::string_view::npos;
}

// Puts the entry where its dotted key leads. Keys left of `equals` are the way, the
// rest is the value: an inline table replaces what was there.
void put(TomlValue& table, const TomlEntry& entry, std::size_t equals) {
  TomlEntry* here = table.find(entry.key);
  const bool is_way = entry.value.type == TomlValue::Type::table && !entry.value.entries.empty() &&
                      entry.value.entries.front().at.column <= equals;
  if (here == nullptr) {
    table.entries.push_back(entry);
  } else if (is_way && here->value.type == TomlValue::Type::table) {
    put(here->value, entry.value.entries.front(), equals);
  } else {
    *here = entry;
  }
}

void leave_the_other(TomlValue& top, const TomlEntry& set) {
  const std::string_view other = set.key == "fixed" ? "grid" : set.key == "grid" ? "fixed" : "";
  TomlEntry* table = top.find(other);
  if (table == nullptr || set.value.entries.empty()) return;
  std::erase_if(table->value.entries, [&](const TomlEntry& e) { return e.key == set.value.entries.front().key; });
}

}  // namespace

std::optional<TomlValue> read_setting(const std::string& option, const std::string& setting, Diagnostics& errors) {
  const Source source = make_argument(option, setting);
  const std::size_t equals = setting.find('=');
  const auto refuse = [&] {
    errors.add({source, 1, 1, 1}, fmt::format("{} is not KEY=VALUE", ticked(setting)));
    return std::nullopt;
  };
  if (equals == std::string::npos || trimmed(setting.substr(0, equals)).empty()) return refuse();
  Diagnostics as_toml;
  if (auto top = read_toml(source, as_toml)) return top->entries.empty() ? refuse() : top;
  const std::string_view value = trimmed(std::string_view(setting).substr(equals + 1));
  Diagnostics as_word;
  auto top = read_toml(make_argument(option, setting.substr(0, equals) + "= 0"), as_word);
  if (!top || !is_bare_word(value)) {
    errors.append(as_toml);
    return std::nullopt;
  }
  TomlValue* leaf = &*top;
  while (leaf->type == TomlValue::Type::table) {
    if (leaf->entries.empty()) return refuse();  // the `=` stands in a comment
    leaf->entries.front().at.source = source;
    leaf = &leaf->entries.front().value;
  }
  leaf->type = TomlValue::Type::text;
  leaf->text = std::string(value);
  const auto before = std::string_view(setting).substr(0, static_cast<std::size_t>(value.data() - setting.data()));
  leaf->at = {source, 1, static_cast<std::uint32_t>(utf8_width(before) + 1),
              static_cast<std::uint32_t>(utf8_width(value))};
  return top;
}

void apply_overrides(std::span<const std::string> settings, const Schema& schema, TomlValue& top, Diagnostics& errors) {
  for (const std::string& setting : settings) {
    const auto read = read_setting("--set", setting, errors);
    if (!read) continue;
    const TomlEntry& entry = read->entries.front();
    const std::size_t equals = utf8_width(std::string_view(setting).substr(0, setting.find('='))) + 1;
    const bool is_axis =
        std::any_of(schema.axes.begin(), schema.axes.end(), [&](const Axis& a) { return a.name == entry.key; });
    if (is_axis) {
      errors.add(entry.at, fmt::format("`{}` does not say where it belongs", entry.key),
                 fmt::format("write fixed.{0}=... or grid.{0}=...", entry.key));
    } else if (entry.key == "zip") {
      errors.add(entry.at, "a [[zip]] cannot be set from here", "change it in the file");
    } else if (entry.value.type != TomlValue::Type::table) {
      errors.add(entry.at, fmt::format("{} does not say what to set", ticked(entry.key)),
                 "write TABLE.KEY=VALUE, such as fixed.AXIS=1");
    } else {
      leave_the_other(top, entry);
      put(top, entry, equals);
    }
  }
}

}  // namespace trainsweep
