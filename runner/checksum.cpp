#include "runner/checksum.hpp"

#define XXH_INLINE_ALL
#include <xxhash.h>

namespace trainsweep {

struct Checksum::Streams {
  std::vector<XXH3_state_t> states;
};

Checksum::Checksum(std::size_t parts)
    : digests_(parts), streaming_(parts), streams_(std::make_unique<Streams>(Streams{std::vector<XXH3_state_t>(parts)})) {}
Checksum::~Checksum() = default;
Checksum::Checksum(Checksum&&) noexcept = default;
Checksum& Checksum::operator=(Checksum&&) noexcept = default;

void Checksum::add(std::size_t part, std::span<const std::byte> bytes, bool is_all) {
  if (is_all) {
    digests_[part] = XXH3_64bits(bytes.data(), bytes.size());
    return;
  }
  XXH3_state_t* state = &streams_->states[part];
  if (!streaming_[part]) {
    XXH3_64bits_reset(state);
    streaming_[part] = true;
  }
  XXH3_64bits_update(state, bytes.data(), bytes.size());
}

std::uint64_t Checksum::finish() {
  for (std::size_t part = 0; part < digests_.size(); ++part) {
    if (streaming_[part]) digests_[part] = XXH3_64bits_digest(&streams_->states[part]);
    streaming_[part] = false;
  }
  const std::uint64_t hash = XXH3_64bits(digests_.data(), digests_.size() * sizeof(std::uint64_t));
  return hash == 0 ? 1 : hash;
}

}  // namespace trainsweep
