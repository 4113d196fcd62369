#include "runner/output_lock.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <optional>
#include <sstream>

#include "runner/exit_status.hpp"
#include "runner/log.hpp"
#include "runner/provenance.hpp"

namespace trainsweep {
namespace {

constexpr off_t kSpan = off_t{1} << 40;  // of the lock file, for the parts
constexpr const char* kPartWord = ", part ";
constexpr const char* kUnnamed = "a process that has not said its name";

struct ByteRange {
  off_t first = 0;
  off_t length = 0;  // 0: to the end of all files
};
constexpr ByteRange kTurnByte{kSpan, 1};
constexpr ByteRange kEverything{0, 0};

ByteRange bytes_of(const Part& part) {
  const auto count = static_cast<off_t>(part.count);
  const off_t first = kSpan / count * (static_cast<off_t>(part.number) - 1);
  return {first, (part.number == part.count ? kSpan : first + kSpan / count) - first};
}

std::string lock_path(const std::string& output) { return output + ".lock"; }

int control(int fd, int command, short kind, ByteRange bytes, struct flock& lock) {
  lock = {};
  lock.l_type = kind;
  lock.l_whence = SEEK_SET;
  lock.l_start = bytes.first;
  lock.l_len = bytes.length;
  int result = 0;
  do {
    result = fcntl(fd, command, &lock);
  } while (result != 0 && errno == EINTR);
  return result;
}

bool set_lock(int fd, int command, short kind, ByteRange bytes) {
  struct flock lock {};
  return control(fd, command, kind, bytes, lock) == 0;
}

// Whether a lock was refused because somebody else has it.
bool is_taken(int error) { return error == EAGAIN || error == EACCES; }

// Whether another open file holds a lock there.
bool is_held(int fd, ByteRange bytes) {
  struct flock lock {};
  return control(fd, F_OFD_GETLK, F_WRLCK, bytes, lock) == 0 && lock.l_type != F_UNLCK;
}

Part part_of(const std::string& holder) {
  const std::size_t at = holder.find(kPartWord);
  return at == std::string::npos ? Part{} : parse_part(holder.substr(at + std::strlen(kPartWord)));
}

// The lines of the lock file whose writers still hold their part.
std::vector<std::string> read_holders(int fd) {
  std::string text;
  std::array<char, 4096> piece{};
  ssize_t length = 0;
  while ((length = pread(fd, piece.data(), piece.size(), static_cast<off_t>(text.size()))) > 0) {
    text.append(piece.data(), static_cast<std::size_t>(length));
  }
  std::vector<std::string> holders;
  std::istringstream in(text);
  for (std::string line; std::getline(in, line);) {
    try {
      if (is_held(fd, bytes_of(part_of(line)))) holders.push_back(line);
    } catch (const UserError&) {  // half a line, of a holder that is being killed
    }
  }
  return holders;
}

std::string join(const std::vector<std::string>& holders) { return fmt::format("{}", fmt::join(holders, "; ")); }

// Whether the name still leads to the file that is open: the last holder removes it.
bool is_current(int fd, const std::string& path) {
  struct stat open_file {}, named {};
  return fstat(fd, &open_file) == 0 && stat(path.c_str(), &named) == 0 && open_file.st_ino == named.st_ino &&
         open_file.st_dev == named.st_dev;
}

}  // namespace

OutputLock::OutputLock(const std::string& output, const Part& part) : path_(lock_path(output)) {
  while (!take(output, part)) {
  }
  write_holder(part);
}

bool OutputLock::take(const std::string& output, const Part& part) {
  fd_ = open(path_.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0666);
  if (fd_ < 0) throw MachineError(fmt::format("cannot create `{}`: {}", path_, std::strerror(errno)));
  if (set_lock(fd_, F_OFD_SETLK, F_WRLCK, bytes_of(part))) {
    if (is_current(fd_, path_)) return true;
    close(fd_);
    return false;
  }
  const int error = errno;
  if (is_taken(error)) {
    const std::vector<std::string> holders = read_holders(fd_);
    close(fd_);
    throw UserError(fmt::format("another run is writing `{}`: {}", output, holders.empty() ? kUnnamed : join(holders)));
  }
  if (!part.is_whole()) {
    close(fd_);
    throw MachineError(fmt::format("cannot lock `{}` ({}), and runs of several parts need that", path_, std::strerror(error)));
  }
  log_warning(fmt::format("cannot lock `{}` ({}): nothing keeps a second run from this output", path_, std::strerror(error)));
  return true;
}

void OutputLock::write_holder(const Part& part) const {
  const Turn alone = turn();
  std::vector<std::string> holders = read_holders(fd_);
  holders.push_back(fmt::format("host {}, pid {}, since {}", host_name(), getpid(), utc_now()));
  if (!part.is_whole()) holders.back() += kPartWord + part_text(part);
  const std::string text = fmt::format("{}\n", fmt::join(holders, "\n"));
  if (ftruncate(fd_, 0) != 0 || pwrite(fd_, text.data(), text.size(), 0) < 0) {
    log_warning(fmt::format("cannot write `{}`: {}", path_, std::strerror(errno)));
  }
}

OutputLock::~OutputLock() {
  // Whoever can have all of it is the last, or locks are not known here.
  if (set_lock(fd_, F_OFD_SETLK, F_WRLCK, kEverything) || !is_taken(errno)) unlink(path_.c_str());
  close(fd_);
}

OutputLock::Turn::Turn(int fd) : fd_(fd) { (void)set_lock(fd_, F_OFD_SETLKW, F_WRLCK, kTurnByte); }

OutputLock::Turn::~Turn() { (void)set_lock(fd_, F_OFD_SETLK, F_UNLCK, kTurnByte); }

std::string lock_holder(const std::string& output) {
  const int fd = open(lock_path(output).c_str(), O_RDONLY | O_CLOEXEC);
  if (fd < 0) return {};
  std::vector<std::string> holders = read_holders(fd);
  if (holders.empty() && is_held(fd, kEverything)) holders.emplace_back(kUnnamed);
  close(fd);
  return join(holders);
}

}  // namespace trainsweep
