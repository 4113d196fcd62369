// The Engine of LLM training: ties the waist to the model.
#include <algorithm>
#include <bit>

#include "engine/columns.hpp"
#include "engine/explain.hpp"
#include "engine/plan_memory.hpp"
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
    const Plan best = find_plan(make_point(point), count);
    const auto numbers = std::bit_cast<std::array<double, kPlanWidth>>(best);
    std::copy(numbers.begin(), numbers.end(), plan.begin());
  }

  void account(std::span<const double> point, std::span<const double> plan, std::span<const Varying> varying,
               std::size_t count, std::uint8_t* status, std::span<const ColumnOut> out) const override {
    std::array<double, kPlanWidth> numbers;
    std::copy_n(plan.begin(), kPlanWidth, numbers.begin());
    Plan p = std::bit_cast<Plan>(numbers);
    const Point at = make_point(point);
    add_offer(p.second, at.second_offer);
    add_offer(p.third, at.third_offer);
    Chip chip{};
    chip.mtbf = p.chip_mtbf;
    chip.price = p.chip_price;
    const Terms terms = make_terms(catalogs_, at, chip);
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
    SearchCount count;
    Partner other = partner(p, p.second_offer, p.second_chips, count);
    Partner third = partner(p, p.third_offer, p.third_chips, count);
    add_offer(other, p.second_offer);
    add_offer(third, p.third_offer);
    return engine::explain(job, make_terms(catalogs_, p, job.chip), other, third);
  }

 private:
  // Points of one offer are searched as they come: nobody asks for them again.
  Plan find_plan(const Point& p, SearchCount& count) const {
    if (!p.second_offer.is_set() && !p.third_offer.is_set()) return best_plan(make_job(catalogs_, p), count);
    count = {};
    Plan best = remembered(p, count);
    if (!best.is_ok()) return best;
    best.second = partner(p, p.second_offer, p.second_chips, count);
    best.third = partner(p, p.third_offer, p.third_chips, count);
    return best;
  }

  Partner partner(const Point& p, Reference offer, double chips, SearchCount& count) const {
    if (!offer.is_set()) return {};
    return {remembered(elsewhere(p, offer, chips), count)};
  }

  void add_offer(Partner& partner, Reference offer) const {
    if (partner.is_asked()) partner.offer = catalogs_.offers[offer.get()];
  }

  // `count` gains what was searched.
  Plan remembered(Point p, SearchCount& count) const {
    p.second_offer = p.third_offer = Reference{};
    p.second_chips = p.third_chips = kNotSet;
    const auto numbers = std::bit_cast<std::array<double, kAxisCount>>(p);
    PlanMemory::Key key;
    for (std::size_t axis = 0; axis < kFirstTerm; ++axis) key.push_back(plan_part(axis, numbers[axis]));
    return plans_.find_or(key, [&] {
      SearchCount one;
      const Plan best = best_plan(make_job(catalogs_, p), one);
      count.space += one.space;
      count.evaluated += one.evaluated;
      return best;
    });
  }

  Catalogs catalogs_;
  Twins twins_;
  mutable PlanMemory plans_;
};

}  // namespace

std::unique_ptr<Engine> make_training_engine(const Records& records) {
  return std::make_unique<TrainingEngine>(records);
}

}  // namespace trainsweep
