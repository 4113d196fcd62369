#include "runner/unit_writer.hpp"

#include <algorithm>

#include "runner/units.hpp"

namespace trainsweep {
namespace {

std::uint64_t capacity_for(std::size_t columns) {
  const std::uint64_t points = UnitWriter::kBufferBytes / (sizeof(float) * columns + 1);
  return std::max(kPagePoints, points / kPagePoints * kPagePoints);
}

}  // namespace

UnitWriter::UnitWriter(DataFile& file, const FileLayout& layout, std::span<const std::size_t> columns,
                       Committer& committer)
    : file_(file),
      layout_(layout),
      committer_(committer),
      capacity_(capacity_for(columns.size())),
      values_(capacity_ * columns.size()),
      status_(capacity_),
      columns_(columns.begin(), columns.end()),
      checksum_(columns.size() + 1) {
  for (const std::size_t column : columns_) out_.push_back({column, nullptr});
}

void UnitWriter::seek(std::uint64_t point) {
  if (point == first_ + filled_) return;
  flush();
  first_ = point;
}

UnitWriter::Room UnitWriter::room(std::uint64_t most) {
  if (filled_ == capacity_) write_out();
  for (std::size_t c = 0; c < out_.size(); ++c) out_[c].values = values_.data() + c * capacity_ + filled_;
  return {std::min(most, capacity_ - filled_), status_.data() + filled_, out_};
}

void UnitWriter::hash_open_unit(bool is_end) {
  const bool is_all = is_end && !unit_in_pieces_;
  for (std::size_t c = 0; c < out_.size(); ++c) {
    const std::span<const float> part(values_.data() + c * capacity_ + unit_start_, filled_ - unit_start_);
    checksum_.add(c, std::as_bytes(part), is_all);
  }
  const std::span<const std::uint8_t> part(status_.data() + unit_start_, filled_ - unit_start_);
  checksum_.add(out_.size(), std::as_bytes(part), is_all);
  unit_in_pieces_ = !is_end;
}

void UnitWriter::end_unit(std::uint64_t unit) {
  hash_open_unit(true);
  finished_.push_back({unit, checksum_.finish()});
  unit_start_ = filled_;
}

void UnitWriter::drop_unit() {
  if (unit_in_pieces_) (void)checksum_.finish();
  unit_in_pieces_ = false;
  filled_ = unit_start_;
}

void UnitWriter::write_out() {
  if (filled_ > unit_start_) hash_open_unit(false);
  for (std::size_t c = 0; c < out_.size(); ++c) {
    const std::span<const float> run(values_.data() + c * capacity_, filled_);
    file_.write(layout_.columns[c] + first_ * sizeof(float), std::as_bytes(run));
  }
  file_.write(layout_.status + first_, std::as_bytes(std::span<const std::uint8_t>(status_.data(), filled_)));
  committer_.add(finished_, filled_ * (sizeof(float) * out_.size() + 1));
  finished_.clear();
  first_ += filled_;
  filled_ = 0;
  unit_start_ = 0;
}

void UnitWriter::flush() {
  if (filled_ > 0) write_out();
}

}  // namespace trainsweep
