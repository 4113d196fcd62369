// Files as text, with a clear word for everything that can be in their place.
#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "runner/toml_reader.hpp"

namespace trainsweep {
namespace {

constexpr std::size_t kMostBytes = std::size_t{16} << 20;

class File {
 public:
  explicit File(const std::string& path) : descriptor_(::open(path.c_str(), O_RDONLY | O_CLOEXEC)) {}
  ~File() {
    if (descriptor_ >= 0) ::close(descriptor_);
  }
  File(const File&) = delete;
  File& operator=(const File&) = delete;
  [[nodiscard]] int get() const { return descriptor_; }

 private:
  int descriptor_;
};

Diagnostics unreadable(const std::string& path, const std::string& reason, const std::string& help = "") {
  Diagnostics errors;
  errors.add({make_source(path, ""), 0, 0, 0}, "cannot read it: " + reason, help);
  return errors;
}

std::string reason_of(int error) {
  switch (error) {
    case ENOENT:
      return "there is no such file";
    case ELOOP:
      return "its symbolic links lead in a circle";
    case EACCES:
      return "you may not read it";
    case EISDIR:
      return "it is a folder";
    default:
      return std::strerror(error);
  }
}

}  // namespace

Checked<Source> read_source(const std::string& path) {
  const File file(path);
  if (file.get() < 0) return unreadable(path, reason_of(errno));
  struct stat status {};
  if (::fstat(file.get(), &status) == 0 && S_ISDIR(status.st_mode)) return unreadable(path, reason_of(EISDIR));
  std::string text;
  std::string buffer(std::size_t{1} << 16, '\0');
  while (true) {
    const ssize_t bytes = ::read(file.get(), buffer.data(), buffer.size());
    if (bytes < 0 && errno == EINTR) continue;
    if (bytes < 0) return unreadable(path, reason_of(errno));
    if (bytes == 0) break;
    text.append(buffer, 0, static_cast<std::size_t>(bytes));
    if (text.size() > kMostBytes) return unreadable(path, fmt::format("it has more than {} MiB", kMostBytes >> 20));
  }
  return make_source(path, std::move(text));
}

}  // namespace trainsweep
