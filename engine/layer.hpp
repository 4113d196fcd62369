// Layer: what the mean transformer layer, and the two ends of the model, cost one
// chip for one micro-batch, given how a layer is sharded.
//
// Parts names where time goes; forward and backward are kept apart because the
// pipeline and the overlap of communication need them so.
#pragma once

#include "engine/job.hpp"
#include "engine/matmul.hpp"
#include "engine/network.hpp"

namespace trainsweep::engine {

inline constexpr double kActivationBytes = 2;  // BF16 outside of the products, in every recipe

struct Parts {
  Time matmul{}, attention{}, memory_bound{};
  Time tensor_comm{}, context_comm{}, expert_comm{};  // exposed: beyond what runs under compute
  Time host_comm{};                                   // exposed: of activations to the host's memory and back
  Time taken{};  // of attention: where keys and values travel, and nothing else can

  [[nodiscard]] Time compute() const { return matmul + attention + memory_bound; }
  [[nodiscard]] Time free_compute() const { return compute() - taken; }
  [[nodiscard]] Time total() const { return compute() + tensor_comm + context_comm + expert_comm + host_comm; }
  Parts& operator+=(const Parts& o) {
    matmul += o.matmul;
    attention += o.attention;
    memory_bound += o.memory_bound;
    tensor_comm += o.tensor_comm;
    context_comm += o.context_comm;
    expert_comm += o.expert_comm;
    host_comm += o.host_comm;
    taken += o.taken;
    return *this;
  }
  friend Parts operator+(Parts a, const Parts& b) { return a += b; }
  friend Parts operator*(double k, const Parts& p) {
    return {k * p.matmul,       k * p.attention,   k * p.memory_bound, k * p.tensor_comm,
            k * p.context_comm, k * p.expert_comm, k * p.host_comm,    k * p.taken};
  }
};

// How one layer is cut: the part of a Mapping that a layer sees.
struct Sharding {
  double tp = 1, cp = 1, ep = 1, micro_batch = 1;
  bool sequence_parallel = false;
};

struct LayerCost {
  Parts forward, backward;
  std::array<Parts, 3> again;           // what recomputation adds to backward, by Recompute
  std::array<Bytes, 3> activations;     // kept from forward to backward, by Recompute
  double shared_params, routed_params;  // parameters of a layer on one chip
};

// What a layer's passes wait for its activations to travel to the host's memory and
// back; zero where they stay.
struct HostWait {
  Time forward{}, backward{};

  friend HostWait operator+(const HostWait& a, const HostWait& b) {
    return {a.forward + b.forward, a.backward + b.backward};
  }
  friend HostWait operator*(double k, const HostWait& w) { return {k * w.forward, k * w.backward}; }
};

// Embedding, final norm, output layer and loss.
struct EndsCost {
  Parts forward, backward;
  Bytes logits;  // held by the last stage for one micro-batch
  double embedding_params, output_params;
};

class LayerLaws {
 public:
  // Keeps a reference: `job` must outlive this.
  explicit LayerLaws(const Job& job);

  [[nodiscard]] LayerCost layer(const Sharding& s) const;
  [[nodiscard]] EndsCost ends(const Sharding& s) const;
  [[nodiscard]] HostWait host_wait(const LayerCost& layer, std::size_t recompute) const;
  [[nodiscard]] const Network& network() const { return network_; }
  [[nodiscard]] Bandwidth memory_bandwidth() const { return bandwidth_; }

 private:
  struct Tally;  // forward and backward of one layer, while it is added up
  void add_product(Tally& t, const Product& p, const MatmulLaw& law) const;
  // One whose result only the next layer reads.
  void add_last_product(Tally& t, const Product& p) const;
  static void add_share(Tally& to, const Tally& of, double share);
  void add_streaming(Tally& t, Bytes forward, Bytes backward, double kernels) const;
  // Part of what add_streaming added, that selective recomputation repeats.
  void add_light(Tally& t, Bytes forward, double kernels) const;
  void add_attention_products(Tally& t, const Sharding& s) const;
  void add_attention_core(Tally& t, const Sharding& s) const;
  void add_mlp(Tally& t, const Sharding& s) const;
  void add_experts(Tally& t, const Sharding& s) const;
  void add_tensor_exchange(Tally& t, const Sharding& s) const;
  void add_context_exchange(Tally& t, const Sharding& s) const;
  [[nodiscard]] Parts attention_core_forward(const Sharding& s) const;
  [[nodiscard]] double tokens(const Sharding& s) const;
  [[nodiscard]] std::array<Bytes, 3> activations(const Sharding& s) const;

  const Job& job_;
  Network network_;
  MatmulLaw products_;       // in the job's number format
  MatmulLaw bf16_products_;  // attention's and the output layer's
  Bandwidth bandwidth_;
  FlopRate attention_rate_;
};

}  // namespace trainsweep::engine
