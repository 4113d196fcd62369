#include "engine/power.hpp"

#include <algorithm>
#include <cmath>

namespace trainsweep::engine {
namespace {

// Share of the span between idle and TDP that each phase draws, measured by the energy
// counter of an H100 SXM (analysis/calibration, "Power"): products and attention 0.97 to
// 1; six streaming kernels 0.66 (a copy) to 1 (GELU), 0.8 in the mean; copies by as few
// cores as NCCL takes, 16 to 32, 0.22 to 0.34.
constexpr double kComputeDraw = 1.0, kMemoryDraw = 0.8, kCommunicationDraw = 0.3;

}  // namespace

Power host_power(const Job& job) { return std::ceil(job.chips / job.system.chips_per_node) * job.system.host_power; }
Power network_power(const Job& job) { return job.chips * job.system.network_power; }

Power idle_power(const Job& job) { return job.chips * job.chip.idle_power + host_power(job) + network_power(job); }

Energy step_energy(const Job& job, const Mapping& m, const StepTime& t) {
  // The parts are those of the fullest stage; other stages wait for it.
  const Stages s = stages(job.model.layers, m);
  const double busy = s.mean / s.fullest;
  const Time compute = busy * (t.parts.matmul + t.parts.attention);
  // Of an optimizer on the host the chip has the transfers.
  const bool updates = !job.offloads(Offload::optimizer);
  const Time streaming = busy * t.parts.memory_bound + (updates ? t.optimizer : Time{});
  const Time exchange = busy * (t.parts.tensor_comm + t.parts.context_comm + t.parts.expert_comm + t.parts.host_comm) +
                        t.pipeline_comm + t.data_comm + (updates ? Time{} : t.optimizer);
  const Power span = max(job.chip.tdp - job.chip.idle_power, Power{});
  const Energy above_idle = span * (kComputeDraw * compute + kMemoryDraw * streaming + kCommunicationDraw * exchange);
  // Slowdown stretches operators, which go on drawing: clocks fall at the power limit.
  return job.chips * job.software.slowdown * above_idle + idle_power(job) * t.total();
}

}  // namespace trainsweep::engine
