// RecordStore: all catalogue records that are known, by kind and name, with where
// every value comes from. A sweep's store is the catalogue's joined with the
// records of its own file, which win over records of the same name.
//
// References are held by name, so that a record that takes another's place is seen
// by all who refer to it. Records are shared and never change: copies are cheap.
//
// It is what people look up; the engine gets the Records that a RecordSelection
// picks from it.
#pragma once

#include <array>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "engine/engine.hpp"
#include "runner/diagnostics.hpp"

namespace trainsweep {

// How a value is known; the words that `basis` takes.
inline constexpr std::array<std::string_view, 6> kBases{"published", "measured", "derived",
                                                        "estimated", "recalled", "assumed"};
// The source of a field that was not given.
inline constexpr std::string_view kDefaultSource = "default";

struct FieldValue {
  double number = kNotSet;  // unset for text and references
  std::string text{};       // of a text; the name that a reference names
  std::string source{};     // may be empty in a user's own record
  std::string basis{};      // one of kBases; empty where there is no value
  Position at{};            // line 0 where the field was not given
};

struct KnownRecord {
  std::string name;
  Position at;
  std::vector<FieldValue> fields;  // in the order of Catalog::fields
};

struct RecordStore {
  explicit RecordStore(const Schema& schema) : kinds(schema.catalogs.size()) {}

  using Kind = std::map<std::string, std::shared_ptr<const KnownRecord>, std::less<>>;
  std::vector<Kind> kinds;  // in the order of Schema::catalogs

  // Null where there is none.
  [[nodiscard]] const KnownRecord* find(std::size_t kind, std::string_view name) const;
  [[nodiscard]] std::vector<std::string_view> names(std::size_t kind) const;
};

// The index of a catalogue by its name. Requires that there is one.
[[nodiscard]] std::size_t kind_index(const Schema& schema, std::string_view name);

// Reports that there is no such record, with the nearest name.
void report_unknown_record(const Schema& schema, const RecordStore& store, std::size_t kind, std::string_view name,
                           const Position& at, Diagnostics& errors);

}  // namespace trainsweep
