#include "runner/grid.hpp"

#include <algorithm>
#include <numeric>

namespace trainsweep {
namespace {

std::uint64_t product(std::span<const Dimension> dimensions) {
  std::uint64_t n = 1;
  for (const Dimension& dimension : dimensions) n *= dimension.size();
  return n;
}

}  // namespace

void fill_dimensions(std::span<const Dimension> dimensions, std::uint64_t index, std::span<double> point) {
  for (std::size_t d = dimensions.size(); d-- > 0;) {
    const Dimension& dimension = dimensions[d];
    const std::uint64_t i = index % dimension.size();
    index /= dimension.size();
    for (std::size_t a = 0; a < dimension.axes.size(); ++a) point[dimension.axes[a]] = dimension.values[a][i];
  }
}

Grid::Grid(const SweepSpec& spec, const Engine& engine) : spec_(&spec) {
  const std::span<const Dimension> dimensions = spec.dimensions;
  for (; first_inner_ < dimensions.size() && dimensions[first_inner_].stage != Stage::account; ++first_inner_) {
    Classes classes = classify(dimensions[first_inner_], engine);
    if (classes_of_.empty() && classes.first_value.size() == classes.of_value.size()) {
      ++first_slot_;
      continue;
    }
    classes_ *= classes.first_value.size();
    classes_of_.push_back(std::move(classes));
  }
  blocks_ = product(dimensions.first(first_slot_));
  slots_ = product(dimensions.subspan(first_slot_, first_inner_ - first_slot_));
  inner_ = product(dimensions.subspan(first_inner_));
}

Grid::Classes Grid::classify(const Dimension& dimension, const Engine& engine) {
  const std::size_t width = dimension.axes.size();
  std::vector<std::uint64_t> parts;  // of one value after the other
  for (std::size_t i = 0; i < dimension.size(); ++i) {
    for (std::size_t a = 0; a < width; ++a) {
      parts.push_back(engine.plan_part(dimension.axes[a], dimension.values[a][i]));
    }
  }
  const auto parts_of = [&](std::uint32_t i) { return std::span(parts).subspan(i * width, width); };
  std::vector<std::uint32_t> sorted(dimension.size());  // by parts: values of one class stand together
  std::iota(sorted.begin(), sorted.end(), 0);
  std::stable_sort(sorted.begin(), sorted.end(), [&](std::uint32_t a, std::uint32_t b) {
    return std::ranges::lexicographical_compare(parts_of(a), parts_of(b));
  });
  Classes out;
  out.of_value.resize(dimension.size());
  std::vector<std::uint32_t> first(dimension.size());  // value of the same class, for each value
  for (std::size_t s = 0; s < sorted.size(); ++s) {
    const bool is_new = s == 0 || !std::ranges::equal(parts_of(sorted[s - 1]), parts_of(sorted[s]));
    first[sorted[s]] = is_new ? sorted[s] : first[sorted[s - 1]];
  }
  for (std::uint32_t i = 0; i < first.size(); ++i) {
    if (first[i] == i) {
      out.of_value[i] = static_cast<std::uint32_t>(out.first_value.size());
      out.first_value.push_back(i);
      out.last_value.push_back(i);
    } else {
      out.of_value[i] = out.of_value[first[i]];
      out.last_value[out.of_value[i]] = i;
    }
  }
  return out;
}

std::uint64_t Grid::class_of(std::uint64_t slot) const {
  std::uint64_t number = 0;
  std::uint64_t weight = 1;
  for (std::size_t d = classes_of_.size(); d-- > 0;) {
    const Classes& classes = classes_of_[d];
    number += weight * classes.of_value[slot % classes.of_value.size()];
    weight *= classes.first_value.size();
    slot /= classes.of_value.size();
  }
  return number;
}

std::uint64_t Grid::last_slot(std::uint64_t search) const {
  std::uint64_t slot = search / classes_ * slots_;
  std::uint64_t number = search % classes_;
  std::uint64_t weight = 1;
  for (std::size_t d = classes_of_.size(); d-- > 0;) {
    const Classes& classes = classes_of_[d];
    slot += weight * classes.last_value[number % classes.last_value.size()];
    number /= classes.last_value.size();
    weight *= classes.of_value.size();
  }
  return slot;
}

std::span<const Dimension> Grid::inner_dimensions() const {
  return std::span<const Dimension>(spec_->dimensions).subspan(first_inner_);
}

void Grid::fill_block(std::uint64_t block, std::span<double> point) const {
  fill_dimensions(std::span<const Dimension>(spec_->dimensions).first(first_slot_), block, point);
}

void Grid::fill_slot(std::uint64_t slot, std::span<double> point) const {
  fill_dimensions(std::span<const Dimension>(spec_->dimensions).subspan(first_slot_, first_inner_ - first_slot_), slot,
                  point);
}

void Grid::fill_inner(std::uint64_t inner, std::span<double> point) const {
  fill_dimensions(inner_dimensions(), inner, point);
}

void Grid::fill_point(std::uint64_t index, std::span<double> point) const {
  fill_inner(index % inner_, point);
  fill_slot(index / inner_ % slots_, point);
  fill_block(index / inner_ / slots_, point);
}

void Grid::fill_search(std::uint64_t search, std::span<double> point) const {
  fill_block(search / classes_, point);
  std::uint64_t number = search % classes_;
  for (std::size_t d = classes_of_.size(); d-- > 0;) {
    const Classes& classes = classes_of_[d];
    const Dimension& dimension = spec_->dimensions[first_slot_ + d];
    const std::uint32_t i = classes.first_value[number % classes.first_value.size()];
    number /= classes.first_value.size();
    for (std::size_t a = 0; a < dimension.axes.size(); ++a) point[dimension.axes[a]] = dimension.values[a][i];
  }
}

std::vector<std::uint64_t> Grid::coordinates(std::uint64_t index) const {
  std::vector<std::uint64_t> out(spec_->dimensions.size());
  for (std::size_t d = out.size(); d-- > 0;) {
    out[d] = index % spec_->dimensions[d].size();
    index /= spec_->dimensions[d].size();
  }
  return out;
}

}  // namespace trainsweep
