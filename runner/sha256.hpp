// SHA-256 of a text, in hexadecimal digits.
#pragma once

#include <string>
#include <string_view>

namespace trainsweep {

[[nodiscard]] std::string sha256(std::string_view text);

}  // namespace trainsweep
