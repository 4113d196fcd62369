#include "runner/result_file.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <filesystem>
#include <limits>
#include <numeric>

#include "runner/coordinates.hpp"
#include "runner/data_file.hpp"
#include "runner/exit_status.hpp"
#include "runner/hdf5.hpp"
#include "runner/log.hpp"
#include "runner/provenance.hpp"
#include "runner/run_statistics.hpp"

namespace trainsweep {
namespace {

constexpr std::size_t kMostDimensions = 32;  // HDF5's own limit
// Stands in the attribute `complete` until its place is found.
constexpr std::uint64_t kPlaceholder = 0x9c3b5ee1f7a4d26bULL;
constexpr std::uint64_t kAttributesBytes = 1 << 20;

template <class Items, class Name>
std::string join(const Items& items, Name name) {
  std::string out;
  for (const auto& item : items) out += (out.empty() ? "" : " ") + std::string(name(item));
  return out;
}

void describe(hdf5::Node& node, std::string_view unit, std::string_view doc) {
  if (!unit.empty()) node.write_attribute("units", unit);
  if (!doc.empty()) node.write_attribute("long_name", doc);
}

void write_root_attributes(hdf5::File& file, const SweepSpec& spec, std::uint64_t points) {
  file.write_attribute("Conventions", "CF-1.10");
  file.write_attribute("title", spec.name);
  file.write_attribute("trainsweep_format", kFormat);
  file.write_attribute("program", "trainsweep");
  file.write_attribute("version", program_version());
  file.write_attribute("git_revision", git_revision());
  file.write_attribute("created_utc", utc_now());
  file.write_attribute("question", spec.question);
  file.write_attribute("config", spec.resolved);
  file.write_attribute("catalog_sha256", spec.catalog_sha256);
  file.write_attribute("seed", std::int64_t{0});
  file.write_attribute("points_total", static_cast<std::int64_t>(points));
  file.write_attribute("complete", static_cast<std::int64_t>(kPlaceholder));
}

hdf5::Dataset write_coordinate(hdf5::File& file, const Coordinate& coordinate) {
  const auto write = [&](const auto& values, hdf5::Type type) {
    hdf5::Dataset dataset = file.create_dataset(coordinate.name, type, {values.size()});
    dataset.write(std::span(values.data(), values.size()));
    return dataset;
  };
  const auto& values = coordinate.values;
  hdf5::Dataset dataset =
      std::holds_alternative<std::vector<double>>(values) ? write(std::get<0>(values), hdf5::Type::float64)
      : std::holds_alternative<std::vector<std::int64_t>>(values) ? write(std::get<1>(values), hdf5::Type::int64)
      : std::holds_alternative<std::vector<std::uint8_t>>(values) ? write(std::get<2>(values), hdf5::Type::uint8)
                                                                  : write(std::get<3>(values), hdf5::Type::text);
  describe(dataset, coordinate.unit, coordinate.doc);
  if (dataset.type() == hdf5::Type::uint8) {
    dataset.write_attribute("flag_values", std::span<const std::uint8_t>(std::array<std::uint8_t, 2>{0, 1}));
    dataset.write_attribute("flag_meanings", "false true");
  }
  if (coordinate.index) dataset.make_scale();
  return dataset;
}

// Writes all coordinates; returns the dimensions' own, and the names of the others.
std::pair<std::vector<hdf5::Dataset>, std::string> write_coordinates(hdf5::File& file, const SweepSpec& spec,
                                                                     const Schema& schema, const Engine& engine) {
  std::vector<hdf5::Dataset> scales;
  std::string auxiliaries;
  for (const Coordinate& coordinate : coordinates(spec, schema, engine)) {
    hdf5::Dataset dataset = write_coordinate(file, coordinate);
    if (coordinate.index) {
      scales.push_back(std::move(dataset));
    } else {
      dataset.attach_scale(0, scales[coordinate.dimension]);
      auxiliaries += (auxiliaries.empty() ? "" : " ") + coordinate.name;
    }
  }
  return {std::move(scales), auxiliaries};
}

void attach_all(hdf5::Dataset& dataset, const std::vector<hdf5::Dataset>& scales, const std::string& auxiliaries) {
  for (unsigned d = 0; d < scales.size(); ++d) dataset.attach_scale(d, scales[d]);
  if (!auxiliaries.empty()) dataset.write_attribute("coordinates", auxiliaries);
}

void describe_codes(hdf5::Dataset& dataset, std::span<const std::string_view> words) {
  std::vector<float> codes(words.size());
  std::iota(codes.begin(), codes.end(), 0.0F);
  dataset.write_attribute("flag_values", std::span<const float>(codes));
  dataset.write_attribute("flag_meanings", join(words, [](std::string_view word) { return word; }));
}

void write_columns(hdf5::File& file, const SweepSpec& spec, const Schema& schema, const Engine& engine) {
  const auto [scales, auxiliaries] = write_coordinates(file, spec, schema, engine);
  hdf5::Shape shape;
  for (const Dimension& dimension : spec.dimensions) shape.push_back(dimension.size());
  for (const std::size_t c : spec.columns) {
    const Column& column = schema.columns[c];
    hdf5::Dataset dataset = file.create_dataset(column.name, hdf5::Type::float32, shape);
    describe(dataset, column.choices.empty() ? column.unit : "", column.doc);
    dataset.write_attribute("_FillValue", std::numeric_limits<float>::quiet_NaN());
    if (!column.choices.empty()) describe_codes(dataset, column.choices);
    attach_all(dataset, scales, auxiliaries);
  }
  hdf5::Dataset status = file.create_dataset("status", hdf5::Type::uint8, shape);
  describe(status, "", "whether the point could be evaluated, and if not why");
  std::vector<std::uint8_t> values;
  for (const Status& row : schema.statuses) values.push_back(row.value);
  status.write_attribute("flag_values", std::span<const std::uint8_t>(values));
  status.write_attribute("flag_meanings", join(schema.statuses, [](const Status& row) { return row.name; }));
  attach_all(status, scales, auxiliaries);
}

void write_run_group(hdf5::File& file, const UnitCut& cut, int ranks) {
  hdf5::Group run = file.create_group("run");
  for (const CutMember& row : kCutMembers) run.write_attribute(row.name, static_cast<std::int64_t>(cut.*row.member));
  const std::uint64_t units = Units(cut).count();
  const std::uint64_t rows = std::max<std::uint64_t>(64, static_cast<std::uint64_t>(ranks));
  hdf5::Dataset unit = run.create_empty_scale("unit", units);
  hdf5::Dataset rank = run.create_empty_scale("rank", rows);
  hdf5::Dataset failure = run.create_empty_scale("failure", kFailureSamples);
  hdf5::Dataset character = run.create_empty_scale("character", kFailureText);
  hdf5::Dataset ledger = run.create_dataset("ledger", hdf5::Type::uint64, {units});
  describe(ledger, "1", "0: not done; else the checksum of the unit's data");
  ledger.attach_scale(0, unit);
  hdf5::Dataset complete_offset = run.create_dataset(kCompleteOffset, hdf5::Type::uint64, {});
  describe(complete_offset, "B", "where the value of the attribute `complete` lies");
  const std::vector<double> zeros(rows);
  for (const RankStatistic& row : kRankStatistics) {
    hdf5::Dataset dataset = run.create_dataset(row.name, hdf5::Type::float64, {rows});
    describe(dataset, row.unit, row.doc);
    dataset.attach_scale(0, rank);
    dataset.write(zeros);
  }
  for (const RunScalar& row : kRunScalars) {
    hdf5::Dataset dataset = run.create_dataset(row.name, hdf5::Type::float64, {});
    describe(dataset, row.unit, row.doc);
    dataset.write(std::span<const double>(zeros).first(1));
  }
  hdf5::Dataset point = run.create_dataset("failure_point", hdf5::Type::uint64, {kFailureSamples});
  describe(point, "1", "index of a point whose evaluation failed");
  point.attach_scale(0, failure);
  hdf5::Dataset message = run.create_dataset("failure_message", hdf5::Type::uint8, {kFailureSamples, kFailureText});
  describe(message, "", "what the evaluation said: UTF-8, padded with 0");
  message.attach_scale(0, failure);
  message.attach_scale(1, character);
}

// Where the value of `complete` lies, which is the placeholder now and 0 afterwards. The
// library says where datasets lie but not attributes, so the place is found by trying:
// the bytes whose change is seen through the library are the right ones (it may leave
// stale copies in the file). It is one of the first `end` bytes.
std::uint64_t find_complete(DataFile& file, const std::string& path, std::uint64_t end) {
  std::vector<std::byte> front(std::min(file.size(), end));
  file.read(0, front);
  std::array<std::byte, sizeof kPlaceholder> wanted{};
  std::memcpy(wanted.data(), &kPlaceholder, wanted.size());
  for (auto at = front.begin();; ++at) {
    at = std::search(at, front.end(), wanted.begin(), wanted.end());
    if (at == front.end()) throw std::logic_error("the attribute `complete` is not where it was expected in a new file");
    const auto place = static_cast<std::uint64_t>(at - front.begin());
    file.write_value(place, std::int64_t{0});
    if (hdf5::File::open(path).read_integer("complete") == 0) return place;
    file.write_value(place, kPlaceholder);
  }
}

// Where columns shall start: on stripes, where even status fills one, else on pages.
std::uint64_t alignment_for(const FileHints& hints, std::uint64_t points) {
  return hints.striping_unit != 0 && points >= hints.striping_unit ? hints.striping_unit : hdf5::kPage;
}

// Makes the empty file with its layout, which it keeps when HDF5 creates it anew.
void pass_on_hints(const std::string& path, const FileHints& hints, const MpiSession& session) {
  if (hints == FileHints{}) return;
  std::filesystem::remove(path);  // of a run that was killed
  if (session.create_file(path, hints)) return;
  log_warning("the hints of [output] reach no file system: MPI passes them on, and this run was started without mpirun or srun");
}

FileLayout create_at(const std::string& path, const SweepSpec& spec, const Schema& schema, const Engine& engine,
                     const UnitCut& cut, const MpiSession& session) {
  // Coordinates and what /run holds, beside the columns.
  constexpr std::size_t kOtherObjects = 64;
  pass_on_hints(path, spec.hints, session);
  const std::uint64_t alignment = alignment_for(spec.hints, Units(cut).total_points());
  hdf5::File file = hdf5::File::create(path, spec.columns.size() + kOtherObjects, alignment);
  write_root_attributes(file, spec, Units(cut).total_points());
  write_run_group(file, cut, session.size());
  write_columns(file, spec, schema, engine);
  std::vector<std::string> columns;
  for (const std::size_t c : spec.columns) columns.emplace_back(schema.columns[c].name);
  FileLayout layout = find_layout(file, columns, Units(cut).total_points(), Units(cut).count());
  const std::uint64_t complete_offset = file.group("run").dataset(kCompleteOffset).offset();
  file.close();

  DataFile data(path, DataFile::Access::write);
  layout.complete = find_complete(data, path, alignment + kAttributesBytes);
  data.write_value(complete_offset, layout.complete);
  write_seal(data, changing_ranges(layout, Units(cut).total_points(), Units(cut).count()));
  layout.bytes = data.size();
  reserve_space(path, layout.bytes);
  data.sync();
  return layout;
}

}  // namespace

std::uint64_t estimate_bytes(std::uint64_t points, std::size_t columns) {
  return points * (sizeof(float) * columns + 1);
}

std::optional<FileLayout> create_result_file(const std::string& path, const SweepSpec& spec, const Schema& schema,
                                             const Engine& engine, const UnitCut& cut, const MpiSession& session,
                                             Existing existing) {
  if (spec.dimensions.size() > kMostDimensions) {
    throw UserError(fmt::format("the sweep has {} dimensions, and a file takes at most {}; hold some axes in [fixed]",
                                spec.dimensions.size(), kMostDimensions));
  }
  const std::string folder = std::filesystem::path(path).parent_path().string();
  const std::uint64_t room = free_space(folder.empty() ? "." : folder);
  const std::uint64_t per_point = sizeof(float) * spec.columns.size() + 1;
  const std::uint64_t points = Units(cut).total_points();
  if (points > room / per_point) {
    const bool huge = points > std::numeric_limits<std::uint64_t>::max() / per_point;
    throw MachineError(fmt::format("no room for `{}`: it needs {}, and {} are free", path,
                                   huge ? "more than an exabyte" : describe_bytes(points * per_point),
                                   describe_bytes(room)));
  }
  FileLayout layout;
  const bool is_named = write_in_one_step(path, existing, [&](const std::string& unfinished) {
    layout = create_at(unfinished, spec, schema, engine, cut, session);
  });
  return is_named ? std::optional(layout) : std::nullopt;
}

}  // namespace trainsweep
