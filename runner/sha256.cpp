#include "runner/sha256.hpp"

#include <fmt/format.h>
#include <openssl/evp.h>

#include <array>

#include "runner/exit_status.hpp"

namespace trainsweep {

std::string sha256(std::string_view text) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned int length = 0;
  if (EVP_Digest(text.data(), text.size(), digest.data(), &length, EVP_sha256(), nullptr) != 1) {
    throw MachineError("OpenSSL cannot compute a SHA-256 digest");
  }
  std::string hexadecimal;
  for (unsigned int i = 0; i < length; ++i) hexadecimal += fmt::format("{:02x}", digest[i]);
  return hexadecimal;
}

}  // namespace trainsweep
