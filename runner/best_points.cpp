#include "runner/best_points.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <tuple>
#include <unordered_map>
#include <unordered_set>

#include "engine/engine.hpp"
#include "runner/exit_status.hpp"

namespace trainsweep {
namespace {

constexpr std::uint64_t kPiece = 1 << 16;           // points read at once
constexpr std::uint64_t kMostKept = 50'000'000;     // points kept in memory: 1.2 GB

// A number for each index of each dimension whose sum over the dimensions is the
// number of a point's group.
struct Groups {
  std::vector<std::vector<std::uint64_t>> parts;
  std::uint64_t count = 1;
  std::uint64_t last_count = 1;  // distinct values of the last of `per`
};

// codes[i]: which of the distinct values index i has, in order of appearance.
template <class T>
std::vector<std::uint64_t> codes_of(const std::vector<T>& values, std::uint64_t& distinct) {
  std::unordered_map<T, std::uint64_t> code_of;
  std::vector<std::uint64_t> codes;
  for (const T& value : values) codes.push_back(code_of.try_emplace(value, code_of.size()).first->second);
  distinct = code_of.size();
  return codes;
}

Groups make_groups(const ResultReader& file, const std::vector<std::string>& per) {
  Groups groups;
  for (const ResultDimension& dimension : file.dimensions()) groups.parts.emplace_back(dimension.size, 0);
  for (auto name = per.rbegin(); name != per.rend(); ++name) {
    const ResultCoordinate* coordinate = file.find_coordinate(*name);
    if (coordinate == nullptr && file.find_column(*name) != nullptr) {
      throw UserError(fmt::format("`{}` is a column\n  = help: --per takes axes and their coordinates; --where takes columns", *name));
    }
    if (coordinate == nullptr) refuse_unknown_name(file, *name);
    if (!coordinate->dimension) continue;  // one value: one group
    std::uint64_t distinct = 1;
    const auto codes = coordinate->is_text() ? codes_of(coordinate->texts, distinct) : codes_of(coordinate->numbers, distinct);
    auto& parts = groups.parts[*coordinate->dimension];
    for (std::size_t i = 0; i < codes.size(); ++i) parts[i] += codes[i] * groups.count;
    if (distinct > kMostKept / groups.count) throw UserError("--per makes too many groups");
    groups.count *= distinct;
    if (name == per.rbegin()) groups.last_count = distinct;
  }
  return groups;
}

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

struct Candidate {
  std::uint32_t at;  // in the piece
  std::uint64_t group;
  double coordinate;  // the value of `by` where that is a coordinate
};

class Scan {
 public:
  Scan(const ResultReader& file, const PointFilter& filter, const BestQuery& query)
      : file_(file), filter_(filter), query_(query), groups_(make_groups(file, query.per)), index_(file.dimensions().size(), 0) {
    column_ = file.find_column(query.by);
    coordinate_ = file.find_coordinate(query.by);
    if (column_ == nullptr && coordinate_ == nullptr) refuse_unknown_name(file, query.by);
    if (column_ == nullptr && coordinate_->is_text()) {
      throw UserError(fmt::format("`{}` has words, which have no order", query.by));
    }
    result_.groups = existing_groups();
    result_.seen.resize(256);
  }

  BestPoints run() {
    if (filter_.passes_nothing()) return std::move(result_);
    for (std::uint64_t first = 0; first < file_.points(); first += kPiece) {
      read_piece(first, std::min(kPiece, file_.points() - first));
    }
    std::vector<std::vector<BestPoint>> found;
    for (const auto& [group, leaders] : leaders_) {
      found.push_back(leaders.points());
      std::sort(found.back().begin(), found.back().end(), Leaders::better);
    }
    const auto place = [&](const std::vector<BestPoint>& points) {
      return std::make_tuple(points.front().group / groups_.last_count, points.front().value, points.front().group);
    };
    std::sort(found.begin(), found.end(), [&](const auto& a, const auto& b) { return place(a) < place(b); });
    for (const auto& points : found) result_.points.insert(result_.points.end(), points.begin(), points.end());
    if (query_.order == Order::descending) {
      for (BestPoint& best : result_.points) best.value = -best.value;
    }
    return std::move(result_);
  }

 private:
  // Combinations that some index has: two coordinates of one dimension do not multiply.
  [[nodiscard]] std::uint64_t existing_groups() const {
    std::uint64_t count = 1;
    for (const std::vector<std::uint64_t>& parts : groups_.parts) {
      count *= std::unordered_set<std::uint64_t>(parts.begin(), parts.end()).size();
    }
    return count;
  }

