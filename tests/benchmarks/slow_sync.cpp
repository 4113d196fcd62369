// A library to load before the program (LD_PRELOAD): every fdatasync takes SLOW_SYNC_MS
// milliseconds longer, as on a slow disk.
#include <dlfcn.h>
#include <unistd.h>

#include <chrono>
#include <cstdlib>
#include <thread>

extern "C" int fdatasync(int fd) {
  static const auto real = reinterpret_cast<int (*)(int)>(dlsym(RTLD_NEXT, "fdatasync"));
  const char* const delay = std::getenv("SLOW_SYNC_MS");
  if (delay != nullptr) std::this_thread::sleep_for(std::chrono::milliseconds(std::atoi(delay)));
  return real(fd);
}
