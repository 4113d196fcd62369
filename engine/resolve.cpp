#include "engine/resolve.hpp"

#include <algorithm>
#include <cmath>

namespace trainsweep::engine {
namespace {

// A site that nobody named: a large operator's mean PUE and the world's mean grid
// (engine/MODEL.md, "Sites"). Without an offer there is no price: 0.
constexpr Offer kUnnamedSite{{}, HourlyPrice{}, 0.08 * usd_per_kilowatt_hour, 1.2, 445 * gram_per_kilowatt_hour};

template <class V>
V or_else(V value, V fallback) {
  return value == value ? value : fallback;
}

template <class R, std::size_t N>
std::vector<R> make_all(const std::array<Bound<R>, N>& rows, const std::vector<Record>& records) {
  std::vector<R> out;
  for (const Record& r : records) out.push_back(make(rows, r.values));
  return out;
}

void apply_factors(Job& job, const Point& p) {
  for (FlopRate* rate : {&job.chip.bf16_matmul, &job.chip.fp8_matmul, &job.chip.fp4_matmul}) *rate *= p.matmul_factor;
  job.chip.memory_bandwidth *= p.memory_bandwidth_factor;
  job.chip.memory *= p.memory_factor;
  for (Bandwidth* b : {&job.system.scaleup_bandwidth, &job.system.fabric_bandwidth, &job.system.pod_bandwidth}) {
    *b *= p.network_factor;
  }
}

double default_batch(const Job& job) {
  const double tokens = or_else(job.model.global_batch_tokens, kDefaultBatchTokens);
  return std::max(1.0, std::round(tokens / job.sequence_length));
}

}  // namespace

Catalogs make_catalogs(const Records& records) {
  return {make_all(kChipFields, records[0]), make_all(kSystemFields, records[1]), make_all(kOfferFields, records[2]),
          make_all(kModelFields, records[3]), make_all(kSoftwareFields, records[4])};
}

Point make_point(std::span<const double> values) {
  Point p{};
  for (std::size_t i = 0; i < kPointAxes.size(); ++i) kPointAxes[i].set(p, values[i]);
  return p;
}

Job make_job(const Catalogs& c, const Point& p) {
  Job job;
  job.model = p.model.is_set() ? resolve(c.models[p.model.get()]) : synthetic_dense(p.params);
  job.system = c.systems[p.offer.is_set() ? c.offers[p.offer.get()].system.get() : p.system.get()];
  job.chip = c.chips[job.system.chip.get()];
  const Reference stack = p.software.is_set() ? p.software : job.system.software;
  if (stack.is_set()) job.software = c.software[stack.get()];
  apply_factors(job, p);
  job.chips = p.chips;
  job.sequence_length = or_else(p.sequence_length, job.model.sequence_length);
  job.global_batch = or_else(p.global_batch, default_batch(job));
  job.expert_load = p.expert_load;
  job.precision = static_cast<Precision>(static_cast<int>(p.precision));
  job.given = {p.tp,
               p.pp,
               p.cp,
               p.ep,
               p.dp,
               p.interleave,
               p.micro_batch,
               p.recompute,
               p.zero_stage,
               p.zero_group,
               p.sequence_parallel};
  return job;
}

Terms make_terms(const Catalogs& c, const Point& p, const Chip& chip) {
  const Offer& o = p.offer.is_set() ? c.offers[p.offer.get()] : kUnnamedSite;
  return {p.tokens,
          p.tokens_per_param,
          or_else(p.chip_hour, o.chip_hour),
          p.price_factor,
          or_else(p.electricity, o.electricity),
          or_else(p.pue, o.pue),
          or_else(p.grid_carbon, o.grid_carbon),
          or_else(p.chip_mtbf, chip.mtbf),
          p.restart,
          p.useful_share,
          p.storage_gb_month,
          p.kept_checkpoints,
          or_else(p.deadline, Time{kUnbounded})};
}

}  // namespace trainsweep::engine
