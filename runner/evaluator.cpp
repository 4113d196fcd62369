#include "runner/evaluator.hpp"

#include <algorithm>
#include <stdexcept>

namespace trainsweep {
namespace {

// Where the schema has no such status the file cannot say so: a fault of the engine.
std::uint8_t failed_status(const Schema& schema) {
  for (const Status& status : schema.statuses) {
    if (status.name == "failed") return status.value;
  }
  throw std::logic_error("the engine's schema has no status `failed`");
}

template <class Body>
void caught(OnFailure on_failure, Body body, auto recover) {
  if (on_failure == OnFailure::end) return body();
  try {
    body();
  } catch (const std::exception& error) {
    recover(error.what());
  } catch (...) {
    recover("an exception of unknown type");
  }
}

}  // namespace

Evaluator::Evaluator(const Grid& grid, const Schema& schema, const Engine& engine, OnFailure on_failure)
    : grid_(grid),
      engine_(engine),
      on_failure_(on_failure),
      failed_(failed_status(schema)),
      batches_(grid.inner_dimensions()),
      point_(grid.base()) {}

void Evaluator::search(std::uint64_t search, std::span<double> plan) {
  grid_.fill_search(search, point_);
  block_ = slot_ = ~0ULL;
  caught(
      on_failure_, [&] { engine_.plan(point_, plan, count_); },
      [&](const std::string& message) {
        std::fill(plan.begin(), plan.end(), kNotSet);
        plan[0] = failed_;
        failures_.add(search / grid_.classes() * grid_.slots() * grid_.inner(), message);
      });
}

void Evaluator::enter(std::uint64_t block, std::uint64_t slot) {
  if (block != block_) grid_.fill_block(block, point_);
  if (block != block_ || slot != slot_) grid_.fill_slot(slot, point_);
  block_ = block;
  slot_ = slot;
}

std::uint64_t Evaluator::account(std::span<const double> plan, std::uint64_t begin, std::uint64_t most,
                                 UnitWriter& writer) {
  const UnitWriter::Room room = writer.room(most);
  const std::uint64_t count = batches_.prepare(begin, room.count, point_);
  if (plan[0] == failed_) {
    fill_failed(room, 0, count, failed_);
  } else {
    caught(
        on_failure_,
        [&] { engine_.account(point_, plan, batches_.varying(), count, room.status, room.columns); },
        [&](const std::string&) {
          account_one_by_one(plan, (block_ * grid_.slots() + slot_) * grid_.inner() + begin, room, count);
        });
  }
  writer.advance(count);
  return count;
}

void Evaluator::account_one_by_one(std::span<const double> plan, std::uint64_t first_point,
                                   const UnitWriter::Room& room, std::uint64_t count) {
  std::vector<Varying> varying(batches_.varying().begin(), batches_.varying().end());
  std::vector<ColumnOut> out(room.columns.begin(), room.columns.end());
  for (std::uint64_t i = 0; i < count; ++i) {
    for (std::size_t v = 0; v < varying.size(); ++v) varying[v].values = batches_.varying()[v].values.subspan(i, 1);
    for (std::size_t c = 0; c < out.size(); ++c) out[c].values = room.columns[c].values + i;
    caught(
        OnFailure::record, [&] { engine_.account(point_, plan, varying, 1, room.status + i, out); },
        [&](const std::string& message) {
          fill_failed(room, i, 1, failed_);
          failures_.add(first_point + i, message);
        });
  }
}

void Evaluator::fill_failed(const UnitWriter::Room& room, std::uint64_t first, std::uint64_t count,
                            std::uint8_t status) {
  std::fill_n(room.status + first, count, status);
  for (const ColumnOut& column : room.columns) {
    std::fill_n(column.values + first, count, std::numeric_limits<float>::quiet_NaN());
  }
}

}  // namespace trainsweep
