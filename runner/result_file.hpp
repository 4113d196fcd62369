// The result file: one HDF5 file a sweep. This comment is the format's document.
//
// Format 1.0 (attribute trainsweep_format, "major.minor"). A reader refuses a major
// version that it does not know; a minor version only adds.
//
//   /              attributes Conventions "CF-1.10", title, trainsweep_format, program
//                  version, git_revision, created_utc, question, config (the whole
//                  request as TOML, records included), catalog_sha256, seed (0: nothing
//                  in a sweep is random), points_total, complete (0 or 1)
//   /<dimension>   coordinates, see coordinates.hpp: dimension scales
//   /<auxiliary>   auxiliary coordinates along one dimension
//   /<column>      float32 [dimensions...], last varying fastest; units, long_name,
//                  coordinates (the auxiliaries), _FillValue NaN; codes have
//                  flag_values and flag_meanings. NaN where status is not 1
//   /status        uint8 [dimensions...]: 0 not evaluated, 1 ok, then the reasons why
//                  a point has no values; flag_values, flag_meanings
//   /run           how it was made. Attributes: the cut into units (see UnitCut), by name
//   /run/complete_offset   uint64: where in the file the value of `complete` lies
//   /run/ledger    uint64 [unit]: 0 not done, else the checksum of the unit's data,
//                  written after the data has reached the disk (see checksum.hpp)
//   /run/<rank statistic>   float64 [rank], added up over all starts of the sweep; a
//                  rank beyond the last row counts in row rank modulo rows
//   /run/ranks, starts, wall_seconds, master_seconds   float64: ranks of the last
//                  start, how often it was started, time of all starts, processor time
//                  that handing out took in rank 0
//   /run/failures  float64: evaluations that failed (points of status `failed` come of
//                  them); /run/failure_point and failure_message hold the first 16:
//                  uint64, and UTF-8 in uint8 [16, 240] padded with 0
//
// Everything HDF5 keeps about itself is written once, under another name, flushed,
// closed and renamed into place before the first unit runs. After that only bytes of
// datasets change, in place, and the 8 bytes of `complete`, whose place is looked up
// when the file is made. So no kill can leave a file that does not open, and it can
// be read while it grows. Raw bytes are little-endian. Datasets are contiguous and
// start on a page, or on a stripe where hints.striping_unit says how long one is and every
// column fills four. Units that are not done read as 0: status 0, not evaluated. Behind the
// end that HDF5 knows stands the seal of all bytes that do not change (see seal.hpp).
//
// A packed copy (trainsweep pack) has the same names, shapes, attributes and values, with
// columns and status chunked, shuffled and deflated, and without complete_offset and seal. It
// is made in one step and never changes: `complete` and the ledger say how far the
// original was.
//
// Chunks and compression would save space, but can neither be written in place nor
// by several ranks without MPI-IO; fixed slabs reach the speed of the disk.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "runner/data_file.hpp"
#include "runner/file_layout.hpp"
#include "runner/mpi_session.hpp"
#include "runner/sweep_spec.hpp"
#include "runner/units.hpp"

namespace trainsweep {

inline constexpr std::string_view kFormat = "1.0";
inline constexpr const char* kCompleteOffset = "complete_offset";  // in /run

// An existing file, opened for reading and closed again.
struct ResultFile {
  std::string path;
  std::string version, git_revision, created_utc, question, config;
  std::uint64_t points = 0;
  std::vector<std::pair<std::string, std::uint64_t>> dimensions;  // name and size
  std::vector<std::string> columns;
  bool is_complete = false;  // when it was opened
  bool is_packed = false;    // columns and status are compressed and have no place in `layout`
  UnitCut cut;
  FileLayout layout;
};

// Creates the file of a sweep with all its space reserved, and gives it its name in one
// step when it is whole (write_in_one_step). Says in the layout where things lie; nothing
// where an existing file is kept. Throws MachineError (and leaves nothing) where that
// fails. `session` passes hints on to the file system, and its size is that of the statistics.
[[nodiscard]] std::optional<FileLayout> create_result_file(const std::string& path, const SweepSpec& spec,
                                                           const Schema& schema, const Engine& engine,
                                                           const UnitCut& cut, const MpiSession& session,
                                                           Existing existing);

// Throws UserError where `path` is no result file of a format that this program reads.
[[nodiscard]] ResultFile read_result_file(const std::string& path);

// The length that the file says it has, read from its first bytes without HDF5, which
// refuses a file that is shorter. 0 where it is no HDF5 file. Throws MachineError where
// its seal is broken.
[[nodiscard]] std::uint64_t stated_length(const std::string& path);

// Gives a file that lost its end its length back, as zeros; returns how many bytes it had
// lost. Units there have to be verified after that.
std::uint64_t restore_length(const std::string& path);

// Bytes of output that a sweep needs, within a MiB.
[[nodiscard]] std::uint64_t estimate_bytes(std::uint64_t points, std::size_t columns);

}  // namespace trainsweep
