#include "engine/trust.hpp"

#include "engine/matmul.hpp"

namespace trainsweep::engine {
namespace {

// Chips of one scale-up domain on which collectives were measured (network.hpp).
constexpr double kMostMeasuredMembers = 8;

}  // namespace

Time unmeasured_time(const Job& job, const Mapping& mapping, const StepTime& time) {
  const Parts& parts = time.parts;
  Time out = parts.context_comm + parts.expert_comm + parts.host_comm;
  if (job.offloads(Offload::optimizer)) out += time.optimizer;
  if (job.chip.matmul_measured == 0) out += parts.matmul;
  if (job.chip.attention_measured == 0) out += parts.attention;
  if (mapping.tp > kMostMeasuredMembers) out += parts.tensor_comm;
  return out;
}

Trust trust(const Job& job, const Mapping& mapping, const StepTime& time) {
  return {job.model.has_experts() ? job.software.expert_model_error : job.software.dense_model_error,
          unmeasured_time(job, mapping, time) / time.total(), published_mfu(job.chip, job.precision)};
}

}  // namespace trainsweep::engine
