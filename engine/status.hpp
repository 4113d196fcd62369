// Why a point has no values. These codes are part of the file format: a new
// reason takes the next number, none is ever renumbered.
#pragma once

#include <array>

#include "engine/engine.hpp"

namespace trainsweep::engine {

enum class Verdict : std::uint8_t {
  not_evaluated = kNotEvaluated,
  ok = kOk,
  out_of_memory = 2,
  no_valid_plan = 3,
  too_many_chips = 4,
  no_such_precision = 5,
  past_deadline = 6,
  out_of_range = 7,
  failed = 8,
  search_too_large = 9,
  not_available = 10,
  not_sellable = 11,
  no_split = 12,
};

inline constexpr std::array kStatuses{
    Status{0, "not_evaluated", "not evaluated yet"},
    Status{1, "ok", "evaluated"},
    Status{2, "out_of_memory", "no plan fits the chips' memory"},
    Status{3, "no_valid_plan", "no split of the model and the batch over these chips is possible"},
    Status{4, "too_many_chips", "more chips than the system can join"},
    Status{5, "no_such_precision", "the chip does not support the number format"},
    Status{6, "past_deadline", "trains longer than deadline_days"},
    Status{7, "out_of_range", "a result is not a finite number"},
    Status{8, "failed", "the evaluation failed; see the messages in /run"},
    Status{9, "search_too_large",
           "more plans than can be searched: give parts of the plan, such as tp, cp or interleave"},
    Status{10, "not_available", "the run starts before the chips can be had: available_in_years"},
    Status{11, "not_sellable", "the model may be sold to less than least_sellable_share of its market"},
    Status{12, "no_split",
           "no split of the year's work over its offers meets their capacities, largest_share and least_availability"},
};

}  // namespace trainsweep::engine
