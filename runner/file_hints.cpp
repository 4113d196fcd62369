#include "runner/file_hints.hpp"

#include <fmt/format.h>

#include "runner/diagnostics.hpp"
#include "runner/property_value.hpp"
#include "runner/toml_reader.hpp"

namespace trainsweep {

FileHints read_file_hints(const TomlValue& table, Diagnostics& errors) {
  FileHints hints;
  TableReader reader(table, "the hints of [output]", errors);
  for (const FileHint& row : kFileHints) {
    const TomlEntry* entry = reader.take(row.name);
    if (entry == nullptr) continue;
    const auto value = read_property(row, entry->value, errors);
    if (!value) continue;
    hints.*row.member = static_cast<std::uint64_t>(value->number);
    if (hints.*row.member % row.multiple != 0) {
      errors.add(entry->value.at, fmt::format("`{}` is {}, but must be a multiple of {}", row.name,
                                              value_text(entry->value), row.multiple));
    }
  }
  reader.finish();
  return hints;
}

}  // namespace trainsweep
