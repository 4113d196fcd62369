#include "runner/provenance.hpp"

#include <unistd.h>

#include <array>
#include <ctime>

namespace trainsweep {

std::string program_version() { return TRAINSWEEP_VERSION; }

std::string git_revision() { return TRAINSWEEP_GIT_REVISION; }

std::string host_name() {
  std::array<char, 256> name{};
  return gethostname(name.data(), name.size() - 1) == 0 ? name.data() : "unknown";
}

std::string utc_now() {
  const std::time_t now = std::time(nullptr);
  std::tm parts{};
  gmtime_r(&now, &parts);
  std::array<char, 32> text{};
  std::strftime(text.data(), text.size(), "%Y-%m-%dT%H:%M:%SZ", &parts);
  return text.data();
}

}  // namespace trainsweep
