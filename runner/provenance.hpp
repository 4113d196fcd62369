// Which program made a result.
#pragma once

#include <string>

namespace trainsweep {

[[nodiscard]] std::string program_version();  // "0.1.0"
[[nodiscard]] std::string git_revision();     // of the sources, "unknown" outside a repository
[[nodiscard]] std::string host_name();
[[nodiscard]] std::string utc_now();          // "2025-01-31T12:00:00Z"

}  // namespace trainsweep
