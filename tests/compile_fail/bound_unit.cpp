// A catalogue row whose unit is not of its member's dimension: must not compile.
#include "engine/chip.hpp"

namespace trainsweep::engine {
constexpr auto kRow = bind<&Chip::memory, gigabyte_per_second>({.name = "memory_gb"});
}
