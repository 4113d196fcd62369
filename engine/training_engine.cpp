// The Engine of LLM training: ties the waist to the model.
#include <algorithm>
#include <bit>

#include "engine/columns.hpp"
#include "engine/explain.hpp"
#include "engine/resolve.hpp"
#include "engine/twins.hpp"

namespace trainsweep {
namespace {

using namespace engine;

constexpr std::size_t kAxisCount = kPointAxes.size();
constexpr std::size_t kTermCount = sizeof(Terms) / sizeof(double);
// Account axes stand last among the axes, in the order of Terms.
constexpr std::size_t kFirstTerm = kAxisCount - kTermCount;
static_assert(kPointAxes[kFirstTerm].stage == Stage::account && kPointAxes[kFirstTerm - 1].stage != Stage::account);

// From an axis's unit to base units: all members of Point are doubles, in axis order.
double scale_of(std::size_t axis) {
  Point p{};
  kPointAxes[axis].set(p, 1.0);
  return std::bit_cast<std::array<double, kAxisCount>>(p)[axis];
}

class TrainingEngine final : public Engine {
 public:
  explicit TrainingEngine(const Records& records)
      : catalogs_(make_catalogs(records)), twins_(training_schema(), records) {}

  // Systems of equal numbers (one machine in two regions, say) are one to the plan stage,
  // and so are models and stacks. Of an offer it sees the system.
  std::uint64_t plan_part(std::size_t axis, double value) const override {
    const Property& property = kPointAxes[axis].property;
    if (kPointAxes[axis].stage == Stage::account) return 0;
    if (property.kind != Kind::reference || value != value) return std::bit_cast<std::uint64_t>(value);
    const auto record = static_cast<std::size_t>(value);
    if (property.catalog == "offers") return twins_.of("systems", catalogs_.offers[record].system.get());
    return twins_.of(property.catalog, record);
  }

  void plan(std::span<const double> point, std::span<double> plan, SearchCount& count) const override {
    const Plan best = best_plan(make_job(catalogs_, make_point(point)), count);
    const auto numbers = std::bit_cast<std::array<double, kPlanWidth>>(best);
    std::copy(numbers.begin(), numbers.end(), plan.begin());
  }

  void account(std::span<const double> point, std::span<const double> plan, std::span<const Varying> varying,
               std::size_t count, std::uint8_t* status, std::span<const ColumnOut> out) const override {
    std::array<double, kPlanWidth> numbers;
    std::copy_n(plan.begin(), kPlanWidth, numbers.begin());
    const Plan p = std::bit_cast<Plan>(numbers);
    Chip chip{};
    chip.mtbf = p.chip_mtbf;
    chip.price = p.chip_price;
    const Terms terms = make_terms(catalogs_, make_point(point), chip);
    std::array<VaryingTerm, kTermCount> moved;
    for (std::size_t i = 0; i < varying.size(); ++i) {
      moved[i] = {varying[i].axis - kFirstTerm, scale_of(varying[i].axis), varying[i].values.data()};
    }
    fill_columns(p, terms, std::span(moved).first(varying.size()), count, status, out);
  }

  std::vector<double> derived(std::size_t catalog, std::size_t record) const override {
    if (training_schema().catalogs[catalog].name != "models") return {};
    const Architecture a = resolve(catalogs_.models[record]);
    return {a.params(), a.active_params()};
  }

  std::vector<ReportTable> explain(std::span<const double> point) const override {
    const Point p = make_point(point);
    const Job job = make_job(catalogs_, p);
    return engine::explain(job, make_terms(catalogs_, p, job.chip));
  }

 private:
  Catalogs catalogs_;
  Twins twins_;
};

}  // namespace

std::unique_ptr<Engine> make_training_engine(const Records& records) {
  return std::make_unique<TrainingEngine>(records);
}

}  // namespace trainsweep
