// Any lines as the --at of `explain`, and each as a --where of `top`: what is meant, or a message.
#include "runner/exit_status.hpp"
#include "runner/point_filter.hpp"
#include "runner/run_sweep.hpp"
#include "runner/scenario.hpp"
#include "tests/fuzz/fuzz.hpp"
#include "tests/support/toy_sweep.hpp"

using namespace trainsweep;

namespace {

const Sweep& sweep() {
  static const Sweep smoke =
      read_sweep_file(TRAINSWEEP_SOURCE_DIR "/configs/sweeps/smoke.toml", {}, fuzz::rules(), fuzz::catalog()).value_or_throw();
  return smoke;
}

const ResultReader& result() {
  static const ResultReader reader = [] {
    const std::string path = fuzz::folder() + "/result.h5";
    const SweepSpec spec = toy::scenario("tiny");
    MpiSession session;
    (void)run_sweep(session, spec, toy::sweep_schema(), toy::ToyEngine(spec.records),
                    {.output = path, .start = Start::overwrite, .fail_fast = false, .show_progress = false});
    return ResultReader(path);
  }();
  return reader;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  const std::vector<std::string> lines = fuzz::marked_lines(fuzz::text_of(data, size), "");
  const auto point = point_at(sweep(), fuzz::rules(), lines);
  if (!point) fuzz::require_clean(point.diagnostics().render());
  for (const std::string& line : lines) {
    try {
      const PointFilter filter(result(), {parse_condition(line)});
    } catch (const UserError&) {
    }
  }
  return 0;
}
