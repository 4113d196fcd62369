#include "runner/property_value.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <string>
#include <vector>

#include "runner/suggest.hpp"
#include "runner/utf8.hpp"

namespace trainsweep {
namespace {

// Doubles hold whole numbers exactly up to here.
constexpr double kMostExact = 9007199254740992.0;

// As people say it: 1e12 rather than 1000000000000, 1000001 in full.
std::string spoken(double number) {
  if (!std::isfinite(number)) return fmt::format("{}", number);
  std::string brief = fmt::format("{:.3g}", number);
  const bool is_brief = std::abs(number) >= 1e7 && std::strtod(brief.c_str(), nullptr) == number;
  if (!is_brief) return exact_text(number);
  const std::size_t exponent = brief.find("e+") + 1;
  return brief.erase(exponent, brief.find_first_not_of("+0", exponent) - exponent);
}

std::string bounds_text(const Property& property) {
  const bool bottom = std::isfinite(property.least);
  const bool top = std::isfinite(property.most);
  if (bottom && top) return fmt::format(" from {} to {}", spoken(property.least), spoken(property.most));
  if (bottom) return fmt::format(" of at least {}", spoken(property.least));
  if (top) return fmt::format(" of at most {}", spoken(property.most));
  return "";
}

bool has_the_kind(const Property& property, const TomlValue& value) {
  switch (property.kind) {
    case Kind::number:
    case Kind::integer:
      return value.is_number();
    case Kind::flag:
      return value.type == TomlValue::Type::flag;
    case Kind::choice:
    case Kind::text:
    case Kind::reference:
      return value.type == TomlValue::Type::text;
  }
  return false;
}

std::optional<PropertyValue> read_choice(const Property& property, const TomlValue& value, Diagnostics& errors) {
  const auto found = std::find(property.choices.begin(), property.choices.end(), value.text);
  if (found != property.choices.end()) return PropertyValue{static_cast<double>(found - property.choices.begin())};
  const std::string_view near = nearest(value.text, property.choices);
  errors.add(value.at,
             fmt::format("`{}` is {}, but must be {}", property.name, value_text(value), expected_text(property)),
             near.empty() ? "" : "use " + ticked(near));
  return std::nullopt;
}

}  // namespace

std::string exact_text(double number) {
  if (std::abs(number) < 1e15 && number == std::floor(number))
    return fmt::format("{}", static_cast<std::int64_t>(number));
  return fmt::format("{}", number);
}

std::string property_text(const Property& property, double number) {
  if (property.kind == Kind::flag) return number != 0 ? "true" : "false";
  if (property.kind == Kind::choice) return toml_text(property.choices[static_cast<std::size_t>(number)]);
  return exact_text(number);
}

std::string toml_text(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') {
      out += '\\';
      out += c;
    } else if (c == '\n') {
      out += "\\n";
    } else if (c == '\t') {
      out += "\\t";
    } else if (byte < 0x20 || byte == 0x7F) {
      out += fmt::format("\\u{:04X}", byte);
    } else {
      out += c;
    }
  }
  return out + '"';
}

std::string expected_text(const Property& property) {
  switch (property.kind) {
    case Kind::number:
      return "a number" + bounds_text(property);
    case Kind::integer:
      return "a whole number" + bounds_text(property);
    case Kind::flag:
      return "true or false";
    case Kind::choice:
      return "one of " + ticked_list({property.choices.begin(), property.choices.end()}, "or");
    case Kind::text:
      return "text in quotes";
    case Kind::reference:
      return fmt::format("the name of a record of `{}`", property.catalog);
  }
  return "";
}

std::optional<double> check_number(const Property& property, double number, const Position& at, Diagnostics& errors) {
  const auto refuse = [&](std::string_view expected) {
    errors.add(at, fmt::format("`{}` is {}, but must be {}", property.name, spoken(number), expected));
    return std::nullopt;
  };
  if (!std::isfinite(number)) return refuse("a finite number");
  if (property.kind == Kind::integer && (number != std::floor(number) || std::abs(number) > kMostExact)) {
    return refuse(expected_text(property));
  }
  const bool bottom = std::isfinite(property.least);
  const bool top = std::isfinite(property.most);
  if (number >= property.least && number <= property.most) return number + 0.0;  // -0 becomes 0
  if (bottom && top) return refuse(fmt::format("from {} to {}", spoken(property.least), spoken(property.most)));
  if (bottom) return refuse(fmt::format("at least {}", spoken(property.least)));
  return refuse(fmt::format("at most {}", spoken(property.most)));
}

std::optional<PropertyValue> read_property(const Property& property, const TomlValue& value, Diagnostics& errors) {
  if (!has_the_kind(property, value)) {
    errors.add(value.at,
               fmt::format("`{}` is {}, but must be {}", property.name, value_text(value), expected_text(property)));
    return std::nullopt;
  }
  switch (property.kind) {
    case Kind::flag:
      return PropertyValue{value.flag ? 1.0 : 0.0};
    case Kind::choice:
      return read_choice(property, value, errors);
    case Kind::text:
    case Kind::reference:
      return PropertyValue{kNotSet, value.text};
    default:
      break;
  }
  const auto number = check_number(property, value.number(), value.at, errors);
  if (!number) return std::nullopt;
  return PropertyValue{*number};
}

}  // namespace trainsweep
