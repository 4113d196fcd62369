#include "engine/network.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "tests/support/engine_records.hpp"

namespace trainsweep::engine {
namespace {

// Domains of 8 at 100 GB/s and 1 us, a fabric of 10 GB/s and 5 us, all of it reached.
Network network(const testing::Values& given = {}) {
  return Network(testing::system(testing::with({{"scaleup_domain", 8},
                                                {"scaleup_gb_per_s", 100},
                                                {"scaleup_share", 1},
                                                {"scaleup_us", 1},
                                                {"fabric_gb_per_s", 10},
                                                {"fabric_share", 1},
                                                {"fabric_us", 5}},
                                               given)));
}
constexpr Bytes kGigabyte = gigabyte;

double bytes_ms(const TransferLaw& law) { return kGigabyte * law.per_byte / second * 1e3; }
double latency_us(const TransferLaw& law) { return law.latency / microsecond; }

TEST(Gather, OfOneChipTakesNoTime) {
  EXPECT_EQ(network().gather({1, 1}).time(kGigabyte), Time{});
  EXPECT_EQ(network().dispatch({1, 1}, 8).time(kGigabyte), Time{});
}

// A ring of n moves (n - 1) / n of the buffer through each port, and a chip copies its
// own part at half the cost; 1 + log2 n latencies.
TEST(Gather, InOneDomainIsARing) {
  const TransferLaw law = network().gather({8, 1});
  EXPECT_DOUBLE_EQ(bytes_ms(law), 10 * 7.5 / 8);
  EXPECT_DOUBLE_EQ(latency_us(law), 4);
}

// Both tiers work at once: 7.5/8 at 10 ms a gigabyte inside, an eighth of 31/32 at
// 100 ms a gigabyte outside; the slower sets the pace, latencies add.
TEST(Gather, OverDomainsGoesAtThePaceOfTheSlowestTier) {
  const TransferLaw law = network().gather({32, 1});
  EXPECT_DOUBLE_EQ(bytes_ms(law), 100 * 31.0 / 32 / 8);
  EXPECT_DOUBLE_EQ(latency_us(law), 4 + 3 * 5);
}

// The example of network.hpp: 16 chips, every second: 4 members in each of 4 domains.
TEST(Gather, OfAStridedGroupHasFewerMembersInADomain) {
  EXPECT_DOUBLE_EQ(bytes_ms(network().gather({16, 2})), 100 * 15.0 / 16 / 4);
}

// Around a ring of 32 in 4 domains: 28 hops inside and 3 between, of which the law's
// latencies (4 inside, 15 between) are part.
TEST(Gather, OverDomainsWalksAroundARing) {
  EXPECT_DOUBLE_EQ(network().gather({32, 1}).ring / microsecond, 28 * 1 + 3 * 5 - 19);
  EXPECT_EQ(network().gather({8, 1}).ring, Time{}) << "one domain";
  EXPECT_EQ(network().all_reduce({32, 1}).ring, Time{}) << "trees";
}

// A chain through all members, of which each sends while the others wait.
TEST(Broadcast, PassesTheWholeBufferAlongTheRing) {
  const TransferLaw gather = network().gather({32, 1}), law = Network::broadcast(gather, 32);
  EXPECT_DOUBLE_EQ(latency_us(law), 28 * 1 + 3 * 5);
  EXPECT_EQ(law.ring, Time{});
  EXPECT_DOUBLE_EQ(bytes_ms(law), bytes_ms(gather) * 32 / 31);
  EXPECT_EQ(Network::broadcast(network().gather({1, 1}), 1).time(kGigabyte), Time{});
}

TEST(AllReduce, IsTwoGathersOverTheFabricAndLessInADomain) {
  EXPECT_DOUBLE_EQ(bytes_ms(network().all_reduce({32, 1})), 2 * bytes_ms(network().gather({32, 1})));
  EXPECT_DOUBLE_EQ(bytes_ms(network().all_reduce({8, 1})), 1.65 * bytes_ms(network().gather({8, 1})));
  EXPECT_EQ(network().all_reduce({1, 1}).time(kGigabyte), Time{});
}

TEST(Gather, OfOneMemberADomainUsesTheFabricAlone) {
  const TransferLaw law = network().gather({4, 8});
  EXPECT_DOUBLE_EQ(bytes_ms(law), 100 * 3.0 / 4);
  EXPECT_DOUBLE_EQ(latency_us(law), 15);
}

TEST(Gather, PassesPodsLast) {
  const Network n = network({{"pod_size", 32}, {"pod_gb_per_s", 1}, {"pod_us", 20}});
  EXPECT_DOUBLE_EQ(bytes_ms(n.gather({32, 1})), 100 * 31.0 / 32 / 8) << "within a pod";
  const TransferLaw across = n.gather({64, 1});
  EXPECT_DOUBLE_EQ(bytes_ms(across), 1000 * 63.0 / 64 / 32);
  EXPECT_DOUBLE_EQ(latency_us(across), 4 + 15 + 2 * 20);
}

// One copy of a token goes to any of 32 chips: 3 of 4 leave the domain.
TEST(Dispatch, OfOneCopySendsEachTokenOnce) {
  EXPECT_DOUBLE_EQ(bytes_ms(network().dispatch({32, 1}, 1)), 100 * 24.0 / 32);
}

// With very many copies a token goes to each of the 3 other domains, once.
TEST(Dispatch, OfManyCopiesCrossesToEachDomainOnce) {
  EXPECT_NEAR(bytes_ms(network().dispatch({32, 1}, 1000)), 100 * 3, 1e-9);
}

// For each of its copies apart, it crosses as often as it has copies elsewhere.
TEST(Dispatch, OfEachCopyApartCrossesForEachOfThem) {
  EXPECT_DOUBLE_EQ(bytes_ms(network().dispatch({32, 1}, 8, 1, Network::Copies::cross_each)), 100 * 8 * 0.75);
  EXPECT_DOUBLE_EQ(bytes_ms(network().dispatch({32, 1}, 1, 1, Network::Copies::cross_each)),
                   bytes_ms(network().dispatch({32, 1}, 1)));
}

// Limited to half of the domains it cannot cross to more than the two of them.
TEST(Dispatch, OfATokenThatIsLimitedToGroupsCrossesToFewerDomains) {
  EXPECT_NEAR(bytes_ms(network().dispatch({32, 1}, 1000, 0.5)), 100 * 2 * 0.75, 1e-9);
}

TEST(Dispatch, OfMoreCopiesIsNeverFaster) {
  for (double copies = 1; copies < 64; copies *= 2) {
    EXPECT_LT(bytes_ms(network().dispatch({64, 1}, copies)), bytes_ms(network().dispatch({64, 1}, 2 * copies)));
  }
}

TEST(Neighbour, CrossesToTheFabricWhereTheDomainEnds) {
  EXPECT_DOUBLE_EQ(bytes_ms(network().neighbour(1)), 10);
  EXPECT_DOUBLE_EQ(bytes_ms(network().neighbour(4)), 10);
  EXPECT_DOUBLE_EQ(bytes_ms(network().neighbour(8)), 100);
}

TEST(Topology, AMeshDrivesTheLinksToTheMembers) {
  const Network n = network({{"scaleup_topology", 1}});
  EXPECT_DOUBLE_EQ(bytes_ms(n.gather({8, 1})), 10 * 7.5 / 8) << "all of them: all links";
  // Two of eight share one link of seven.
  EXPECT_DOUBLE_EQ(bytes_ms(n.gather({2, 1})), 10 * 1.5 / 2 * 7);
}

TEST(Topology, ATorusDrivesTheDimensionsThatAGroupSpans) {
  const Network torus = network({{"scaleup_domain", 4096}, {"scaleup_topology", 2}});
  const Network flat = network({{"scaleup_domain", 4096}});
  // 16 = 4096^(1/3): one ring, a third of the ports.
  EXPECT_NEAR(bytes_ms(torus.gather({16, 1})) / bytes_ms(flat.gather({16, 1})), 3, 1e-9);
  EXPECT_NEAR(bytes_ms(torus.gather({256, 1})) / bytes_ms(flat.gather({256, 1})), 1.5, 1e-9);
  EXPECT_DOUBLE_EQ(bytes_ms(torus.gather({4096, 1})), bytes_ms(flat.gather({4096, 1})));
  EXPECT_GE(bytes_ms(torus.dispatch({4096, 1}, 8)), bytes_ms(flat.dispatch({4096, 1}, 8)));
}

TEST(Collectives, TakeLongerAmongMoreMembersInAnyTopology) {
  for (const double topology : {0.0, 1.0, 2.0}) {
    const Network n = network({{"scaleup_topology", topology}, {"scaleup_domain", 64}});
    // Behind a switch; in a mesh and a torus more members also bring more ports.
    for (double size = 64; size <= 65536; size *= 2) {
      EXPECT_LT(n.gather({size, 1}).time(kGigabyte), n.gather({2 * size, 1}).time(kGigabyte)) << size;
      EXPECT_LT(n.dispatch({size, 1}, 8).time(kGigabyte), n.dispatch({2 * size, 1}, 8).time(kGigabyte)) << size;
    }
  }
}

TEST(Collectives, PipelineTheirChunks) {
  const TransferLaw law = network().gather({8, 1});
  const double a = law.latency / second, b = kGigabyte * law.per_byte / second;
  EXPECT_DOUBLE_EQ(law.time(kGigabyte) / second, a + b + 1.5 * std::sqrt(a * b));
}

}  // namespace
}  // namespace trainsweep::engine
