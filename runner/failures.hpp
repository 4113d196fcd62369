// Evaluations that threw: how many, and what the first few said.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace trainsweep {

struct Failure {
  std::uint64_t point = 0;
  std::string message;
  bool operator==(const Failure&) const = default;
};

struct Failures {
  std::uint64_t count = 0;
  std::vector<Failure> samples;  // at most kFailureSamples

  void add(std::uint64_t point, const std::string& message);
  void add(const Failures& other);
  bool operator==(const Failures&) const = default;
};

}  // namespace trainsweep
