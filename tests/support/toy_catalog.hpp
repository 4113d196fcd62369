// The toy engine's records as a catalogue, and sweeps read against it.
#pragma once

#include <string>
#include <vector>

#include "runner/record_reader.hpp"
#include "runner/sweep_reader.hpp"
#include "tests/support/toy_engine.hpp"

namespace trainsweep::toy {

inline constexpr const char* kCatalogText = R"(
[catalog.parts.slow]
source = "table 1"
maker = "acme"
pace = 100
[catalog.parts.fast]
source = "table 1"
basis = "measured"
maker = "zenith"
pace = { value = 400, unit = "1/s", source = "table 2", basis = "derived" }
[catalog.machines.small]
source = "table 3"
title = "Small"
part = "slow"
arms = 64
[catalog.machines.large]
source = "table 3"
part = "slow"
share = 0.4
sealed = true
shape = "square"
spare_s = 0.25
[catalog.machines.swift]
source = "table 3"
part = "fast"
arms = 1024
share = 0.6
[catalog.offers.ann-small]
source = "price list"
seller = "ann"
machine = "small"
term = "hour"
price_usd = 2
[catalog.offers.bob-small]
source = "price list"
seller = "bob"
machine = "small"
term = "year"
price_usd = 1.5
[catalog.offers.ann-large]
source = "price list"
seller = "ann"
machine = "large"
term = "year"
price_usd = 3
[catalog.offers.cid-swift]
source = "price list"
seller = "cid"
machine = "swift"
term = "hour"
price_usd = 7
[catalog.models.cup]
source = "drawing"
title = "Cup"
work = 1e3
[catalog.models.chair]
source = "drawing"
title = "Chair"
work = 5e4
[catalog.models.ship]
source = "drawing"
title = "Ship"
work = 1e9
)";

inline EngineRules rules() { return {schema(), complaints}; }

inline RecordStore catalog() {
  Diagnostics errors;
  RecordReader reader(schema(), errors);
  const auto top = read_toml(make_source("catalog.toml", kCatalogText), errors);
  reader.add(top->find("catalog")->value, SourceRule::required);
  return reader.join(RecordStore(schema()));
}

inline Checked<Sweep> read(const std::string& text, std::vector<std::string> overrides = {}) {
  return read_sweep({make_source("x.toml", text), std::move(overrides)}, rules(), catalog());
}

// Requires a text without mistakes.
inline SweepSpec spec(const std::string& text, std::vector<std::string> overrides = {}) {
  return read(text, std::move(overrides)).value_or_throw().spec;
}

}  // namespace trainsweep::toy