  void read_piece(std::uint64_t first, std::uint64_t count) {
    find_candidates(static_cast<std::uint32_t>(count));
    if (candidates_.empty()) return;
    status_.resize(count);
    file_.read_status(first, status_);
    std::erase_if(candidates_, [&](const Candidate& c) {
      ++result_.seen[status_[c.at]];
      return status_[c.at] != kOk;
    });
    for (const ColumnCondition& condition : filter_.on_columns()) {
      if (!read(*condition.column, first, count)) return;
      std::erase_if(candidates_, [&](const Candidate& c) {
        return !holds(values_[c.at], condition.comparison, condition.limit);
      });
    }
    if (column_ != nullptr && !read(*column_, first, count)) return;
    for (const Candidate& c : candidates_) {
      const double value = column_ != nullptr ? values_[c.at] : c.coordinate;
      if (std::isnan(value)) continue;
      keep({c.group, query_.order == Order::descending ? -value : value, first + c.at});
    }
  }

  // Those of the next `count` points whose coordinates pass, row by row along the last
  // dimension.
  void find_candidates(std::uint32_t count) {
    candidates_.clear();
    const std::uint64_t row = index_.empty() ? 1 : file_.dimensions().back().size;
    for (std::uint32_t at = 0; at < count;) {
      const auto end = static_cast<std::uint32_t>(std::min<std::uint64_t>(count, at + row - in_row_));
      consider_row(at, end);
      in_row_ += end - at;
      at = end;
      if (in_row_ == row) next_row();
    }
  }

  // Points [begin, end) of the piece: a part of one row.
  void consider_row(std::uint32_t begin, std::uint32_t end) {
    std::uint64_t group = 0;
    for (std::size_t d = 0; d + 1 < index_.size(); ++d) {
      if (!filter_.passes(d, index_[d])) return;
      group += groups_.parts[d][index_[d]];
    }
    if (index_.empty()) return candidates_.push_back({begin, 0, coordinate_value()});
    const std::size_t last = index_.size() - 1;
    for (std::uint32_t at = begin; at < end; ++at) {
      index_[last] = in_row_ + (at - begin);
      if (!filter_.passes(last, index_[last])) continue;
      candidates_.push_back({at, group + groups_.parts[last][index_[last]], coordinate_value()});
    }
  }

  void next_row() {
    in_row_ = 0;
    for (std::size_t d = index_.empty() ? 0 : index_.size() - 1; d-- > 0;) {
      if (++index_[d] < file_.dimensions()[d].size) return;
      index_[d] = 0;
    }
  }

  [[nodiscard]] double coordinate_value() const {
    if (column_ != nullptr) return 0;
    return coordinate_->numbers[coordinate_->dimension ? index_[*coordinate_->dimension] : 0];
  }

  // False where nothing is left to read for.
  bool read(const ResultColumn& column, std::uint64_t first, std::uint64_t count) {
    if (candidates_.empty()) return false;
    values_.resize(count);
    file_.read_column(column, first, values_);
    return true;
  }

  void keep(const BestPoint& point) {
    Leaders& leaders = leaders_[point.group];
    leaders.offer(point, query_.count);
    if (leaders_.size() * std::min<std::uint64_t>(query_.count, leaders.points().size()) > kMostKept) {
      throw UserError("more points are asked for than memory should hold\n  = help: ask for fewer with -n, or for fewer groups with --per");
    }
  }

  const ResultReader& file_;
  const PointFilter& filter_;
  const BestQuery& query_;
  Groups groups_;
  std::vector<std::uint64_t> index_;  // of the next row, and of a point in it
  std::uint64_t in_row_ = 0;          // where in its row the next point stands
  const ResultColumn* column_ = nullptr;
  const ResultCoordinate* coordinate_ = nullptr;
  BestPoints result_;
  std::unordered_map<std::uint64_t, Leaders> leaders_;
  std::vector<Candidate> candidates_;
  std::vector<std::uint8_t> status_;
  std::vector<float> values_;
};

}  // namespace

BestPoints best_points(const ResultReader& file, const PointFilter& filter, const BestQuery& query) {
  return Scan(file, filter, query).run();
}

std::vector<std::uint64_t> indices_of(const ResultReader& file, std::uint64_t point) {
  std::vector<std::uint64_t> index(file.dimensions().size());
  for (std::size_t d = index.size(); d-- > 0;) {
    index[d] = point % file.dimensions()[d].size;
    point /= file.dimensions()[d].size;
  }
  return index;
}

}  // namespace trainsweep
