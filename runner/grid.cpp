#include "runner/grid.hpp"

#include <map>

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
  while (first_both_ < dimensions.size() && dimensions[first_both_].stage == Stage::plan) ++first_both_;
  first_inner_ = first_both_;
  while (first_inner_ < dimensions.size() && dimensions[first_inner_].stage == Stage::both) ++first_inner_;
  blocks_ = product(dimensions.first(first_both_));
  slots_ = product(dimensions.subspan(first_both_, first_inner_ - first_both_));
  inner_ = product(dimensions.subspan(first_inner_));
  for (std::size_t d = first_both_; d < first_inner_; ++d) {
    classes_of_.push_back(classify(dimensions[d], engine));
    classes_ *= classes_of_.back().first_value.size();
  }
}

Grid::Classes Grid::classify(const Dimension& dimension, const Engine& engine) {
  Classes out;
  std::map<std::vector<std::uint64_t>, std::uint32_t> seen;
  std::vector<std::uint64_t> parts(dimension.axes.size());
  for (std::size_t i = 0; i < dimension.size(); ++i) {
    for (std::size_t a = 0; a < parts.size(); ++a) {
      parts[a] = engine.plan_part(dimension.axes[a], dimension.values[a][i]);
    }
    const auto [at, is_new] = seen.emplace(parts, static_cast<std::uint32_t>(out.first_value.size()));
    if (is_new) out.first_value.push_back(static_cast<std::uint32_t>(i));
    out.of_value.push_back(at->second);
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

std::span<const Dimension> Grid::inner_dimensions() const {
  return std::span<const Dimension>(spec_->dimensions).subspan(first_inner_);
}

void Grid::fill_block(std::uint64_t block, std::span<double> point) const {
  fill_dimensions(std::span<const Dimension>(spec_->dimensions).first(first_both_), block, point);
}

void Grid::fill_slot(std::uint64_t slot, std::span<double> point) const {
  fill_dimensions(std::span<const Dimension>(spec_->dimensions).subspan(first_both_, first_inner_ - first_both_), slot,
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
    const Dimension& dimension = spec_->dimensions[first_both_ + d];
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
