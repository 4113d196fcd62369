#include "engine/power.hpp"

#include <algorithm>
#include <cmath>

namespace trainsweep::engine {
namespace {

// Share of the span between idle and TDP that each phase draws. Compute-bound
// training on H100 and B200 nodes draws 0.66 to 0.76 of the nameplate at the plug,
// communication-bound runs 15 to 25 % less (MLPerf Training power submissions v4.1;
// Latif et al. 2024, arXiv:2412.08602).
constexpr double kComputeDraw = 0.92, kMemoryDraw = 0.7, kCommunicationDraw = 0.45;

}  // namespace

Power idle_power(const Job& job) {
  const double nodes = std::ceil(job.chips / job.system.chips_per_node);
  return job.chips * (job.chip.idle_power + job.system.network_power) + nodes * job.system.host_power;
}

Energy step_energy(const Job& job, const Mapping& m, const StepTime& t) {
  // The parts are those of the fullest stage; other stages wait for it.
  const double fullest = std::ceil(job.model.layers / (m.pp * m.interleave)) * m.interleave;
  const double busy = std::min(1.0, job.model.layers / m.pp / fullest);
  const Time compute = busy * (t.parts.matmul + t.parts.attention);
  const Time streaming = busy * t.parts.memory_bound + t.optimizer;
  const Time exchange =
      busy * (t.parts.tensor_comm + t.parts.context_comm + t.parts.expert_comm) + t.pipeline_comm + t.data_comm;
  const Power span = max(job.chip.tdp - job.chip.idle_power, Power{});
  const Energy above_idle = span * (kComputeDraw * compute + kMemoryDraw * streaming + kCommunicationDraw * exchange);
  return job.chips * above_idle + idle_power(job) * t.total();
}

}  // namespace trainsweep::engine
