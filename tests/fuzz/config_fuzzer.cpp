// Any bytes as a config, with the options that lines "# --set KEY=VALUE" at its top name:
// a sweep or messages. What is accepted is read from its own resolved text, as ranks do.
#include "runner/file_layout.hpp"
#include "runner/grid.hpp"
#include "runner/units.hpp"
#include "tests/fuzz/fuzz.hpp"

using namespace trainsweep;

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  const std::string text(fuzz::text_of(data, size));
  const auto sweep = read_sweep({make_source("x.toml", text), fuzz::marked_lines(text, "# --set ")}, fuzz::rules(), fuzz::catalog());
  if (!sweep) {
    fuzz::require_clean(sweep.diagnostics().render());
    return 0;
  }
  const SweepSpec& spec = sweep.value().spec;
  const auto again = read_sweep({make_source("x.toml", spec.resolved), {}}, fuzz::rules(), RecordStore(training_schema()));
  fuzz::require(static_cast<bool>(again), "the resolved text is refused");
  fuzz::require(again.value().spec.resolved == spec.resolved, "the resolved text changes when it is read again");
  const auto engine = make_training_engine(spec.records);
  const Grid grid(spec, *engine);
  fuzz::require(Units(choose_cut(grid)).total_points() == grid.points(), "units lose points");
  return 0;
}
