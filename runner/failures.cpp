#include "runner/failures.hpp"

#include "runner/file_layout.hpp"

namespace trainsweep {

void Failures::add(std::uint64_t point, const std::string& message) {
  ++count;
  if (samples.size() < kFailureSamples) samples.push_back({point, message.substr(0, kFailureText)});
}

void Failures::add(const Failures& other) {
  count += other.count;
  for (const Failure& failure : other.samples) {
    if (samples.size() < kFailureSamples) samples.push_back(failure);
  }
}

}  // namespace trainsweep
