#include "runner/wire.hpp"

#include <boost/archive/binary_iarchive.hpp>
#include <boost/archive/binary_oarchive.hpp>
#include <boost/serialization/string.hpp>
#include <boost/serialization/vector.hpp>
#include <sstream>

#include "runner/exit_status.hpp"

namespace boost::serialization {

using namespace trainsweep;

template <class Archive>
void serialize(Archive& archive, Claim& m, unsigned) {
  archive & m.task & m.first & m.count;
}
template <class Archive>
void serialize(Archive& archive, UnitCut& m, unsigned) {
  for (const CutMember& row : kCutMembers) archive & (m.*row.member);
}
template <class Archive>
void serialize(Archive& archive, FileLayout& m, unsigned) {
  archive & m.bytes & m.columns & m.status & m.ledger & m.complete & m.rank_statistics & m.rank_rows;
  for (const RunScalar& row : kRunScalars) archive & (m.*row.offset);
  archive & m.failure_point & m.failure_message;
}
template <class Archive>
void serialize(Archive& archive, Setup& m, unsigned) {
  archive & m.digest & m.path & m.layout & m.cut & m.on_failure;
}
template <class Archive>
void serialize(Archive& archive, Assignment& m, unsigned) {
  archive & m.claim & m.searches & m.plans;
}
template <class Archive>
void serialize(Archive& archive, Report& m, unsigned) {
  archive & m.claim & m.seconds & m.points & m.plans & m.stopped;
}
template <class Archive>
void serialize(Archive& archive, RankStatistics& m, unsigned) {
  for (const RankStatistic& row : kRankStatistics) archive & (m.*row.member);
}
template <class Archive>
void serialize(Archive& archive, Failure& m, unsigned) {
  archive & m.point & m.message;
}
template <class Archive>
void serialize(Archive& archive, Failures& m, unsigned) {
  archive & m.count & m.samples;
}
template <class Archive>
void serialize(Archive& archive, Farewell& m, unsigned) {
  archive & m.statistics & m.failures & m.error & m.error_status;
}

}  // namespace boost::serialization

namespace trainsweep {
namespace {

// What the first byte of a message says it is.
enum class Tag : std::uint8_t { setup = 1, assignment, report, farewell };

constexpr unsigned kFlags = boost::archive::no_header;

template <class Message>
std::string pack(Tag tag, const Message& message) {
  std::ostringstream out(std::ios::binary);
  out.put(static_cast<char>(tag));
  boost::archive::binary_oarchive(out, kFlags) << message;
  return std::move(out).str();
}

template <class Message>
Message unpack(Tag tag, std::string_view bytes) {
  if (bytes.empty() || static_cast<Tag>(bytes.front()) != tag) {
    throw MachineError("a message from another rank is not what was expected");
  }
  Message message;
  std::istringstream in(std::string(bytes.substr(1)), std::ios::binary);
  try {
    boost::archive::binary_iarchive(in, kFlags) >> message;
  } catch (const std::exception& error) {
    throw MachineError(std::string("a message from another rank is damaged: ") + error.what());
  }
  return message;
}

}  // namespace

std::string encode(const Setup& setup) { return pack(Tag::setup, setup); }
std::string encode(const Assignment& assignment) { return pack(Tag::assignment, assignment); }
std::string encode(const FromWorker& message) {
  if (const auto* report = std::get_if<Report>(&message)) return pack(Tag::report, *report);
  return pack(Tag::farewell, std::get<Farewell>(message));
}

Setup decode_setup(std::string_view bytes) { return unpack<Setup>(Tag::setup, bytes); }
Assignment decode_assignment(std::string_view bytes) { return unpack<Assignment>(Tag::assignment, bytes); }
FromWorker decode_from_worker(std::string_view bytes) {
  const bool is_report = !bytes.empty() && static_cast<Tag>(bytes.front()) == Tag::report;
  if (is_report) return unpack<Report>(Tag::report, bytes);
  return unpack<Farewell>(Tag::farewell, bytes);
}

}  // namespace trainsweep
