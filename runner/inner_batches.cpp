#include "runner/inner_batches.hpp"

#include <algorithm>

namespace trainsweep {
namespace {

// `values` of a dimension under which `below` points stand, repeated to `total`.
std::vector<double> repeat(std::span<const double> values, std::uint64_t below, std::uint64_t total) {
  std::vector<double> out(total);
  for (std::uint64_t i = 0; i < total; ++i) out[i] = values[i / below % values.size()];
  return out;
}

}  // namespace

InnerBatches::InnerBatches(std::span<const Dimension> dimensions) {
  std::size_t first_tail = dimensions.size();
  while (first_tail > 0 && tail_ * dimensions[first_tail - 1].size() <= kBatch) tail_ *= dimensions[--first_tail].size();
  if (first_tail > 0) {
    cut_ = &dimensions[first_tail - 1];
    cut_size_ = cut_->size();
    piece_size_ = std::min(cut_size_, kBatch / tail_);
    head_ = dimensions.first(first_tail - 1);
  }
  std::uint64_t below = tail_;
  for (const Dimension& dimension : dimensions.subspan(first_tail)) {
    below /= dimension.size();
    for (std::size_t a = 0; a < dimension.axes.size(); ++a) {
      tail_axes_.push_back({dimension.axes[a], {}, repeat(dimension.values[a], below, piece_size_ * tail_)});
    }
  }
  for (std::size_t a = 0; cut_ != nullptr && a < cut_->axes.size(); ++a) {
    const std::uint64_t room = tail_ == 1 ? 0 : piece_size_ * tail_;
    cut_axes_.push_back({cut_->axes[a], cut_->values[a], std::vector<double>(room)});
  }
  varying_.resize(tail_axes_.size() + cut_axes_.size());
}

void InnerBatches::expand_piece(std::uint64_t piece) {
  prepared_piece_ = piece;
  if (tail_ == 1) return;
  const std::uint64_t first = piece * piece_size_;
  const std::uint64_t values = std::min(piece_size_, cut_size_ - first);
  for (Expanded& axis : cut_axes_) {
    for (std::uint64_t i = 0; i < values; ++i) {
      std::fill_n(axis.values.begin() + static_cast<std::ptrdiff_t>(i * tail_), tail_, axis.source[first + i]);
    }
  }
}

std::uint64_t InnerBatches::prepare(std::uint64_t begin, std::uint64_t most, std::span<double> point) {
  const std::uint64_t per_head = cut_size_ * tail_;
  const std::uint64_t in_cut = begin % per_head;
  const std::uint64_t piece = in_cut / (piece_size_ * tail_);
  const std::uint64_t offset = in_cut % (piece_size_ * tail_);
  const std::uint64_t piece_points = std::min(piece_size_, cut_size_ - piece * piece_size_) * tail_;
  const std::uint64_t count = std::min(most, piece_points - offset);
  fill_dimensions(head_, begin / per_head, point);
  if (piece != prepared_piece_) expand_piece(piece);
  std::size_t v = 0;
  for (const Expanded& axis : tail_axes_) {
    varying_[v++] = {axis.axis, std::span<const double>(axis.values).subspan(offset, count)};
  }
  for (const Expanded& axis : cut_axes_) {
    varying_[v++] = {axis.axis, tail_ == 1 ? axis.source.subspan(in_cut, count)
                                           : std::span<const double>(axis.values).subspan(offset, count)};
  }
  return count;
}

}  // namespace trainsweep
