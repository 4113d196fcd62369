#include "runner/output_lock.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>

#include "runner/exit_status.hpp"
#include "runner/log.hpp"
#include "runner/provenance.hpp"

namespace trainsweep {
namespace {

std::string lock_path(const std::string& output) { return output + ".lock"; }

std::string read_holder(int fd) {
  std::array<char, 512> text{};
  const ssize_t length = pread(fd, text.data(), text.size(), 0);
  return length > 0 ? std::string(text.data(), static_cast<std::size_t>(length)) : "a process that has not said its name";
}

// Whether the name still leads to the file that is open: a holder removes its file.
bool is_current(int fd, const std::string& path) {
  struct stat open_file {}, named {};
  return fstat(fd, &open_file) == 0 && stat(path.c_str(), &named) == 0 && open_file.st_ino == named.st_ino &&
         open_file.st_dev == named.st_dev;
}

}  // namespace

OutputLock::OutputLock(const std::string& output) : path_(lock_path(output)) {
  while (true) {
    fd_ = open(path_.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0666);
    if (fd_ < 0) throw MachineError(fmt::format("cannot create `{}`: {}", path_, std::strerror(errno)));
    if (flock(fd_, LOCK_EX | LOCK_NB) == 0) {
      if (is_current(fd_, path_)) break;
    } else if (errno == EWOULDBLOCK) {
      const std::string holder = read_holder(fd_);
      close(fd_);
      throw UserError(fmt::format("another run is writing `{}`: {}", output, holder));
    } else {
      log_warning(fmt::format("cannot lock `{}` ({}): nothing keeps a second run from this output", path_,
                              std::strerror(errno)));
      break;
    }
    close(fd_);
  }
  const std::string holder = fmt::format("host {}, pid {}, since {}", host_name(), getpid(), utc_now());
  if (ftruncate(fd_, 0) != 0 || pwrite(fd_, holder.data(), holder.size(), 0) < 0) {
    log_warning(fmt::format("cannot write `{}`: {}", path_, std::strerror(errno)));
  }
}

OutputLock::~OutputLock() {
  unlink(path_.c_str());
  close(fd_);
}

std::string lock_holder(const std::string& output) {
  const int fd = open(lock_path(output).c_str(), O_RDONLY | O_CLOEXEC);
  if (fd < 0) return {};
  std::string holder;
  if (flock(fd, LOCK_SH | LOCK_NB) != 0 && errno == EWOULDBLOCK) holder = read_holder(fd);
  close(fd);
  return holder;
}

}  // namespace trainsweep
