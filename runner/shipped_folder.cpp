#include "runner/shipped_folder.hpp"

#include <filesystem>
#include <system_error>

namespace trainsweep {

namespace fs = std::filesystem;

std::vector<std::string> shipped_places(const std::string& folder) {
  std::vector<std::string> places;
  const fs::path program = program_path();
  if (!program.empty()) places.push_back(program.parent_path().parent_path() / "share/trainsweep" / folder);
  places.push_back(fs::path(TRAINSWEEP_SOURCE_FOLDER) / folder);
  return places;
}

std::string program_path() {
  std::error_code ignored;
  return fs::read_symlink("/proc/self/exe", ignored).string();
}

}  // namespace trainsweep
