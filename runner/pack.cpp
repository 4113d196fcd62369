#include "runner/pack.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <filesystem>

#include "runner/data_file.hpp"
#include "runner/exit_status.hpp"
#include "runner/hdf5.hpp"
#include "runner/output_lock.hpp"
#include "runner/progress.hpp"
#include "runner/result_file.hpp"

namespace trainsweep {
namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t kChunk = 1 << 16;  // points: a quarter of a megabyte a column
constexpr std::uint64_t kPiece = 1 << 22;  // bytes copied at once
constexpr std::size_t kObjects = 16;       // described at a time, so that a small copy stays small

// The shape of chunks: the dimensions that vary fastest whole, as far as they fit.
hdf5::Shape chunk_of(const hdf5::Shape& shape) {
  hdf5::Shape chunk(shape.size(), 1);
  std::uint64_t points = 1;
  for (std::size_t d = shape.size(); d-- > 0 && points < kChunk;) {
    chunk[d] = std::min(shape[d], kChunk / points);
    points *= chunk[d];
  }
  return chunk;
}

std::uint64_t width_of(hdf5::Type type) {
  switch (type) {
    case hdf5::Type::float32: return sizeof(float);
    case hdf5::Type::uint8: return sizeof(std::uint8_t);
    default: return sizeof(std::uint64_t);
  }
}

void copy_values(const hdf5::Dataset& from, hdf5::Dataset& to) {
  if (from.type() == hdf5::Type::text) return to.write(std::span<const std::string>(from.read_texts()));
  const std::uint64_t width = width_of(from.type()), size = from.size(), step = kPiece / width;
  std::vector<std::byte> buffer;
  for (std::uint64_t first = 0; first < size; first += step) {
    buffer.resize(std::min(step, size - first) * width);
    from.read_range(first, buffer);
    to.write_range(first, buffer);
  }
}

// Columns and status, which have a value for each point of the sweep.
bool has_points(const std::string& name, const hdf5::Dataset& dataset, const hdf5::Shape& points) {
  return !points.empty() && dataset.shape() == points && (name == "status" || dataset.type() == hdf5::Type::float32);
}

// Copies the datasets of a group, those that have `points` compressed. What the file
// says about places in itself is left out: it would be wrong in a copy.
void copy_datasets(const hdf5::Group& from, hdf5::Group& to, const hdf5::Shape& points) {
  std::vector<std::pair<std::string, hdf5::Dataset>> scales;
  for (const std::string& name : from.dataset_names()) {
    if (name == kCompleteOffset) continue;
    const hdf5::Dataset original = from.dataset(name);
    if (original.is_empty_scale()) {
      scales.emplace_back(name, to.create_empty_scale(name, original.size()));
      continue;
    }
    hdf5::Dataset copy = has_points(name, original, points)
                             ? to.create_packed(name, original.type(), points, chunk_of(points))
                             : to.create_dataset(name, original.type(), original.shape());
    copy.copy_attributes(original);
    copy_values(original, copy);
    if (original.is_scale()) {
      copy.make_scale();
      scales.emplace_back(name, std::move(copy));
      continue;
    }
    const std::vector<std::string> along = original.dimension_names();
    for (unsigned d = 0; d < along.size(); ++d) {
      const auto scale = std::find_if(scales.begin(), scales.end(), [&](const auto& s) { return s.first == along[d]; });
      if (scale != scales.end()) copy.attach_scale(d, scale->second);
    }
  }
}

void copy_packed(const std::string& from, const std::string& to) {
  const hdf5::File original = hdf5::File::open(from);
  const hdf5::Shape shape = original.dataset("status").shape();
  hdf5::File copy = hdf5::File::create(to, kObjects, 1);
  copy.copy_attributes(original);
  const hdf5::Group run = original.group("run");
  hdf5::Group run_copy = copy.create_group("run");
  run_copy.copy_attributes(run);
  copy_datasets(run, run_copy, {});
  copy_datasets(original, copy, shape);
  copy.close();
}

void check(const std::string& from, const std::string& to, bool overwrite) {
  if (read_result_file(from).is_packed) throw UserError(fmt::format("`{}` is packed already", from));
  if (const std::string holder = lock_holder(from); !holder.empty()) {
    throw UserError(fmt::format("a run is writing `{}` ({}); pack it when that has ended", from, holder));
  }
  std::error_code ignored;
  if (fs::equivalent(from, to, ignored)) throw UserError(fmt::format("`{}` cannot take the place of its original", to));
  if (fs::is_directory(to, ignored)) throw UserError(fmt::format("the output `{}` is a folder", to));
  if (fs::exists(to, ignored) && !fs::is_regular_file(to, ignored)) throw UserError(fmt::format("the output `{}` is not a file", to));
  if (fs::exists(to, ignored) && !overwrite) throw UserError(fmt::format("the output `{}` exists; --overwrite replaces it", to));
  const fs::path folder = fs::absolute(to).parent_path();
  if (!fs::is_directory(folder, ignored)) throw UserError(fmt::format("the folder of the output `{}` does not exist", to));
}

}  // namespace

std::string packed_name(const std::string& path) { return fs::path(path).replace_extension(".packed.h5").string(); }

Packing pack(const std::string& from, const std::string& to, bool overwrite) {
  check(from, to, overwrite);
  const auto start = std::chrono::steady_clock::now();
  write_in_one_step(to, Existing::replace, [&](const std::string& unfinished) { copy_packed(from, unfinished); });
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - start;
  return {from, to, fs::file_size(from), fs::file_size(to), took.count()};
}

std::string describe(const Packing& packing) {
  const double bytes = static_cast<double>(packing.bytes);
  return fmt::format("{}: {}, {:.1f} times smaller than the {} of `{}`; took {} ({}/s)\n", packing.to,
                     describe_bytes(packing.packed_bytes), bytes / static_cast<double>(packing.packed_bytes),
                     describe_bytes(packing.bytes), packing.from,
                     packing.seconds < 60 ? fmt::format("{:.2f} s", packing.seconds) : describe_seconds(packing.seconds),
                     describe_bytes(static_cast<std::uint64_t>(bytes / std::max(packing.seconds, 1e-6))));
}

}  // namespace trainsweep
