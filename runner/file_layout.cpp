#include "runner/file_layout.hpp"

#include "runner/run_statistics.hpp"

namespace trainsweep {

FileLayout find_layout(const hdf5::File& file, const std::vector<std::string>& columns) {
  FileLayout layout;
  if (file.dataset("status").is_contiguous()) {
    for (const std::string& column : columns) layout.columns.push_back(file.dataset(column).offset());
    layout.status = file.dataset("status").offset();
  }
  const hdf5::Group run = file.group("run");
  layout.ledger = run.dataset("ledger").offset();
  for (const RankStatistic& row : kRankStatistics) {
    const hdf5::Dataset dataset = run.dataset(row.name);
    layout.rank_statistics.push_back(dataset.offset());
    layout.rank_rows = dataset.size();
  }
  for (const RunScalar& row : kRunScalars) layout.*row.offset = run.dataset(row.name).offset();
  layout.failure_point = run.dataset("failure_point").offset();
  layout.failure_message = run.dataset("failure_message").offset();
  return layout;
}

}  // namespace trainsweep
