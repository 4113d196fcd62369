#include "runner/wire.hpp"

#include <gtest/gtest.h>

#include <random>

namespace trainsweep {
namespace {

TEST(Wire, AssignmentsComeBackAsTheyWent) {
  for (const Assignment& sent : {Assignment{}, Assignment{{Task::stop, 0, 0}, {}, {}}, Assignment{{Task::search, 5, 2}, {}, {}},
                                 Assignment{{Task::units, 1ULL << 62, 3}, {7, 9}, {1.5, -0.0, 3, 4}}}) {
    EXPECT_EQ(decode_assignment(encode(sent)), sent);
  }
}

TEST(Wire, ReportsComeBackAsTheyWent) {
  const Report sent{{Task::search, 4, 2}, 0.25, 1ULL << 60, {1, 2, 3, kUnbounded}, true};
  EXPECT_EQ(std::get<Report>(decode_from_worker(encode(FromWorker(sent)))), sent);
}

TEST(Wire, FarewellsComeBackAsTheyWent) {
  Farewell sent{{}, {}, "cannot write `ä`", ExitStatus::machine};
  double value = 1;
  for (const RankStatistic& row : kRankStatistics) sent.statistics.*row.member = value++;
  sent.failures.add(17, "why");
  const auto got = std::get<Farewell>(decode_from_worker(encode(FromWorker(sent))));
  for (const RankStatistic& row : kRankStatistics) EXPECT_EQ(got.statistics.*row.member, sent.statistics.*row.member);
  EXPECT_EQ(got.failures, sent.failures);
  EXPECT_EQ(got.error, sent.error);
  EXPECT_EQ(got.error_status, ExitStatus::machine);
}

TEST(Wire, TheSetupComesBackAsItWent) {
  trainsweep::Setup sent{"digest", "/path", {}, {2, 3, 4, 0, 1, 0}, OnFailure::end};
  sent.layout.columns = {4096, 8192};
  sent.layout.rank_statistics = {1, 2};
  std::uint64_t value = 100;
  for (const RunScalar& row : kRunScalars) sent.layout.*row.offset = value++;
  const trainsweep::Setup got = decode_setup(encode(sent));
  EXPECT_EQ(got.digest, sent.digest);
  EXPECT_EQ(got.path, sent.path);
  EXPECT_EQ(got.layout, sent.layout);
  EXPECT_EQ(got.cut, sent.cut);
  EXPECT_EQ(got.on_failure, sent.on_failure);
}

TEST(Wire, OtherBytesAreRefused) {
  EXPECT_THROW((void)decode_assignment(""), MachineError);
  EXPECT_THROW((void)decode_assignment(encode(FromWorker(Report{}))), MachineError);
  const std::string whole = encode(Assignment{{Task::units, 1, 2}, {1}, {2}});
  for (std::size_t kept = 0; kept < whole.size(); ++kept) {
    EXPECT_THROW((void)decode_assignment(whole.substr(0, kept)), MachineError) << kept;
  }
}

TEST(Wire, MessagesOfAClaimAreSmall) {
  EXPECT_LT(encode(Assignment{{Task::units, 1, 2}, {}, {}}).size(), 200U);
  EXPECT_LT(encode(FromWorker(Report{{Task::units, 1, 2}, 1, 2, {}, false})).size(), 200U);
}

}  // namespace
}  // namespace trainsweep
