// What the catalogue knows, for people: its kinds, the records of a kind, and one
// record in full, each value with its unit, its basis and its source.
#pragma once

#include <memory>
#include <ostream>
#include <string>

#include "runner/record_store.hpp"
#include "runner/text_table.hpp"

namespace trainsweep {

struct CatalogView {
  const Schema& schema;
  const RecordStore& store;
  // For what the engine derives from a record (Catalog::derived).
  std::unique_ptr<Engine> (*make_engine)(const Records&);
};

// `kind` empty: the kinds, with how many records each has. `name` empty: one line a
// record, as text with the fields that every record must have, else with all. Throws
// UserError where a kind or a record is unknown.
void print_catalog(const CatalogView& view, const std::string& kind, const std::string& name, Format format,
                   std::ostream& out);

}  // namespace trainsweep
