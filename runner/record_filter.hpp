// RecordFilter: the records of a kind that match what a user asks for.
//
//   { vendor = ["aws", "google"], chip = ["*"], term = "on-demand" }
//
// A key is a text, a choice or a reference of the record, or of the records that it
// refers to, at any distance; the nearest wins, so `vendor` of an offer is who sells
// it. `name` is the record's own name. A value is one pattern or a list of which one
// must match; `*` stands for any text and `?` for one character. For a reference it
// may be a filter in turn: { chip = { vendor = "nvidia" } }. All keys must match.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "runner/record_store.hpp"
#include "runner/toml_reader.hpp"

namespace trainsweep {

// The names of the records that match, ascending. That none does, that a pattern
// matches nothing, or that a key is unknown, is reported.
[[nodiscard]] std::vector<std::string> filter_records(const Schema& schema, const RecordStore& store, std::size_t kind,
                                                      const TomlValue& filter, Diagnostics& errors);

[[nodiscard]] bool matches_pattern(std::string_view text, std::string_view pattern);

}  // namespace trainsweep
