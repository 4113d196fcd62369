// Lines for people on stderr: "12:00:00 trainsweep: text". Results go elsewhere.
#pragma once

#include <string_view>

namespace trainsweep {

void log_info(std::string_view text);
void log_warning(std::string_view text);
void log_error(std::string_view text);

// Replaces the last status line by this one, without a line's end. Terminals only.
void show_status_line(std::string_view text);
// Whether stderr is a terminal.
[[nodiscard]] bool is_terminal();

}  // namespace trainsweep
