// What each rank counts while it works, as /run keeps it. A new figure is one member
// and its row.
#pragma once

#include <array>
#include <string_view>

namespace trainsweep {

struct RankStatistics {
  double busy_seconds = 0;  // searching, accounting and writing; not waiting
  double units = 0;
  double points = 0;
  double searches = 0;
  double plans_possible = 0;
  double plans_evaluated = 0;
  double messages = 0;  // sent and received
  double message_bytes = 0;
};

struct RankStatistic {
  std::string_view name;
  std::string_view unit;
  std::string_view doc;
  double RankStatistics::* member;
};

inline constexpr std::array kRankStatistics{
    RankStatistic{"busy_seconds", "s", "time at work: searching, accounting and writing", &RankStatistics::busy_seconds},
    RankStatistic{"units", "1", "units finished", &RankStatistics::units},
    RankStatistic{"points", "1", "points evaluated", &RankStatistics::points},
    RankStatistic{"searches", "1", "searches made", &RankStatistics::searches},
    RankStatistic{"plans_possible", "1", "plans in the spaces searched", &RankStatistics::plans_possible},
    RankStatistic{"plans_evaluated", "1", "plans evaluated in full; the others were pruned", &RankStatistics::plans_evaluated},
    RankStatistic{"messages", "1", "messages sent and received", &RankStatistics::messages},
    RankStatistic{"message_bytes", "B", "bytes of those messages", &RankStatistics::message_bytes},
};
static_assert(sizeof(RankStatistics) == kRankStatistics.size() * sizeof(double), "a member has no row");

}  // namespace trainsweep
