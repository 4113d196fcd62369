#include "runner/seal.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>

#include "runner/checksum.hpp"
#include "runner/exit_status.hpp"
#include "runner/trial.hpp"

namespace trainsweep {
namespace {

constexpr std::uint64_t kMark = 0x6165737065657773;  // "sweepsea"
constexpr std::uint64_t kPiece = 1 << 20;            // bytes read at once
constexpr std::uint64_t kMostRanges = 1 << 16;

// What follows the ranges.
struct Footer {
  std::uint64_t checksum, ranges, mark;
};

// Of the bytes of [0, end) outside of the ranges; 0, which no checksum is, where the
// ranges are not ascending, apart and before the end.
std::uint64_t checksum_of(const DataFile& file, std::uint64_t end, const std::vector<ByteRange>& ranges) {
  Checksum checksum(2);
  std::vector<std::byte> buffer;
  std::uint64_t at = 0;
  const auto add_up_to = [&](std::uint64_t stop) {
    for (; at < stop; at += buffer.size()) {
      buffer.resize(std::min(kPiece, stop - at));
      file.read(at, buffer);
      checksum.add(0, buffer, false);
    }
  };
  for (const ByteRange& range : ranges) {
    if (range.first < at || range.first > end || range.length > end - range.first) return 0;
    add_up_to(range.first);
    at += range.length;
  }
  add_up_to(end);
  checksum.add(1, std::as_bytes(std::span(ranges)), true);
  return checksum.finish();
}

}  // namespace

void write_seal(DataFile& file, std::vector<ByteRange> changing) {
  std::sort(changing.begin(), changing.end(), [](const ByteRange& a, const ByteRange& b) { return a.first < b.first; });
  const std::uint64_t end = file.size();
  const Footer footer{checksum_of(file, end, changing), changing.size(), kMark};
  if (footer.checksum == 0) throw std::logic_error("ranges of a file that cannot be sealed");
  file.write(end, std::as_bytes(std::span(changing)));
  file.write_value(end + changing.size() * sizeof(ByteRange), footer);
}

Seal check_seal(const DataFile& file) {
  const std::uint64_t size = file.size();
  if (size < sizeof(Footer)) return Seal::none;
  const auto footer = file.read_value<Footer>(size - sizeof(Footer));
  if (footer.mark != kMark) return Seal::none;
  const std::uint64_t room = (size - sizeof(Footer)) / sizeof(ByteRange);
  if (footer.ranges > std::min(room, kMostRanges)) return Seal::broken;
  std::vector<ByteRange> ranges(footer.ranges);
  const std::uint64_t end = size - sizeof(Footer) - ranges.size() * sizeof(ByteRange);
  file.read(end, std::as_writable_bytes(std::span(ranges)));
  return checksum_of(file, end, ranges) == footer.checksum ? Seal::intact : Seal::broken;
}

namespace {

void require(bool is_sound, const std::string& path) {
  if (is_sound) return;
  throw MachineError(fmt::format("`{}` is damaged where it describes its data, which cannot be repaired; run with --overwrite "
                                 "makes it anew", path));
}

}  // namespace

void require_unbroken_seal(const std::string& path) {
  require(check_seal(DataFile(path, DataFile::Access::read)) != Seal::broken, path);
}

void require_readable(const std::string& path, const std::function<void()>& read) {
  const Seal seal = check_seal(DataFile(path, DataFile::Access::read));
  require(seal == Seal::intact || (seal == Seal::none && survives(read)), path);
}

}  // namespace trainsweep
