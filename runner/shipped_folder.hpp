// Folders that come with the program, such as the catalogue.
#pragma once

#include <string>
#include <vector>

namespace trainsweep {

// Where the folder of this name in the source tree may be now, best first: below
// share/trainsweep beside the program's bin/, and in the sources that it was built from.
[[nodiscard]] std::vector<std::string> shipped_places(const std::string& folder);

// The file of the running program; empty where the system does not say.
[[nodiscard]] std::string program_path();

}  // namespace trainsweep
