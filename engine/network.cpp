#include "engine/network.hpp"

#include <algorithm>
#include <cmath>

namespace trainsweep::engine {
namespace {

// Latencies that a collective among n pays.
double hops(double n) { return n > 1 ? 1 + std::log2(n) : 0; }

// A chip's own part is copied too, at half the cost of one that travels.
constexpr double kOwnPart = 0.5;

}  // namespace

Network::Network(const System& s)
    : topology_(static_cast<Topology>(static_cast<int>(s.scaleup_topology))), domain_(s.scaleup_domain) {
  tiers_[0] = {s.scaleup_domain, 1 / (s.scaleup_bandwidth * s.scaleup_share), s.scaleup_latency};
  tiers_[1] = {kUnbounded, 1 / (s.fabric_bandwidth * s.fabric_share), s.fabric_latency};
  tier_count_ = 2;
  const bool has_pods = !std::isnan(s.pod_size) && !std::isnan(s.pod_bandwidth.base);
  if (has_pods) {
    tiers_[1].reach = std::max(s.pod_size, s.scaleup_domain);
    tiers_[2] = {kUnbounded, 1 / (s.pod_bandwidth * s.fabric_share), s.pod_latency};
    tier_count_ = 3;
  }
}

double Network::members_within(const Group& g, std::size_t tier) const {
  const double reach = tiers_[tier].reach;
  if (std::isinf(reach)) return g.size;
  return std::clamp(reach / g.stride, 1.0, g.size);
}

double Network::port_share(double members) const {
  if (members <= 1 || members >= domain_) return 1;
  switch (topology_) {
    case Topology::all_to_all_switch:
      return 1;
    case Topology::mesh:
      return (members - 1) / (domain_ - 1);
    case Topology::torus: {
      // A torus of d dimensions has 1/d of its ports along each; a group spans as
      // many dimensions as its size needs.
      const double dimensions = domain_ > 256 ? 3 : 2;
      const double spanned = std::max(1.0, dimensions * std::log(members) / std::log(domain_));
      return spanned / dimensions;
    }
  }
  return 1;
}

TransferLaw Network::gather(const Group& g) const {
  TransferLaw law;
  Time walk{};        // around the ring: of the hops between parts of a tier each is its latency
  double joined = 1;  // members that the tiers so far have brought together
  for (std::size_t i = 0; i < tier_count_; ++i) {
    const double within = members_within(g, i);
    if (within <= joined) continue;
    const double share =
        i == 0 ? (within - 1 + kOwnPart) / within / port_share(within) : (within - 1) / within / joined;
    law.per_byte = max(law.per_byte, tiers_[i].per_byte * share);
    law.latency += tiers_[i].latency * hops(within / joined);
    walk += tiers_[i].latency * (g.size / joined - g.size / within);
    joined = within;
  }
  if (members_within(g, 0) < g.size) law.ring = max(walk - law.latency, Time{});
  return law;
}

TransferLaw Network::all_reduce(const Group& g) const {
  const double gathers = members_within(g, 0) == g.size ? 1.65 : 2;
  const TransferLaw once = gather(g);
  return {gathers * once.latency, gathers * once.per_byte, Time{}};
}

TransferLaw Network::broadcast(const TransferLaw& gather, double members) {
  // A gather is spared what each member has already; here all others wait while one sends.
  const double whole = members > 1 ? members / (members - 1) : 1;
  return {gather.latency + gather.ring, whole * gather.per_byte, Time{}};
}

TransferLaw Network::dispatch(const Group& g, double copies, double reachable, Copies how) const {
  TransferLaw law;
  double joined = 1;
  for (std::size_t i = 0; i < tier_count_; ++i) {
    const double within = members_within(g, i);
    if (within <= joined) continue;
    // Parts of the group that this tier joins, and those of them that a token reaches.
    const double parts = g.size / joined;
    const double limited = std::max(1.0, parts * reachable);
    const double reached = how == Copies::cross_each ? copies : limited * (1 - std::pow(1 - 1 / limited, copies));
    const double crossing = reached * (within - joined) / within;
    double factor = 1;
    if (i == 0) {
      factor /= port_share(within);
      // In a torus a message crosses a quarter of each ring it travels on average.
      if (topology_ == Topology::torus) {
        const double dimensions = domain_ > 256 ? 3 : 2;
        factor *= std::max(1.0, std::pow(within, 1 / dimensions) / 4);
      }
    }
    law.per_byte = max(law.per_byte, tiers_[i].per_byte * (crossing * factor));
    law.latency += tiers_[i].latency * hops(within / joined);
    joined = within;
  }
  return law;
}

TransferLaw Network::neighbour(double distance) const {
  for (std::size_t i = 0; i < tier_count_; ++i) {
    // Of a domain's chips all but the last `distance` have their neighbour inside;
    // the slowest link decides, so one crossing is enough.
    if (distance * 2 <= tiers_[i].reach || i + 1 == tier_count_) {
      const double share = i == 0 ? port_share(2) : 1;
      return {tiers_[i].latency, tiers_[i].per_byte * (1 / share)};
    }
  }
  return {};
}

}  // namespace trainsweep::engine
