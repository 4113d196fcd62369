#include "runner/json.hpp"

#include <fmt/format.h>

#include <cmath>

#include "runner/utf8.hpp"

namespace trainsweep {

std::string json_string(std::string_view text) {
  std::string out = "\"";
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t length = utf8_length(text.substr(at));
    if (length == 0) {
      out += "\xEF\xBF\xBD";
      ++at;
      continue;
    }
    const char c = text[at];
    if (c == '"' || c == '\\') {
      out += '\\';
      out += c;
    } else if (c == '\n') {
      out += "\\n";
    } else if (c == '\t') {
      out += "\\t";
    } else if (static_cast<unsigned char>(c) < 0x20) {
      out += fmt::format("\\u{:04x}", static_cast<unsigned>(c));
    } else {
      out += text.substr(at, length);
    }
    at += length;
  }
  out += '"';
  return out;
}

namespace {

template <class Number>
std::string json_number(Number number) {
  return std::isfinite(number) ? fmt::format("{}", number) : "null";
}

}  // namespace

void Json::separate() {
  if (after_key_) {
    after_key_ = false;
    return;
  }
  if (levels_.empty()) return;
  Level& level = levels_.back();
  if (!level.empty) out_ << ',';
  if (level.layout == Layout::block) {
    out_ << '\n' << std::string(2 * levels_.size(), ' ');
  } else if (!level.empty) {
    out_ << ' ';
  }
  level.empty = false;
}

Json& Json::raw(std::string_view text) {
  separate();
  out_ << text;
  return *this;
}

Json& Json::open(char bracket, Layout layout) {
  raw({&bracket, 1});
  const bool inside_a_line = !levels_.empty() && levels_.back().layout == Layout::line;
  levels_.push_back({inside_a_line ? Layout::line : layout});
  return *this;
}

Json& Json::close(char bracket) {
  const Level level = levels_.back();
  levels_.pop_back();
  if (!level.empty && level.layout == Layout::block) out_ << '\n' << std::string(2 * levels_.size(), ' ');
  out_ << bracket;
  if (levels_.empty()) out_ << '\n';
  return *this;
}

Json& Json::key(std::string_view name) {
  raw(json_string(name) + ": ");
  after_key_ = true;
  return *this;
}

Json& Json::value(std::string_view text) { return raw(json_string(text)); }
Json& Json::value(double number) { return raw(json_number(number)); }
Json& Json::value(float number) { return raw(json_number(number)); }
Json& Json::value(std::uint64_t number) { return raw(fmt::format("{}", number)); }
Json& Json::value(bool flag) { return raw(flag ? "true" : "false"); }
Json& Json::null() { return raw("null"); }

}  // namespace trainsweep
