// Json: writes JSON to a stream, as it goes, so that an output may be larger than
// memory.
//
//   Json json(std::cout);
//   json.open('{').key("days").value(27.5).key("offers").open('[').value("a").close(']').close('}');
//
// Nested values stand on lines of their own, two spaces deeper; what was opened
// with `Layout::line` stays on one line. Numbers round-trip; NaN and infinities,
// which JSON lacks, become null. Text is taken for UTF-8; bytes that are none
// become U+FFFD, so that every output parses.
#pragma once

#include <cstdint>
#include <ostream>
#include <string>
#include <string_view>
#include <vector>

namespace trainsweep {

[[nodiscard]] std::string json_string(std::string_view text);

class Json {
 public:
  enum class Layout : std::uint8_t { block, line };

  explicit Json(std::ostream& out) : out_(out) {}

  Json& open(char bracket, Layout layout = Layout::block);
  Json& close(char bracket);
  Json& key(std::string_view name);
  Json& value(std::string_view text);
  Json& value(const char* text) { return value(std::string_view(text)); }
  Json& value(double number);
  Json& value(float number);
  Json& value(std::uint64_t number);
  Json& value(bool flag);
  Json& null();

 private:
  struct Level {
    Layout layout = Layout::block;
    bool empty = true;
  };
  void separate();
  Json& raw(std::string_view text);

  std::ostream& out_;
  std::vector<Level> levels_;
  bool after_key_ = false;
};

}  // namespace trainsweep
