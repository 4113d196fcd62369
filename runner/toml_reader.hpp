// TOML text as plain values that know where they stand: the only place that knows
// the TOML library.
//
//   Diagnostics errors;
//   const std::optional<TomlValue> file = read_toml(source, errors);
//   TableReader table(*file, "the file", errors);
//   if (const TomlEntry* sweep = table.take_table("sweep")) ...
//   table.finish();    // error: unknown key `gird` in the file; help: use `grid`
//
// Keys stand in the order of the file, so that the order of axes is the user's. A
// key that nobody took is a mistake, and reported with the nearest key that was
// asked for.
//
// Text that would cost more than it can hold is refused: files over 16 MiB, values
// nested deeper than the library allows, keys of more than 16 parts.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "runner/checked.hpp"
#include "runner/diagnostics.hpp"

namespace trainsweep {

struct TomlEntry;

struct TomlValue {
  enum class Type : std::uint8_t { flag, integer, real, text, list, table, date };

  Type type = Type::table;
  bool flag = false;  // beside `type`, as there may be a million
  Position at;
  std::int64_t integer = 0;
  double real = 0;
  std::string text;
  std::vector<TomlValue> items;    // of a list
  std::vector<TomlEntry> entries;  // of a table

  [[nodiscard]] bool is_number() const { return type == Type::integer || type == Type::real; }
  [[nodiscard]] double number() const { return type == Type::integer ? static_cast<double>(integer) : real; }
  [[nodiscard]] const TomlEntry* find(std::string_view key) const;
  [[nodiscard]] TomlEntry* find(std::string_view key);
};

struct TomlEntry {
  std::string key;
  Position at;  // of the key
  TomlValue value;
};

// As a message shows it: 12, 0.5, "text", true, "a list", "a table".
[[nodiscard]] std::string value_text(const TomlValue& value);

// The text of a file. A folder, a missing file and the like are diagnostics.
[[nodiscard]] Checked<Source> read_source(const std::string& path);

// The top table, or nothing where the text is no TOML (which is then reported).
[[nodiscard]] std::optional<TomlValue> read_toml(const Source& source, Diagnostics& errors);

// Reads a table key by key, and reports what was left over.
class TableReader {
 public:
  // `where` names the table in messages: "[grid]", "chip `x`". Requires a table.
  TableReader(const TomlValue& table, std::string where, Diagnostics& errors)
      : table_(table), where_(std::move(where)), errors_(errors) {}

  // Null where the key is missing.
  const TomlEntry* take(std::string_view key);
  // Null also where the value has another type, which is then reported.
  const TomlEntry* take_text(std::string_view key);
  const TomlEntry* take_table(std::string_view key);
  const TomlEntry* take_list(std::string_view key);
  const TomlEntry* take_number(std::string_view key);

  // Reports the keys that nobody took.
  void finish();

 private:
  const TomlEntry* take_typed(std::string_view key, bool (*fits)(const TomlValue&), std::string_view expected);

  const TomlValue& table_;
  std::string where_;
  Diagnostics& errors_;
  std::vector<std::string_view> known_;
};

}  // namespace trainsweep
