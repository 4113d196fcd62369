#include "runner/data_file.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <linux/magic.h>
#include <sys/stat.h>
#include <sys/statfs.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <limits>
#include <utility>

#include "runner/exit_status.hpp"
#include "runner/log.hpp"

namespace trainsweep {
namespace {

[[noreturn]] void fail(std::string_view doing, const std::string& path, int error) {
  throw MachineError(fmt::format("cannot {} `{}`: {}", doing, path, std::strerror(error)));
}

// Several hosts write bytes of the same page, each its own. An NFS client would send the
// whole page as it knows it, and so take back what others wrote there, unless somebody on
// its host holds a lock on a part of the file (nfs_can_extend_write() in Linux). So a byte
// that nobody uses is locked, shared, while the file is open. File systems for clusters
// keep such writes apart by themselves.
void keep_writes_apart(int fd) {
  struct statfs info {};
  if (fstatfs(fd, &info) != 0 || info.f_type != NFS_SUPER_MAGIC) return;
  struct flock lock {};
  lock.l_type = F_RDLCK;
  lock.l_whence = SEEK_SET;
  lock.l_start = std::numeric_limits<off_t>::max() - 1;
  lock.l_len = 1;
  if (fcntl(fd, F_OFD_SETLK, &lock) != 0) {
    log_warning(fmt::format("this NFS knows no locks ({}): units that several hosts write at once may be damaged; "
                            "run on one host, or look with `trainsweep verify`", std::strerror(errno)));
  }
}

// False where `path` is another file's name and is kept; then `unfinished` is removed.
bool give_name(const std::string& unfinished, const std::string& path, Existing existing) {
  if (existing == Existing::keep) {
    // A link, unlike a rename, is refused where the name is taken.
    const bool is_linked = link(unfinished.c_str(), path.c_str()) == 0;
    if (is_linked || errno == EEXIST) {
      std::filesystem::remove(unfinished);
      return is_linked;
    }
    // A file system without links.
  }
  std::filesystem::rename(unfinished, path);
  return true;
}

}  // namespace

DataFile::DataFile(const std::string& path, Access access)
    : path_(path), fd_(open(path.c_str(), (access == Access::write ? O_RDWR : O_RDONLY) | O_CLOEXEC)) {
  if (fd_ < 0) fail(access == Access::write ? "open for writing" : "open", path, errno);
  if (access == Access::write) keep_writes_apart(fd_);
}
DataFile::~DataFile() {
  if (fd_ >= 0) close(fd_);
}
DataFile::DataFile(DataFile&& other) noexcept : path_(std::move(other.path_)), fd_(std::exchange(other.fd_, -1)) {}

void DataFile::write(std::uint64_t offset, std::span<const std::byte> bytes) {
  while (!bytes.empty()) {
    const ssize_t done = pwrite(fd_, bytes.data(), bytes.size(), static_cast<off_t>(offset));
    if (done < 0 && errno == EINTR) continue;
    if (done <= 0) fail(fmt::format("write {} bytes at {} of", bytes.size(), offset), path_, done < 0 ? errno : EIO);
    offset += static_cast<std::uint64_t>(done);
    bytes = bytes.subspan(static_cast<std::size_t>(done));
  }
}

void DataFile::read(std::uint64_t offset, std::span<std::byte> bytes) const {
  while (!bytes.empty()) {
    const ssize_t done = pread(fd_, bytes.data(), bytes.size(), static_cast<off_t>(offset));
    if (done < 0 && errno == EINTR) continue;
    if (done < 0) fail(fmt::format("read {} bytes at {} of", bytes.size(), offset), path_, errno);
    if (done == 0) throw MachineError(fmt::format("`{}` is cut short: nothing at byte {}", path_, offset));
    offset += static_cast<std::uint64_t>(done);
    bytes = bytes.subspan(static_cast<std::size_t>(done));
  }
}

void DataFile::sync() {
  if (fdatasync(fd_) != 0) fail("bring to the disk", path_, errno);
}

std::uint64_t DataFile::size() const {
  struct stat info {};
  if (fstat(fd_, &info) != 0) fail("measure", path_, errno);
  return static_cast<std::uint64_t>(info.st_size);
}

void DataFile::resize(std::uint64_t size) {
  if (ftruncate(fd_, static_cast<off_t>(size)) != 0) fail("resize", path_, errno);
}

std::uint64_t free_space(const std::string& folder) {
  struct statvfs info {};
  if (statvfs(folder.c_str(), &info) != 0) fail("measure the free space of", folder, errno);
  return static_cast<std::uint64_t>(info.f_bavail) * info.f_frsize;
}

std::string describe_bytes(std::uint64_t bytes) {
  constexpr const char* kUnits[] = {"B", "kB", "MB", "GB", "TB", "PB", "EB"};
  double value = static_cast<double>(bytes);
  std::size_t unit = 0;
  while (value >= 999.95 && unit + 1 < std::size(kUnits)) {
    value /= 1000;
    ++unit;
  }
  return unit == 0 ? fmt::format("{} B", bytes) : fmt::format("{:.1f} {}", value, kUnits[unit]);
}

bool reserve_space(const std::string& path, std::uint64_t bytes) {
  const auto too_small = [&] {
    return MachineError(fmt::format("no room for `{}`: it needs {}, and {} are free", path, describe_bytes(bytes),
                                    describe_bytes(free_space(path))));
  };
  // Asked first, so that a disk that is too small is not filled for a moment.
  if (free_space(path) < bytes) throw too_small();
  const int fd = open(path.c_str(), O_RDWR | O_CLOEXEC);
  if (fd < 0) fail("open for writing", path, errno);
  int error = 0;
  do {
    // Not posix_fallocate: where it is not supported that one writes every page.
    error = fallocate(fd, 0, 0, static_cast<off_t>(bytes)) == 0 ? 0 : errno;
  } while (error == EINTR);
  close(fd);
  if (error == ENOSPC) throw too_small();
  if (error == EOPNOTSUPP || error == ENOSYS) return false;
  if (error == EDQUOT) throw MachineError(fmt::format("no room for `{}`: it needs {}, which is over your quota", path, describe_bytes(bytes)));
  if (error != 0) fail(fmt::format("reserve {} for", describe_bytes(bytes)), path, error);
  return true;
}

bool write_in_one_step(const std::string& path, Existing existing, const std::function<void(const std::string&)>& make) {
  const std::string unfinished = path + ".new";
  bool is_named = false;
  try {
    make(unfinished);
    is_named = give_name(unfinished, path, existing);
  } catch (...) {
    std::error_code ignored;
    std::filesystem::remove(unfinished, ignored);
    throw;
  }
  sync_folder(std::filesystem::path(path).parent_path().string());
  return is_named;
}

void sync_folder(const std::string& folder) {
  const int fd = open(folder.empty() ? "." : folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (fd < 0) return;
  fsync(fd);
  close(fd);
}

}  // namespace trainsweep
