// What is wrong with records that no single field shows.
#include <cmath>

#include "engine/resolve.hpp"

namespace trainsweep {
namespace {

using namespace engine;

class Complaints {
 public:
  explicit Complaints(std::size_t catalog) : catalog_(catalog) {}

  void require(bool holds, std::size_t record, std::string field, std::string message) {
    if (!holds) found_.push_back({catalog_, record, std::move(field), std::move(message)});
  }
  void append_to(std::vector<Complaint>& all) const { all.insert(all.end(), found_.begin(), found_.end()); }

 private:
  std::size_t catalog_;
  std::vector<Complaint> found_;
};

bool is_set(double value) { return !std::isnan(value); }

void check(const Chip& c, std::size_t i, Complaints& out) {
  out.require(c.bf16_matmul <= c.bf16_peak, i, "bf16_matmul_tflops", "is more than the peak, bf16_tflops");
  out.require(c.fp8_matmul <= c.fp8_peak, i, "fp8_matmul_tflops", "is more than the peak, fp8_tflops");
  out.require(c.fp4_matmul <= c.fp4_peak, i, "fp4_matmul_tflops", "is more than the peak, fp4_tflops");
  out.require(c.idle_power <= c.tdp, i, "idle_w", "is more than tdp_w");
}

void check(const System& s, std::size_t i, Complaints& out) {
  out.require(is_set(s.pod_size) == is_set(s.pod_bandwidth.base), i, is_set(s.pod_size) ? "pod_size" : "pod_gb_per_s",
              "pod_size and pod_gb_per_s go together");
}

void check(const Model& m, std::size_t i, Complaints& out) {
  out.require(is_set(m.head_dim) || std::fmod(m.hidden, m.heads) == 0, i, "heads",
              "does not divide hidden, so head_dim must be given");
  out.require(!is_set(m.kv_heads) || std::fmod(m.heads, m.kv_heads) == 0, i, "kv_heads", "does not divide heads");
  out.require(m.experts == 0 || (m.experts_per_token >= 1 && m.experts_per_token <= m.experts), i, "experts_per_token",
              "must be from 1 to experts");
  out.require(m.experts > 0 || (m.experts_per_token == 0 && m.shared_experts == 0), i, "experts",
              "must be given where a token sees experts");
  out.require(m.groups_per_token <= m.expert_groups, i, "groups_per_token", "is more than expert_groups");
  out.require(m.dense_layers <= m.layers, i, "dense_layers", "is more than layers");
  const bool latent = static_cast<Attention>(static_cast<int>(m.attention)) == Attention::latent;
  out.require(!latent || m.kv_lora_rank > 0, i, "kv_lora_rank", "must be given with latent attention");
  out.require(m.windowed_share == 0 || is_set(m.attention_window), i, "attention_window",
              "must be given where layers are windowed");
}

template <class R>
void check_all(const std::vector<R>& records, std::size_t catalog, std::vector<Complaint>& all) {
  Complaints out(catalog);
  for (std::size_t i = 0; i < records.size(); ++i) check(records[i], i, out);
  out.append_to(all);
}

}  // namespace

std::vector<Complaint> training_complaints(const Records& records) {
  const Catalogs c = make_catalogs(records);
  std::vector<Complaint> all;
  check_all(c.chips, 0, all);
  check_all(c.systems, 1, all);
  check_all(c.models, 3, all);
  return all;
}

}  // namespace trainsweep
