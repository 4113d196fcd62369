// RecordReader: catalogue records from TOML, in the one format that catalogue
// files, sweeps and case files share.
//
//   [catalog.chips.h100-sxm]
//   source = "datasheet, 2023"                 # holds for the fields without one of their own
//   tdp_w = 700
//   memory_gb = { value = 80, unit = "GB", source = "table 1", basis = "published" }
//
//   [catalog.chips.h100-big]
//   like = "h100-sxm"                          # starts from all its fields
//   memory_gb = 160
//
// `unit` may be left out and must else be the schema's. `basis` is one of kBases,
// published where it is left out. `like` names a record of the same texts, else of
// the store that they are joined to; a record's own name means the latter.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "runner/record_store.hpp"
#include "runner/toml_reader.hpp"

namespace trainsweep {

// Whether every number must say where it comes from.
enum class SourceRule : std::uint8_t { optional, required };

class RecordReader {
 public:
  RecordReader(const Schema& schema, Diagnostics& errors) : schema_(schema), errors_(errors) {}

  // Takes the records of a table `catalog`: one table a kind, one in it a record.
  void add(const TomlValue& catalog, SourceRule rule);

  // `base` and the records that were added, complete and with all their references
  // found. Records with mistakes, which were reported, are in it as far as they go.
  [[nodiscard]] RecordStore join(const RecordStore& base);

 private:
  enum class State : std::uint8_t { waiting, joining, joined };
  struct Draft {
    KnownRecord record;
    std::vector<bool> given;
    std::optional<TomlEntry> like;
    SourceRule rule = SourceRule::optional;
    State state = State::waiting;
    bool is_gapped = false;  // its `like` leads nowhere, which was reported
  };
  using Key = std::pair<std::size_t, std::string>;

  void add_record(std::size_t kind, const TomlEntry& entry, SourceRule rule);
  void read_field(const Property& field, const TomlEntry& entry, const FieldValue& common, FieldValue& out);
  [[nodiscard]] std::string read_basis(const TomlEntry* entry, const std::string& otherwise);
  void complete(const Key& key, Draft& draft, const RecordStore& base);
  void start_from_like(const Key& key, Draft& draft, const RecordStore& base);
  void fill_the_rest(const Catalog& catalog, Draft& draft);
  void check_references(std::size_t kind, const Draft& draft, const RecordStore& store);

  const Schema& schema_;
  Diagnostics& errors_;
  std::map<Key, Draft> drafts_;
};

}  // namespace trainsweep
