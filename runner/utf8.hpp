// UTF-8, as far as a terminal and JSON need it.
#pragma once

#include <cstddef>
#include <string_view>

namespace trainsweep {

// Bytes of the first character of `text`; 0 where it is not valid UTF-8 (overlong
// forms, surrogates and values over U+10FFFF included) or where `text` is empty.
[[nodiscard]] constexpr std::size_t utf8_length(std::string_view text) {
  if (text.empty()) return 0;
  const auto byte = [&](std::size_t i) { return static_cast<unsigned>(static_cast<unsigned char>(text[i])); };
  const unsigned first = byte(0);
  if (first < 0x80) return 1;
  const std::size_t length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2;
  if (first < 0xC2 || first > 0xF4 || text.size() < length) return 0;
  for (std::size_t i = 1; i < length; ++i) {
    if ((byte(i) & 0xC0) != 0x80) return 0;
  }
  const unsigned second = byte(1);
  const bool overlong = (first == 0xE0 && second < 0xA0) || (first == 0xF0 && second < 0x90);
  const bool out_of_range = (first == 0xED && second > 0x9F) || (first == 0xF4 && second > 0x8F);
  return overlong || out_of_range ? 0 : length;
}

// Characters of `text`: its width in a terminal where all are of one cell.
[[nodiscard]] constexpr std::size_t utf8_width(std::string_view text) {
  std::size_t width = 0;
  while (!text.empty()) {
    const std::size_t length = utf8_length(text);
    text.remove_prefix(length == 0 ? 1 : length);
    ++width;
  }
  return width;
}

}  // namespace trainsweep
