// One value of a Property, as a user wrote it: of the right kind and within bounds,
// or a message that says what is allowed.
#pragma once

#include <optional>
#include <string>

#include "engine/engine.hpp"
#include "runner/diagnostics.hpp"
#include "runner/toml_reader.hpp"

namespace trainsweep {

struct PropertyValue {
  double number = kNotSet;  // unset for text and references
  std::string text{};       // of a text; the name that a reference names
};

// Nothing where the value cannot be taken, which is then reported at its place.
// That a reference's name is known is for the caller to check.
[[nodiscard]] std::optional<PropertyValue> read_property(const Property& property, const TomlValue& value,
                                                         Diagnostics& errors);

// `number` where it is finite, whole if it must be, and in bounds; else reported.
[[nodiscard]] std::optional<double> check_number(const Property& property, double number, const Position& at,
                                                 Diagnostics& errors);

// The shortest text that reads back as this number, as TOML and people write it:
// 64, 0.525, 1e+21. Requires a finite number.
[[nodiscard]] std::string exact_text(double number);

// A value as TOML: a number, true, "word". For text and references see toml_text().
[[nodiscard]] std::string property_text(const Property& property, double number);

// Text in quotes, with TOML's escapes.
[[nodiscard]] std::string toml_text(std::string_view text);

// "a whole number from 1 to 64", "one of `a` and `b`", "the name of a record of `models`".
[[nodiscard]] std::string expected_text(const Property& property);

}  // namespace trainsweep
