#include "engine/report_lines.hpp"

#include <array>
#include <cmath>
#include <cstdio>

namespace trainsweep::engine {

std::string number(double x) {
  if (!std::isfinite(x)) return std::isnan(x) ? "-" : "none";
  std::array<char, 64> text;
  const double size = std::abs(x);
  if (size != 0 && (size < 1e-4 || size >= 1e15)) {
    std::snprintf(text.data(), text.size(), "%.4g", x);
    return text.data();
  }
  const int digits = size == 0 ? 0 : std::max(0, 3 - static_cast<int>(std::floor(std::log10(size))));
  std::snprintf(text.data(), text.size(), "%.*f", size >= 1000 || x == std::floor(x) ? 0 : digits, x);
  std::string out = text.data();
  const std::size_t end = out.find('.') == std::string::npos ? out.size() : out.find('.');
  for (std::size_t at = end; at > 3 + (out[0] == '-' ? 1u : 0u); at -= 3) out.insert(at - 3, ",");
  return out;
}

std::string percent(double share) {
  std::array<char, 32> text;
  std::snprintf(text.data(), text.size(), "%.1f %%", 100 * share);
  return text.data();
}

}  // namespace trainsweep::engine
