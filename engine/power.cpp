#include "engine/power.hpp"

#include <algorithm>
#include <cmath>

namespace trainsweep::engine {
namespace {

// Share of the span between idle and TDP that each phase draws. Nodes of 8 H100 mean
// 6.85 to 7.1 kW over a training run, 2.35 to 2.8 kW idle: less the idle node's host,
// 690 to 710 W a chip of 700 W (MLPerf Training power logs v4.0 and v4.1), so products
// draw all of it. Communication-bound runs draw 15 to 25 % less at the node; the two
// lower shares are assumed from that.
constexpr double kComputeDraw = 1.0, kMemoryDraw = 0.75, kCommunicationDraw = 0.5;

}  // namespace

Power host_power(const Job& job) { return std::ceil(job.chips / job.system.chips_per_node) * job.system.host_power; }
Power network_power(const Job& job) { return job.chips * job.system.network_power; }

Power idle_power(const Job& job) { return job.chips * job.chip.idle_power + host_power(job) + network_power(job); }

Energy step_energy(const Job& job, const Mapping& m, const StepTime& t) {
  // The parts are those of the fullest stage; other stages wait for it.
  const double fullest = std::ceil(job.model.layers / (m.pp * m.interleave)) * m.interleave;
  const double busy = std::min(1.0, job.model.layers / m.pp / fullest);
  const Time compute = busy * (t.parts.matmul + t.parts.attention);
  const Time streaming = busy * t.parts.memory_bound + t.optimizer;
  const Time exchange = busy * (t.parts.tensor_comm + t.parts.context_comm + t.parts.expert_comm + t.parts.host_comm) +
                        t.pipeline_comm + t.data_comm;
  const Power span = max(job.chip.tdp - job.chip.idle_power, Power{});
  const Energy above_idle = span * (kComputeDraw * compute + kMemoryDraw * streaming + kCommunicationDraw * exchange);
  return job.chips * above_idle + idle_power(job) * t.total();
}

}  // namespace trainsweep::engine
