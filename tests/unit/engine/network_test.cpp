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
  EXPECT_EQ(network().all_to_all({1, 1}).time(kGigabyte), Time{});
}

// A ring of n moves (n - 1) / n of the buffer through each port; recursive halving
// takes log2 n steps (Thakur et al. 2005, sections 4.1 and 4.2).
TEST(Gather, InOneDomainIsARing) {
  const TransferLaw law = network().gather({8, 1});
  EXPECT_DOUBLE_EQ(bytes_ms(law), 10 * 7.0 / 8);
  EXPECT_DOUBLE_EQ(latency_us(law), 3);
}

// 8 in the domain first: 7/8 at 10 ms a gigabyte; then each holds an eighth, and 4
// domains exchange 3/4 of it at 100 ms a gigabyte.
TEST(Gather, OverDomainsCarriesOutsideOnlyWhatIsLeft) {
  const TransferLaw law = network().gather({32, 1});
  EXPECT_DOUBLE_EQ(bytes_ms(law), 10 * 7.0 / 8 + 100 * 3.0 / 4 / 8);
  EXPECT_DOUBLE_EQ(latency_us(law), 3 + 2 * 5);
}

// The example of network.hpp: 16 chips, every second: 4 members in each of 4 domains.
TEST(Gather, OfAStridedGroupHasFewerMembersInADomain) {
  const TransferLaw law = network().gather({16, 2});
  EXPECT_DOUBLE_EQ(bytes_ms(law), 10 * 3.0 / 4 + 100 * 3.0 / 4 / 4);
}

TEST(Gather, OfOneMemberADomainUsesTheFabricAlone) {
  const TransferLaw law = network().gather({4, 8});
  EXPECT_DOUBLE_EQ(bytes_ms(law), 100 * 3.0 / 4);
  EXPECT_DOUBLE_EQ(latency_us(law), 10);
}

TEST(Gather, PassesPodsLast) {
  const Network n = network({{"pod_size", 32}, {"pod_gb_per_s", 5}, {"pod_us", 20}});
  const TransferLaw inside = n.gather({32, 1});
  EXPECT_DOUBLE_EQ(bytes_ms(inside), 10 * 7.0 / 8 + 100 * 3.0 / 4 / 8);
  const TransferLaw across = n.gather({64, 1});
  EXPECT_DOUBLE_EQ(bytes_ms(across), bytes_ms(inside) + 200 * 1.0 / 2 / 32);
  EXPECT_DOUBLE_EQ(latency_us(across), 3 + 10 + 20);
}

// Each chip sends 7/32 of its bytes inside the domain and 24/32 beyond.
TEST(AllToAll, SendsEachMemberItsPart) {
  const TransferLaw law = network().all_to_all({32, 1});
  EXPECT_DOUBLE_EQ(bytes_ms(law), 10 * 7.0 / 32 + 100 * 24.0 / 32);
}

TEST(Neighbour, CrossesToTheFabricWhereTheDomainEnds) {
  EXPECT_DOUBLE_EQ(bytes_ms(network().neighbour(1)), 10);
  EXPECT_DOUBLE_EQ(bytes_ms(network().neighbour(4)), 10);
  EXPECT_DOUBLE_EQ(bytes_ms(network().neighbour(8)), 100);
}

TEST(Topology, AMeshDrivesTheLinksToTheMembers) {
  const Network n = network({{"scaleup_topology", 1}});
  EXPECT_DOUBLE_EQ(bytes_ms(n.gather({8, 1})), 10 * 7.0 / 8) << "all of them: all links";
  // Two of eight share one link of seven.
  EXPECT_DOUBLE_EQ(bytes_ms(n.gather({2, 1})), 10 * 1.0 / 2 * 7);
}

TEST(Topology, ATorusDrivesTheDimensionsThatAGroupSpans) {
  const Network torus = network({{"scaleup_domain", 4096}, {"scaleup_topology", 2}});
  const Network flat = network({{"scaleup_domain", 4096}});
  // 16 = 4096^(1/3): one ring, a third of the ports.
  EXPECT_NEAR(bytes_ms(torus.gather({16, 1})) / bytes_ms(flat.gather({16, 1})), 3, 1e-9);
  EXPECT_NEAR(bytes_ms(torus.gather({256, 1})) / bytes_ms(flat.gather({256, 1})), 1.5, 1e-9);
  EXPECT_DOUBLE_EQ(bytes_ms(torus.gather({4096, 1})), bytes_ms(flat.gather({4096, 1})));
  EXPECT_GE(bytes_ms(torus.all_to_all({4096, 1})), bytes_ms(flat.all_to_all({4096, 1})));
}

TEST(Collectives, TakeLongerAmongMoreMembersInAnyTopology) {
  for (const double topology : {0.0, 1.0, 2.0}) {
    const Network n = network({{"scaleup_topology", topology}, {"scaleup_domain", 64}});
    // Behind a switch; in a mesh and a torus more members also bring more ports.
    for (double size = 64; size <= 65536; size *= 2) {
      EXPECT_LT(n.gather({size, 1}).time(kGigabyte), n.gather({2 * size, 1}).time(kGigabyte)) << size;
      EXPECT_LT(n.all_to_all({size, 1}).time(kGigabyte), n.all_to_all({2 * size, 1}).time(kGigabyte)) << size;
    }
  }
}

TEST(Collectives, AreLinearInTheirBytes) {
  const TransferLaw law = network().gather({64, 1});
  EXPECT_DOUBLE_EQ((law.time(2 * kGigabyte) - law.time(kGigabyte)) / second,
                   (law.time(kGigabyte) - law.latency) / second);
}

}  // namespace
}  // namespace trainsweep::engine
