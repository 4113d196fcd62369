// Scheduler: who works on what next. A pure state machine: no MPI, no files, no clock
// (times are passed in), so that a test can drive it with a million workers.
//
//   Scheduler s(grid, units, {{0, units.count()}}, workers);
//   Claim c = s.next(Holding::nothing);     // a worker asks
//   ...                                     // and works
//   s.finished(c, c.count, seconds);        // and says so
//
// Work is claimed in contiguous runs whose length follows the capped guided rule of
// claim_size.hpp. Sweeps of whole blocks (see units.hpp) have one kind of claim:
// units, each with its searches inside, the dearest first (regions.hpp). Split sweeps
// have two: searches of a block, and units of it once all searches that they need are
// done. Ready units go before searches, so that finished work reaches the file soon and
// few plans are held; searches are claimed in the order in which units need them.
//
// A worker may ask while it still holds a claim, so that it never waits. Near the end,
// and where a claim of whole blocks takes so long that a wait is nothing beside it, it
// gets one only when it holds nothing, lest work queue up behind a slow claim while
// others are idle. Claims that are long enough end on a stripe of every column, or on a
// page, so that ranks share few of them.
//
// Nothing is ever handed out twice. Memory: the runs of units left, some 100 bytes a
// worker, and one byte a class for each block in work.
#pragma once

#include <array>
#include <cstdint>
#include <deque>
#include <vector>

#include "runner/claim_size.hpp"
#include "runner/grid.hpp"
#include "runner/regions.hpp"
#include "runner/units.hpp"

namespace trainsweep {

enum class Task : std::uint8_t {
  wait,   // nothing now; ask again after somebody has finished
  search, // searches [first, first + count)
  units,  // units [first, first + count)
  stop,   // nothing any more
};

struct Claim {
  Task task = Task::wait;
  std::uint64_t first = 0;
  std::uint64_t count = 0;
  auto operator<=>(const Claim&) const = default;
};

enum class Holding : std::uint8_t { nothing, one };

class Scheduler {
 public:
  // `left`: the units to do, ascending and disjoint. `stripe`: bytes of the file that one
  // server holds in a piece, 0 where that is not known. Grid and Units must outlive it.
  Scheduler(const Grid& grid, const Units& units, std::vector<UnitRange> left, std::uint64_t workers,
            std::uint64_t stripe = 0);

  // The next claim for a worker that holds a claim or none.
  [[nodiscard]] Claim next(Holding holding);

  // How long a claim is likely to take, in seconds; 0 while nothing is known.
  [[nodiscard]] double estimate(const Claim& claim) const {
    return (claim.task == Task::units ? unit_claims_ : search_claims_).estimate(claim.count);
  }

  // The claim is done; it took that long.
  void finished(const Claim& claim, double seconds);

  [[nodiscard]] std::uint64_t units_left() const { return units_left_; }      // not handed out
  // Slots below this one, counted over all blocks, are of no more use to anybody.
  [[nodiscard]] std::uint64_t slots_closed() const;

 private:
  enum class Search : std::uint8_t { not_needed, needed, out, done };
  // A block of a split sweep with searches or units to hand out.
  struct OpenBlock {
    std::uint64_t block;
    std::deque<UnitRange> left;     // units not handed out
    std::uint64_t ready_end;        // of those, the ones below this can be
    std::vector<Search> searches;   // one a class
    std::uint64_t next_class;       // no class below is still `needed`
    std::uint64_t missing;          // searches not done
  };

  [[nodiscard]] Claim next_whole(Holding holding);
  [[nodiscard]] Claim next_ready();
  [[nodiscard]] Claim next_search();
  // Not handed out; at most, as some may not be needed.
  [[nodiscard]] std::uint64_t searches_left() const;
  [[nodiscard]] bool open_block();
  void mark_needed(OpenBlock& block) const;
  void advance_ready(OpenBlock& block) const;
  [[nodiscard]] bool is_ready(const OpenBlock& block, std::uint64_t unit) const;
  // How many units to take of the front of `run`: `most`, or fewer to end on a stripe or page.
  [[nodiscard]] std::uint64_t count_from(const UnitRange& run, std::uint64_t most) const;

  const Grid& grid_;
  const Units& units_;
  std::uint64_t workers_;
  std::array<std::uint64_t, 2> steps_;  // units to a stripe of a column, and to a page; 0: none
  Regions regions_;             // whole blocks
  std::deque<UnitRange> left_;  // split: of blocks that are not open
  std::uint64_t units_left_;
  std::deque<OpenBlock> open_;  // ascending
  ClaimSize unit_claims_, search_claims_;
};

}  // namespace trainsweep
