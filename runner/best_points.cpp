#include "runner/best_points.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <tuple>
#include <unordered_map>

#include "runner/exit_status.hpp"

namespace trainsweep {
namespace {

constexpr std::uint64_t kMostKept = 50'000'000;  // points kept in memory: 1.2 GB

// The least values seen, a heap with the worst of them in front.
class Leaders {
 public:
  void offer(const BestPoint& candidate, std::size_t count) {
    if (heap_.size() == count && !better(candidate, heap_.front())) return;
    if (heap_.size() == count) {
      std::pop_heap(heap_.begin(), heap_.end(), better);
      heap_.pop_back();
    }
    heap_.push_back(candidate);
    std::push_heap(heap_.begin(), heap_.end(), better);
  }
  [[nodiscard]] const std::vector<BestPoint>& points() const { return heap_; }

  static bool better(const BestPoint& a, const BestPoint& b) {
    if (a.group != b.group) return a.group < b.group;
    return a.value != b.value ? a.value < b.value : a.point < b.point;
  }

 private:
  std::vector<BestPoint> heap_;
};

// Where the values to order by come from: a column, or a coordinate of numbers.
class Values {
 public:
  Values(const ResultReader& file, const std::string& name)
      : column_(file.find_column(name)), coordinate_(file.find_coordinate(name)),
        index_(file, coordinate_ != nullptr ? coordinate_->dimension : std::nullopt) {
    if (column_ == nullptr && coordinate_ == nullptr) refuse_unknown_name(file, name);
    if (column_ == nullptr && coordinate_->is_text()) {
      throw UserError(fmt::format("`{}` has words, which have no order", name));
    }
  }

  void read(PointScan& scan) {
    if (column_ != nullptr) values_ = scan.values(*column_);
    first_ = scan.first();
  }
  [[nodiscard]] double at(std::uint32_t place) const {
    return column_ != nullptr ? values_[place] : coordinate_->numbers[index_.of(first_ + place)];
  }

 private:
  const ResultColumn* column_;
  const ResultCoordinate* coordinate_;
  DimensionIndex index_;
  std::uint64_t first_ = 0;
  std::span<const float> values_;
};

using LeadersByGroup = std::unordered_map<std::uint64_t, Leaders>;

void keep(LeadersByGroup& leaders, const BestPoint& point, std::size_t count) {
  Leaders& own = leaders[point.group];
  own.offer(point, count);
  if (leaders.size() * std::min<std::uint64_t>(count, own.points().size()) > kMostKept) {
    throw UserError("more points are asked for than memory should hold\n  = help: ask for fewer with -n, or for fewer groups with --per");
  }
}

// The points of all groups, in the order that the header states.
std::vector<BestPoint> in_order(const LeadersByGroup& leaders, std::uint64_t last_labels) {
  std::vector<std::vector<BestPoint>> found;
  for (const auto& [group, own] : leaders) {
    found.push_back(own.points());
    std::sort(found.back().begin(), found.back().end(), Leaders::better);
  }
  const auto place = [&](const std::vector<BestPoint>& points) {
    return std::make_tuple(points.front().group / last_labels, points.front().value, points.front().group);
  };
  std::sort(found.begin(), found.end(), [&](const auto& a, const auto& b) { return place(a) < place(b); });
  std::vector<BestPoint> out;
  for (const auto& points : found) out.insert(out.end(), points.begin(), points.end());
  return out;
}

}  // namespace

BestPoints best_points(const ResultReader& file, const PointFilter& filter, const PointGroups& groups,
                       const BestQuery& query) {
  Values by(file, query.by);
  const double sign = query.order == Order::descending ? -1 : 1;
  BestPoints out{.points = {}, .seen = StatusCounts(kStatusValues)};
  LeadersByGroup leaders;
  PointScan scan(file, filter, &groups);
  while (scan.next()) {
    for (const ScannedPoint& point : scan.considered()) ++out.seen[scan.statuses()[point.at]];
    if (scan.points().empty()) continue;
    by.read(scan);
    for (const ScannedPoint& point : scan.points()) {
      const double value = by.at(point.at);
      if (!std::isnan(value)) keep(leaders, {point.group, sign * value, scan.first() + point.at}, query.count);
    }
  }
  out.points = in_order(leaders, groups.labels.empty() ? 1 : groups.labels.back().size());
  for (BestPoint& best : out.points) best.value *= sign;
  return out;
}

}  // namespace trainsweep
