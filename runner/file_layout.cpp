#include "runner/file_layout.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "runner/exit_status.hpp"
#include "runner/run_statistics.hpp"

namespace trainsweep {

namespace {

hdf5::Dataset dataset_of(const hdf5::Group& group, std::string_view name, hdf5::Type type, std::uint64_t size) {
  hdf5::Dataset dataset = group.dataset(name);
  if (dataset.type() == type && dataset.size() == size) return dataset;
  throw MachineError(fmt::format("`{}` is damaged: it is not what a result file holds there", dataset.path()));
}

}  // namespace

FileLayout find_layout(const hdf5::File& file, const std::vector<std::string>& columns, std::uint64_t points,
                       std::uint64_t units) {
  using hdf5::Type;
  FileLayout layout;
  const hdf5::Dataset status = dataset_of(file, "status", Type::uint8, points);
  const bool has_places = status.is_contiguous();
  if (has_places) layout.status = status.offset();
  for (const std::string& column : columns) {
    const hdf5::Dataset dataset = dataset_of(file, column, Type::float32, points);
    if (has_places) layout.columns.push_back(dataset.offset());
  }
  const hdf5::Group run = file.group("run");
  layout.ledger = dataset_of(run, "ledger", Type::uint64, units).offset();
  layout.rank_rows = std::max<std::uint64_t>(1, run.dataset(kRankStatistics.front().name).size());
  for (const RankStatistic& row : kRankStatistics) {
    layout.rank_statistics.push_back(dataset_of(run, row.name, Type::float64, layout.rank_rows).offset());
  }
  for (const RunScalar& row : kRunScalars) layout.*row.offset = dataset_of(run, row.name, Type::float64, 1).offset();
  layout.failure_point = dataset_of(run, "failure_point", Type::uint64, kFailureSamples).offset();
  layout.failure_message = dataset_of(run, "failure_message", Type::uint8, kFailureSamples * kFailureText).offset();
  return layout;
}

std::vector<ByteRange> changing_ranges(const FileLayout& layout, std::uint64_t points, std::uint64_t units) {
  std::vector<ByteRange> ranges{{layout.status, points},
                                {layout.ledger, units * sizeof(std::uint64_t)},
                                {layout.complete, sizeof(std::int64_t)},
                                {layout.failure_point, kFailureSamples * sizeof(std::uint64_t)},
                                {layout.failure_message, kFailureSamples * kFailureText}};
  for (const std::uint64_t column : layout.columns) ranges.push_back({column, points * sizeof(float)});
  for (const std::uint64_t rows : layout.rank_statistics) ranges.push_back({rows, layout.rank_rows * sizeof(double)});
  for (const RunScalar& row : kRunScalars) ranges.push_back({layout.*row.offset, sizeof(double)});
  return ranges;
}

}  // namespace trainsweep
