// Checked<T>: a value, or the Diagnostics that explain why there is none.
//
//   Checked<SweepSpec> read = read_sweep(...);
//   if (!read) std::cerr << read.diagnostics().render();
//   const SweepSpec spec = std::move(read).value_or_throw();   // UserError: exit status 2
#pragma once

#include <utility>
#include <variant>

#include "runner/diagnostics.hpp"
#include "runner/exit_status.hpp"

namespace trainsweep {

template <class T>
class [[nodiscard]] Checked {
 public:
  Checked(T value) : content_(std::move(value)) {}                        // NOLINT: `return value;` is the use
  Checked(Diagnostics diagnostics) : content_(std::move(diagnostics)) {}  // NOLINT

  [[nodiscard]] explicit operator bool() const { return std::holds_alternative<T>(content_); }
  // Requires a value.
  [[nodiscard]] const T& value() const& { return std::get<T>(content_); }
  [[nodiscard]] T value() && { return std::get<T>(std::move(content_)); }
  // Requires that there is none.
  [[nodiscard]] const Diagnostics& diagnostics() const { return std::get<Diagnostics>(content_); }

  // Throws UserError with the rendered diagnostics (without the last line's end).
  [[nodiscard]] T value_or_throw() && {
    if (const auto* errors = std::get_if<Diagnostics>(&content_)) {
      std::string text = errors->render();
      text.pop_back();
      throw UserError(text);
    }
    return std::get<T>(std::move(content_));
  }

 private:
  std::variant<T, Diagnostics> content_;
};

}  // namespace trainsweep
