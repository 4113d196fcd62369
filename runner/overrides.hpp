// Overrides from the command line, as if the file had said so.
//
//   --set fixed.tokens=1e12      --set grid.size=[8,16]      --set grid.model=cup
//
// The value is TOML; a bare word is text. An axis that is set in [fixed] leaves
// [grid] and the other way round. Positions in messages name the option.
#pragma once

#include <optional>
#include <span>
#include <string>

#include "engine/engine.hpp"
#include "runner/toml_reader.hpp"

namespace trainsweep {

// Puts KEY=VALUE texts into the tables of `top`, in order; the last wins.
void apply_overrides(std::span<const std::string> settings, const Schema& schema, TomlValue& top, Diagnostics& errors);

// One KEY=VALUE as the top table of a TOML text; nothing where it is none, which is
// reported. `option` names it in messages.
[[nodiscard]] std::optional<TomlValue> read_setting(const std::string& option, const std::string& setting,
                                                    Diagnostics& errors);

}  // namespace trainsweep
