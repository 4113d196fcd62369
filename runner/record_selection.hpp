// RecordSelection: the records that somebody uses, as the engine takes them.
//
// Each record that is used gets the next index of its kind, and brings along the
// records that it refers to. Indices never change, so a selection can grow.
#pragma once

#include <string_view>
#include <vector>

#include "runner/record_store.hpp"
#include "runner/sweep_spec.hpp"

namespace trainsweep {

class RecordSelection {
 public:
  RecordSelection(const Schema& schema, const RecordStore& store);
  // Goes on where another selection from the same store ended.
  RecordSelection(const Schema& schema, const RecordStore& store, Records records,
                  std::vector<std::vector<RecordTexts>> texts);

  // The index of a record. Requires that the store has it.
  std::size_t use(std::size_t kind, std::string_view name);

  [[nodiscard]] const Records& records() const { return records_; }
  [[nodiscard]] const std::vector<std::vector<RecordTexts>>& texts() const { return texts_; }

 private:
  const Schema& schema_;
  const RecordStore& store_;
  Records records_;
  std::vector<std::vector<RecordTexts>> texts_;
};

}  // namespace trainsweep
