// Diagnostics: what is wrong with what the user wrote, all of it at once.
//
//   Diagnostics errors;
//   errors.add(position, "unknown axis `tensor_paralel`", "use `tensor_parallel`");
//   errors.render() ->
//     x.toml:9:1: error: unknown axis `tensor_paralel`
//         9 | tensor_paralel = [1, 2, 4, 8]
//           | ^^^^^^^^^^^^^^
//           = help: use `tensor_parallel`
//     1 error; nothing was run
//
// Messages are lower case, without a full stop, and hold the offending name in
// backticks. Control characters and bytes that are no UTF-8 never reach the
// terminal: whatever a file holds, the rendering is plain text.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace trainsweep {

// A text that the user gave: a file, or an argument (its name is then the option's).
struct SourceText {
  std::string name;
  std::string text;
  bool is_argument = false;

  // Line `number`, counted from 1, without its end; empty where there is none.
  [[nodiscard]] std::string_view line(std::size_t number) const;
};
using Source = std::shared_ptr<const SourceText>;

[[nodiscard]] Source make_source(std::string name, std::string text);
[[nodiscard]] Source make_argument(std::string option, std::string text);

// Lines and columns count from 1, columns in characters. Line 0: the text as a whole.
struct Position {
  Source source;
  std::uint32_t line = 0;
  std::uint32_t column = 0;
  std::uint32_t length = 1;  // characters to underline
};

// "x.toml:9:1", "x.toml" for line 0, "--set" for an argument.
[[nodiscard]] std::string place_text(const Position& at);

struct Diagnostic {
  Position at;
  std::string message;
  std::string help;  // may be empty
};

class Diagnostics {
 public:
  void add(Position at, std::string message, std::string help = "");
  void append(const Diagnostics& other);

  [[nodiscard]] bool empty() const { return items_.empty(); }
  [[nodiscard]] std::size_t size() const { return items_.size(); }
  // As they were added.
  [[nodiscard]] const std::vector<Diagnostic>& items() const { return items_; }

  // All of them by position, texts in the order of their first mistake, and a last
  // line that counts them. Beyond the first hundred they are counted only.
  [[nodiscard]] std::string render() const;

 private:
  std::vector<Diagnostic> items_;
};

// A line of text that comes from outside: control characters and invalid bytes replaced.
[[nodiscard]] std::string clean(std::string_view text);

// "`name`", control characters and invalid bytes replaced, long text shortened.
[[nodiscard]] std::string ticked(std::string_view name);

// "`a`, `b` and `c`".
[[nodiscard]] std::string ticked_list(const std::vector<std::string_view>& names, std::string_view last = "and");

}  // namespace trainsweep
