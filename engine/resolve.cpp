#include "engine/resolve.hpp"

#include <algorithm>
#include <cmath>

namespace trainsweep::engine {
namespace {

// A site that nobody named: a large operator's mean PUE and the world's mean grid
// (engine/MODEL.md, "Sites"). Without an offer there is no price: 0.
constexpr Offer kUnnamedSite{.electricity = 0.08 * usd_per_kilowatt_hour,
                             .pue = 1.2,
                             .grid_carbon = 445 * gram_per_kilowatt_hour,
                             .interruption = Time{kNotSet},
                             .second_tier = 1e15 * usd,
                             .capacity = Time{kNotSet},
                             .availability = 1};

// Of a TFLOP/s of a chip whose price nobody names: assumed. The H100 sold for 30 to 45 USD a
// TFLOP/s, the B200 and the MI300X for 20, TPUs are estimated at 8 to 20.
constexpr Money kGuessedPrice = 20 * usd;

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

void apply_choices(Job& job, const Point& p) {
  job.expert_load = p.expert_load;
  job.offload = static_cast<Offload>(static_cast<int>(p.offload));
  job.precision = static_cast<Precision>(static_cast<int>(p.precision));
  job.given = {p.tp,          p.pp,         p.cp,
               p.ep,          p.dp,         p.interleave,
               p.micro_batch, p.recompute,  p.recompute_layers,
               p.zero_stage,  p.zero_group, p.sequence_parallel};
}

Point elsewhere(const Point& p, Reference offer, double chips) {
  Point there = p;
  there.offer = offer;
  there.system = there.software = Reference{};
  there.chips = or_else(chips, p.chips);
  for (double Point::*given : {&Point::tp, &Point::pp, &Point::cp, &Point::ep, &Point::dp, &Point::interleave,
                               &Point::micro_batch, &Point::recompute, &Point::recompute_layers, &Point::zero_stage,
                               &Point::zero_group, &Point::sequence_parallel}) {
    there.*given = kNotSet;
  }
  for (double Point::*factor :
       {&Point::matmul_factor, &Point::memory_bandwidth_factor, &Point::memory_factor, &Point::network_factor}) {
    there.*factor = 1;
  }
  return there;
}

Job make_job(const Catalogs& c, const Point& p) {
  Job job;
  job.model = p.model.is_set() ? resolve(c.models[p.model.get()]) : synthetic_dense(p.params);
  job.system = c.systems[p.offer.is_set() ? c.offers[p.offer.get()].system.get() : p.system.get()];
  job.chip = c.chips[job.system.chip.get()];
  job.chip.price = or_else(job.chip.price, kGuessedPrice * (job.chip.bf16_peak / teraflop_per_second));
  const Reference stack = p.software.is_set() ? p.software : job.system.software;
  if (stack.is_set()) job.software = c.software[stack.get()];
  apply_factors(job, p);
  job.chips = p.chips;
  job.sequence_length = or_else(p.sequence_length, job.model.sequence_length);
  job.global_batch = or_else(p.global_batch, default_batch(job));
  apply_choices(job, p);
  return job;
}

Terms make_terms(const Catalogs& c, const Point& p, const Chip& chip) {
  const Offer& o = p.offer.is_set() ? c.offers[p.offer.get()] : kUnnamedSite;
  Terms t = p;
  t.chip_hour = or_else(p.chip_hour, o.chip_hour);
  t.electricity = or_else(p.electricity, o.electricity);
  t.pue = or_else(p.pue, o.pue);
  t.grid_carbon = or_else(p.grid_carbon, o.grid_carbon);
  t.chip_mtbf = or_else(p.chip_mtbf, chip.mtbf);
  t.interruption = or_else(p.interruption, or_else(o.interruption, Time{kUnbounded}));
  t.commitment = or_else(p.commitment, o.commitment);
  t.available_in = or_else(p.available_in, o.available_in);
  t.chip_price = or_else(p.chip_price, chip.price);
  t.deadline = or_else(p.deadline, Time{kUnbounded});
  t.committed = or_else(p.committed, o.committed);
  t.first_tier = or_else(p.first_tier, o.first_tier);
  t.second_tier = or_else(p.second_tier, o.second_tier);
  t.first_discount = or_else(p.first_discount, o.first_discount);
  t.second_discount = or_else(p.second_discount, o.second_discount);
  t.capacity = or_else(p.capacity, o.capacity);
  t.availability = or_else(p.availability, o.availability);
  return t;
}

}  // namespace trainsweep::engine
