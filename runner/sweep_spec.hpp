// SweepSpec: a validated request, as plain data. Whoever holds one needs no TOML,
// no catalogue and no further checks.
//
// A sweep is the product of its dimensions. A dimension is one axis of the grid, or
// several axes of a [[zip]] that move together. Dimensions stand in storage order:
// those read by the plan stage only, then those that both stages read, then those
// of the account stage only, each group in the order of the config. The last one
// varies fastest.
//
// Example: [grid] offer = [a, b], chips = [8, 16, 32], price_factor = [1, 2] makes
// dimensions chips (plan, 3), offer (both, 2), price_factor (account, 2).
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "engine/engine.hpp"
#include "runner/file_hints.hpp"

namespace trainsweep {

struct Dimension {
  std::string name;                         // the axis's name, or the zip's
  std::vector<std::size_t> axes;            // indices in Schema::axes
  std::vector<std::vector<double>> values;  // values[a][i]: value i of axes[a]; all of one length
  std::vector<std::string> labels;          // a zip's own labels, one an index; empty for none
  Stage stage = Stage::plan;

  [[nodiscard]] std::size_t size() const { return values.front().size(); }
};

// The texts of one record, for coordinates and filters: texts[f] belongs to
// Catalog::fields[f], and is empty where that field is no text.
struct RecordTexts {
  std::vector<std::string> texts;
};

struct SweepSpec {
  std::string name;      // the config's file name without its ending
  std::string question;  // [sweep] question; may be empty
  std::vector<Dimension> dimensions;
  std::vector<double> point;         // one value an axis: fixed or fallback; NaN where unset or a dimension
  std::vector<std::size_t> columns;  // indices in Schema::columns, ascending
  FileHints hints;                   // no part of `resolved`: they change no value
  Records records;                   // only records that the sweep uses, directly or by reference
  std::vector<std::vector<RecordTexts>> texts;  // beside records
  std::string resolved;              // the whole request as TOML text, records and overrides included
  std::string catalog_sha256;        // of the used records' resolved text

  // Points of the sweep. Fits 63 bits: parsing refuses more.
  [[nodiscard]] std::uint64_t points() const;
};

// Unsets the axes that `axis` excludes (see OneOf), defaults too.
void unset_excluded(const Schema& schema, std::size_t axis, std::vector<double>& point);

}  // namespace trainsweep
