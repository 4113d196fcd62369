// Network: the time of a collective among a group of chips.
//
// A group is `size` chips, every `stride`-th of the machine. Chip numbers run
// through a scale-up domain first, then through a pod, then on. With a domain of 8,
// the group {size 16, stride 2} has 4 members in each of 4 domains.
//
// The law of one collective of S bytes among n members,
//   a = hop latency x (1 + log2 n),  b = S x time_per_byte,  t = a + b + 1.5 sqrt(a b),
// is fitted to measured collectives (engine/MODEL.md, "Collectives"); the cross term
// is the pipelining of chunks. Over several tiers latencies add, and the slowest
// tier sets the pace, because rings cross all of them at once; each outer tier
// carries only what its members inside share. A gather that leaves its domain walks
// around a ring, a hop a member. A law is made once for a group and used for any number
// of messages.
#pragma once

#include <cmath>

#include "engine/system.hpp"

namespace trainsweep::engine {

using TimePerByte = decltype(Time{} / Bytes{1});

struct Group {
  double size = 1, stride = 1;
};

struct TransferLaw {
  Time latency{};
  TimePerByte per_byte{};
  Time ring{};  // what walking around a ring takes beyond `latency`

  [[nodiscard]] Time time(Bytes bytes) const {
    const Time moving = bytes * per_byte;
    return latency + moving + Time{kChunking * std::sqrt(latency.base * moving.base)} + ring;
  }

 private:
  static constexpr double kChunking = 1.5;
};

class Network {
 public:
  explicit Network(const System& system);

  // All-gather or reduce-scatter of a buffer of `bytes` in whole (each chip ends or
  // starts with all of it). Over the fabric it walks around a ring of all members, with a
  // hop for each; trees that would be shorter are made for all-reduces only.
  [[nodiscard]] TransferLaw gather(const Group& group) const;
  // All-reduce of a buffer: two gathers over the fabric, by trees; within a domain one
  // copy is saved and a switch may add on its way (measured 1.57 to 1.78).
  [[nodiscard]] TransferLaw all_reduce(const Group& group) const;
  // Each of the `members` of a gather in turn sends its part to all others instead, along the
  // ring, which chunks fill from end to end before the last gets any: NCCL has no other way.
  [[nodiscard]] static TransferLaw broadcast(const TransferLaw& gather, double members);
  // Each chip sends each of its tokens, `bytes` of them in all, to `copies` members
  // drawn evenly from the share `reachable` of them that the token is limited to. Crossing
  // once, a token goes to a domain once and fans out inside it (DeepSeek-AI 2024,
  // arXiv:2412.19437, section 3.2.2); each apart, as often as it has experts there.
  enum class Copies { cross_once, cross_each };
  [[nodiscard]] TransferLaw dispatch(const Group& group, double copies, double reachable = 1,
                                     Copies crossing = Copies::cross_once) const;
  // Each chip sends `bytes` to the chip `distance` further on.
  [[nodiscard]] TransferLaw neighbour(double distance) const;

 private:
  struct Tier {
    double reach;  // chips that the tier joins
    TimePerByte per_byte;
    Time latency;
  };
  // Members of `group` that tier `i` joins to one another: at least 1.
  [[nodiscard]] double members_within(const Group& group, std::size_t tier) const;
  // Share of a scale-up port that a group of `members` can drive: all of it behind a
  // switch, the links to the members in a mesh, the dimensions it spans in a torus.
  [[nodiscard]] double port_share(double members) const;

  std::array<Tier, 3> tiers_;
  std::size_t tier_count_;
  Topology topology_;
  double domain_;
};

}  // namespace trainsweep::engine
