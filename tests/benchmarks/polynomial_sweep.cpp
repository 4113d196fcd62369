// A sweep of points that cost next to nothing, to measure everything around them:
//
//   polynomial_sweep OUT.h5 DEGREE COLUMNS A B
//
// has points (a, b) for a = 0, 1/A, ... and b = 0, 1/B, ... Column k of a point is
// sum c_j x^j by Horner's rule, with x = a + b and c_j = 1 / (1 + j + k): 2 DEGREE + 1
// operations. dispatch_benchmark.py has the same task in Python.
#include <cstdio>
#include <cstdlib>

#include "runner/run_sweep.hpp"
#include "runner/stop_signal.hpp"

namespace trainsweep {
namespace {

constexpr std::size_t kMostColumns = 3;
constexpr std::array kAxes{Axis{{.name = "a", .unit = "1", .doc = "a"}, Stage::account},
                           Axis{{.name = "b", .unit = "1", .doc = "b"}, Stage::account}};
constexpr std::array<Column, kMostColumns> kColumns{Column{"p0", "1", "polynomial", {}}, Column{"p1", "1", "polynomial", {}},
                                                    Column{"p2", "1", "polynomial", {}}};
constexpr std::array kStatuses{Status{kNotEvaluated, "not_evaluated", "not evaluated"}, Status{kOk, "ok", "ok"},
                               Status{2, "failed", "the evaluation failed"}};
constexpr Schema kSchema{
    .axes = kAxes, .columns = kColumns, .catalogs = {}, .statuses = kStatuses, .one_of = {}, .plan_width = 1};

class Polynomials final : public Engine {
 public:
  explicit Polynomials(std::size_t degree) : degree_(degree) {}
  std::uint64_t plan_part(std::size_t, double) const override { return 0; }
  void plan(std::span<const double>, std::span<double> plan, SearchCount&) const override { plan[0] = kOk; }
  void account(std::span<const double> point, std::span<const double>, std::span<const Varying> varying,
               std::size_t count, std::uint8_t* status, std::span<const ColumnOut> out) const override {
    std::vector<double> x(count, 0), y(count);
    for (std::size_t axis = 0; axis < kAxes.size(); ++axis) add_axis(point, varying, axis, x);
    for (const ColumnOut& column : out) {
      const auto coefficient = [&](std::size_t j) { return 1 / static_cast<double>(1 + j + column.column); };
      y.assign(count, coefficient(degree_));
      for (std::size_t j = degree_; j-- > 0;) {
        const double c = coefficient(j);
        for (std::size_t i = 0; i < count; ++i) y[i] = y[i] * x[i] + c;
      }
      for (std::size_t i = 0; i < count; ++i) column.values[i] = static_cast<float>(y[i]);
    }
    std::fill_n(status, count, kOk);
  }
  std::vector<double> derived(std::size_t, std::size_t) const override { return {}; }
  std::vector<ReportTable> explain(std::span<const double>) const override { return {}; }

 private:
  static void add_axis(std::span<const double> point, std::span<const Varying> varying, std::size_t axis,
                       std::vector<double>& x) {
    for (const Varying& v : varying) {
      if (v.axis != axis) continue;
      for (std::size_t i = 0; i < x.size(); ++i) x[i] += v.values[i];
      return;
    }
    for (double& value : x) value += point[axis];
  }

  std::size_t degree_;
};

Dimension dimension(std::size_t axis, std::size_t size) {
  Dimension out{.name = std::string(kAxes[axis].name), .axes = {axis}, .values = {{}}, .labels = {}, .stage = Stage::account};
  for (std::size_t i = 0; i < size; ++i) out.values[0].push_back(static_cast<double>(i) / static_cast<double>(size));
  return out;
}

int run(char** argv) {
  SweepSpec spec;
  spec.name = "polynomials";
  spec.dimensions = {dimension(0, std::strtoull(argv[4], nullptr, 10)), dimension(1, std::strtoull(argv[5], nullptr, 10))};
  spec.point = {kNotSet, kNotSet};
  for (std::size_t c = 0; c < std::strtoull(argv[3], nullptr, 10); ++c) spec.columns.push_back(c);
  spec.catalog_sha256 = "0";
  MpiSession session;
  const SweepOptions options{.output = argv[1], .start = Start::overwrite, .fail_fast = false, .show_progress = false};
  return static_cast<int>(run_sweep(session, spec, kSchema, Polynomials(std::strtoull(argv[2], nullptr, 10)), options));
}

}  // namespace
}  // namespace trainsweep

int main(int argc, char** argv) {
  if (argc != 6) return 2;
  try {
    return trainsweep::run(argv);
  } catch (const std::exception& error) {
    std::fprintf(stderr, "error: %s\n", error.what());
    return 1;
  }
}
