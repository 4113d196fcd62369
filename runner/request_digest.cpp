#include "runner/request_digest.hpp"

#include <fmt/format.h>

#include <span>

#include "runner/checksum.hpp"
#include "runner/provenance.hpp"

namespace trainsweep {
namespace {

class Digest {
 public:
  void add(std::string_view text) {
    const std::uint64_t length = text.size();
    put(std::as_bytes(std::span(&length, 1)));
    put(std::as_bytes(std::span(text.data(), text.size())));
  }
  void add(const std::vector<double>& numbers) { put(std::as_bytes(std::span(numbers))); }
  [[nodiscard]] std::string finish() { return fmt::format("{:016x}", checksum_.finish()); }

 private:
  void put(std::span<const std::byte> bytes) { checksum_.add(0, bytes, false); }
  Checksum checksum_{1};
};

}  // namespace

std::string request_digest(const SweepSpec& spec, const Schema& schema) {
  Digest digest;
  digest.add(program_version());
  digest.add(git_revision());
  for (const Axis& axis : schema.axes) digest.add(axis.name);
  for (const Status& status : schema.statuses) digest.add(status.name);
  for (const std::size_t column : spec.columns) digest.add(schema.columns[column].name);
  digest.add(spec.resolved);
  digest.add(spec.point);
  for (const Dimension& dimension : spec.dimensions) {
    digest.add(dimension.name);
    for (const std::vector<double>& values : dimension.values) digest.add(values);
  }
  for (const std::vector<Record>& catalog : spec.records) {
    for (const Record& record : catalog) {
      digest.add(record.name);
      digest.add(record.values);
    }
  }
  return digest.finish();
}

}  // namespace trainsweep
