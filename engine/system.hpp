// System: chips joined to a machine.
//
// The network has up to three tiers. The scale-up domain (NVLink, ICI, NeuronLink)
// joins `scaleup_domain` chips, the fabric (InfiniBand, EFA, Ethernet) joins
// domains, and where `pod_size` is set a thinner network joins pods of that many
// chips. Bandwidths are per chip and direction.
#pragma once

#include "engine/bound.hpp"

namespace trainsweep::engine {

enum class Topology : std::uint8_t { all_to_all_switch, mesh, torus };
inline constexpr std::array<std::string_view, 3> kTopologyNames{"switch", "mesh", "torus"};

struct System {
  Reference chip, software;
  double chips_per_node, max_chips;
  double scaleup_domain;
  Bandwidth scaleup_bandwidth;
  double scaleup_share;
  Time scaleup_latency;
  double scaleup_topology;
  Bandwidth fabric_bandwidth;
  double fabric_share;
  Time fabric_latency;
  double pod_size;
  Bandwidth pod_bandwidth;
  Time pod_latency;
  Bandwidth host_link, host_memory_bandwidth;
  Bytes memory_reserve;
  Power host_power, network_power;
  Bandwidth checkpoint_bandwidth;
};

inline constexpr std::array kSystemFields{
    text<System>({.name = "title", .doc = "its full name", .required = true}),
    bind<&System::chip>({.name = "chip",
                         .doc = "the chip it is made of",
                         .kind = Kind::reference,
                         .required = true,
                         .catalog = "chips"}),
    bind<&System::software>({.name = "software",
                             .doc = "the stack that usually runs on it; unset: a well-kept one of today",
                             .kind = Kind::reference,
                             .catalog = "software"}),
    bind<&System::chips_per_node>({.name = "chips_per_node",
                                   .unit = "1",
                                   .doc = "chips behind one host",
                                   .kind = Kind::integer,
                                   .required = true,
                                   .least = 1,
                                   .most = 1e6}),
    bind<&System::max_chips>({.name = "max_chips",
                              .unit = "1",
                              .doc = "the largest installation that one job can have",
                              .kind = Kind::integer,
                              .fallback = 1048576,
                              .least = 1,
                              .most = 1e9}),
    bind<&System::scaleup_domain>({.name = "scaleup_domain",
                                   .unit = "1",
                                   .doc = "chips that the scale-up network joins",
                                   .kind = Kind::integer,
                                   .required = true,
                                   .least = 1,
                                   .most = 1e6}),
    bind<&System::scaleup_bandwidth, gigabyte_per_second>({.name = "scaleup_gb_per_s",
                                                           .unit = "GB/s",
                                                           .doc = "scale-up bandwidth per chip and direction",
                                                           .required = true,
                                                           .least = 1e-6}),
    bind<&System::scaleup_share>({.name = "scaleup_share",
                                  .unit = "1",
                                  .doc = "share of the scale-up bandwidth that collectives reach",
                                  .fallback = 0.9,
                                  .least = 0.01,
                                  .most = 1}),
    bind<&System::scaleup_latency, microsecond>({.name = "scaleup_us",
                                                 .unit = "us",
                                                 .doc = "latency of one hop of a collective in the domain",
                                                 .fallback = 3,
                                                 .most = 1e6}),
    bind<&System::scaleup_topology>({.name = "scaleup_topology",
                                     .doc = "how the domain is wired",
                                     .kind = Kind::choice,
                                     .fallback = 0,
                                     .choices = kTopologyNames}),
    bind<&System::fabric_bandwidth, gigabyte_per_second>({.name = "fabric_gb_per_s",
                                                          .unit = "GB/s",
                                                          .doc = "fabric bandwidth per chip and direction",
                                                          .required = true,
                                                          .least = 1e-6}),
    bind<&System::fabric_share>({.name = "fabric_share",
                                 .unit = "1",
                                 .doc = "share of the fabric bandwidth that collectives reach",
                                 .fallback = 0.9,
                                 .least = 0.01,
                                 .most = 1}),
    bind<&System::fabric_latency, microsecond>({.name = "fabric_us",
                                                .unit = "us",
                                                .doc = "latency of one hop of a collective over the fabric",
                                                .fallback = 12,
                                                .most = 1e6}),
    bind<&System::pod_size>({.name = "pod_size",
                             .unit = "1",
                             .doc = "chips that the fabric joins at full bandwidth; unset: all of them",
                             .kind = Kind::integer,
                             .fallback = kNotSet,
                             .least = 1,
                             .most = 1e9}),
    bind<&System::pod_bandwidth, gigabyte_per_second>({.name = "pod_gb_per_s",
                                                       .unit = "GB/s",
                                                       .doc = "bandwidth between pods per chip and direction",
                                                       .fallback = kNotSet,
                                                       .least = 1e-6}),
    bind<&System::pod_latency, microsecond>(
        {.name = "pod_us", .unit = "us", .doc = "latency of one hop between pods", .fallback = 20, .most = 1e6}),
    bind<&System::host_link, gigabyte_per_second>({.name = "host_link_gb_per_s",
                                                   .unit = "GB/s",
                                                   .doc = "one direction of a chip's link to its host's memory",
                                                   .fallback = 25,
                                                   .least = 1e-3}),
    bind<&System::host_memory_bandwidth, gigabyte_per_second>(
        {.name = "host_memory_gb_per_s",
         .unit = "GB/s",
         .doc = "a chip's part of what the host's processors stream from and to their memory",
         .fallback = 40,
         .least = 1e-3}),
    bind<&System::memory_reserve, gibibyte>(
        {.name = "memory_reserve_gib",
         .unit = "GiB",
         .doc = "memory that a job cannot use: runtime, communication buffers, fragmentation",
         .fallback = 4}),
    bind<&System::host_power, watt>({.name = "host_w",
                                     .unit = "W",
                                     .doc = "power of a node beside its chips: processors, memory, fans, network cards",
                                     .required = true}),
    bind<&System::network_power, watt>(
        {.name = "network_w_per_chip", .unit = "W", .doc = "a chip's share of the switches' power", .fallback = 0}),
    bind<&System::checkpoint_bandwidth, gigabyte_per_second>({.name = "checkpoint_gb_per_s",
                                                              .unit = "GB/s",
                                                              .doc = "bandwidth of checkpoint writes per node",
                                                              .fallback = 2,
                                                              .least = 1e-6}),
};
inline constexpr auto kSystemProperties = properties(kSystemFields);
static_assert(sizeof(System) == bound_members(kSystemFields) * sizeof(double), "a member of System has no row");

}  // namespace trainsweep::engine
