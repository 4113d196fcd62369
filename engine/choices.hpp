// The words that axes of the plan take.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace trainsweep::engine {

enum class Precision : std::uint8_t { bf16, fp8, fp4 };
inline constexpr std::array<std::string_view, 3> kPrecisionNames{"bf16", "fp8", "fp4"};
// What waits in the host's memory.
enum class Offload : std::uint8_t { nothing, optimizer, activations, both };
inline constexpr std::array<std::string_view, 4> kOffloadNames{"none", "optimizer", "activations", "both"};
enum class Recompute : std::uint8_t { none, selective, full };
inline constexpr std::array<std::string_view, 3> kRecomputeNames{"none", "selective", "full"};

}  // namespace trainsweep::engine
