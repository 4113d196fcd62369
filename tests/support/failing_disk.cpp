// A disk that fails, to be loaded before the program (LD_PRELOAD):
//
//   FAILING_DISK="pwrite 28 20, fallocate 95 0"     call, errno, how often it succeeds before
//
// Only files named *.h5 are on that disk: not the lock, nor (but for fallocate) the output
// under the name *.h5.new that it has while it is created.
#include <dlfcn.h>
#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <string_view>

namespace {

enum Call { kPwrite, kFdatasync, kFallocate };
constexpr std::array<std::string_view, 3> kNames{"pwrite", "fdatasync", "fallocate"};

struct Rule {
  int error = 0;
  std::atomic<int> successes{0};
};

Rule& rule(Call call) {
  static std::array<Rule, kNames.size()> rules;
  static const bool read = [] {
    const char* text = std::getenv("FAILING_DISK");
    std::array<char, 16> name{};
    for (int error = 0, successes = 0, length = 0;
         text != nullptr && std::sscanf(text, " %15s %d %d%n", name.data(), &error, &successes, &length) == 3;
         text += length + (text[length] == ',')) {
      for (std::size_t i = 0; i < kNames.size(); ++i) {
        if (kNames[i] != name.data()) continue;
        rules[i].error = error;
        rules[i].successes = successes;
      }
    }
    return true;
  }();
  static_cast<void>(read);
  return rules[call];
}

bool is_on_that_disk(int fd, Call call) {
  std::array<char, 32> link{};
  std::array<char, 4096> path{};
  std::snprintf(link.data(), link.size(), "/proc/self/fd/%d", fd);
  const ssize_t length = readlink(link.data(), path.data(), path.size());
  const std::string_view name(path.data(), length > 0 ? static_cast<std::size_t>(length) : 0);
  return name.ends_with(".h5") || (call == kFallocate && name.ends_with(".h5.new"));
}

// Whether this call is to fail; sets errno.
bool fails(Call call, int fd) {
  const int error = rule(call).error;
  if (error == 0 || !is_on_that_disk(fd, call) || rule(call).successes.fetch_sub(1) > 0) return false;
  errno = error;
  return true;
}

template <class Function>
Function* next(const char* name) {
  return reinterpret_cast<Function*>(dlsym(RTLD_NEXT, name));
}

}  // namespace

extern "C" {

ssize_t pwrite(int fd, const void* data, size_t size, off_t offset) {
  static auto* const real = next<ssize_t(int, const void*, size_t, off_t)>("pwrite");
  return fails(kPwrite, fd) ? -1 : real(fd, data, size, offset);
}

int fdatasync(int fd) {
  static auto* const real = next<int(int)>("fdatasync");
  return fails(kFdatasync, fd) ? -1 : real(fd);
}

int fallocate(int fd, int mode, off_t offset, off_t length) {
  static auto* const real = next<int(int, int, off_t, off_t)>("fallocate");
  return fails(kFallocate, fd) ? -1 : real(fd, mode, offset, length);
}

}  // extern "C"
