// A small engine for tests of the runner: every kind of axis and of record, some
// points that cannot run, cheap, with a cost of planning that a test can set.
//
// A workshop makes `batch` things of a model on a machine of `size` arms, from an
// offer that names the machine and its price, or from the machine itself. Parts
// are what machines are made of, so an offer refers to a part through its machine.
//
//   axis      kind        stage     remarks
//   model     reference   plan      exactly one of model and weight
//   weight    number      plan
//   machine   reference   plan      exactly one of machine and offer
//   offer     reference   both      its machine by the plan, its price by the account
//   size      integer     plan      required, 1 to 1,000,000
//   mode      choice      plan      plain (default), quick, careful
//   strict    flag        plan      default false
//   lanes     integer     plan      unset: the best of 1 to 8 is searched
//   batch     integer     account   default 1
//   factor    number      account   default 1
//   rate_usd  number      account   unset: the offer's; 0 without an offer
//   limit_s   number      account   unset: none
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>

#include "engine/engine.hpp"

namespace trainsweep::toy {

enum AxisIndex : std::size_t { model, weight, machine, offer, size, mode, strict, lanes, batch, factor, rate, limit };
enum KindIndex : std::size_t { parts, machines, offers, models };
enum ColumnIndex : std::size_t { time_s, cost_usd, arm_s, lanes_used, mode_used };
enum Verdict : std::uint8_t { too_large = 2, no_lanes = 3, too_late = 4 };

[[nodiscard]] const Schema& schema();
// A machine of no arms, and an offer whose price is over 1,000, are complained of.
[[nodiscard]] std::vector<Complaint> complaints(const Records& records);

struct Options {
  // Rounds of idle arithmetic in plan(), times the point's size: neighbours cost
  // alike, and the dearest point costs many times the cheapest.
  std::uint64_t rounds_per_arm = 0;
};

class ToyEngine : public Engine {
 public:
  explicit ToyEngine(Records records, Options options = {}) : records_(std::move(records)), options_(options) {}

  [[nodiscard]] std::uint64_t plan_part(std::size_t axis, double value) const override;
  void plan(std::span<const double> point, std::span<double> plan, SearchCount& count) const override;
  void account(std::span<const double> point, std::span<const double> plan, std::span<const Varying> varying,
               std::size_t count, std::uint8_t* status, std::span<const ColumnOut> out) const override;
  [[nodiscard]] std::vector<double> derived(std::size_t catalog, std::size_t record) const override;
  [[nodiscard]] std::vector<ReportTable> explain(std::span<const double> point) const override;

  [[nodiscard]] std::uint64_t plans_made() const { return plans_made_; }

 private:
  Records records_;
  Options options_;
  mutable std::atomic<std::uint64_t> plans_made_ = 0;
};

[[nodiscard]] std::unique_ptr<Engine> make_engine(const Records& records);

// 2 parts, 3 machines, 4 offers and 3 models, for tests that read no file. Offers 0
// and 1 are of machine 0; offer 2 of machine 1, offer 3 of machine 2.
[[nodiscard]] Records records();

}  // namespace trainsweep::toy
