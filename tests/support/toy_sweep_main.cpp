// A sweep of the toy engine as a program, for tests that need ranks and signals:
//
//   toy_sweep_program SCENARIO OUT.h5 [fresh|resume|overwrite] [--part K/N] [--rounds N] [--throw] [--fail-fast]
//
// The scenarios are those of toy_sweep.hpp.
#include <cstdio>
#include <stdexcept>

#include "runner/run_sweep.hpp"
#include "runner/stop_signal.hpp"
#include "tests/support/toy_sweep.hpp"

namespace {

using namespace trainsweep;

// Throws where a test wants that: in the search of size 5, and for batch 13.
class ThrowingEngine : public toy::ToyEngine {
 public:
  using toy::ToyEngine::ToyEngine;
  void plan(std::span<const double> point, std::span<double> plan, SearchCount& count) const override {
    if (point[toy::size] == 5) throw std::runtime_error("no plan for five arms");
    ToyEngine::plan(point, plan, count);
  }
  void account(std::span<const double> point, std::span<const double> plan, std::span<const Varying> varying,
               std::size_t count, std::uint8_t* status, std::span<const ColumnOut> out) const override {
    for (const Varying& v : varying) {
      for (const double value : v.values) {
        if (v.axis == toy::batch && value == 13) throw std::runtime_error("thirteen");
      }
    }
    ToyEngine::account(point, plan, varying, count, status, out);
  }
};

}  // namespace

int main(int argc, char** argv) {
  SweepOptions options{.output = argv[2], .start = Start::fresh, .fail_fast = false, .show_progress = false, .part = {}};
  toy::Options cost;
  bool throws = false;
  for (int i = 3; i < argc; ++i) {
    const std::string word = argv[i];
    if (word == "resume") options.start = Start::resume;
    if (word == "overwrite") options.start = Start::overwrite;
    if (word == "--part") options.part = parse_part(argv[++i]);
    if (word == "--rounds") cost.rounds_per_arm = std::stoull(argv[++i]);
    if (word == "--throw") throws = true;
    if (word == "--fail-fast") options.fail_fast = true;
  }
  try {
    const StopSignals signals;
    MpiSession session;
    try {
      const SweepSpec spec = toy::scenario(argv[1]);
      const toy::ToyEngine plain(spec.records, cost);
      const ThrowingEngine throwing(spec.records, cost);
      return static_cast<int>(run_sweep(session, spec, toy::sweep_schema(), throws ? throwing : plain, options));
    } catch (const PeerFailed&) {
      return 0;
    } catch (const UserError& error) {
      std::fprintf(stderr, "error: %s\n", error.what());
      return 2;
    } catch (const MachineError& error) {
      std::fprintf(stderr, "error: %s\n", error.what());
      return 3;
    }
  } catch (const std::exception& error) {
    std::fprintf(stderr, "error: %s\n", error.what());
    return 1;
  }
}
