#include "engine/chip.hpp"
#include "engine/columns.hpp"
#include "engine/model.hpp"
#include "engine/offer.hpp"
#include "engine/point.hpp"
#include "engine/software.hpp"
#include "engine/status.hpp"
#include "engine/system.hpp"

namespace trainsweep {
namespace {

using namespace engine;

constexpr auto kAxes = [] {
  std::array<Axis, kPointAxes.size()> axes{};
  for (std::size_t i = 0; i < axes.size(); ++i) {
    static_cast<Property&>(axes[i]) = kPointAxes[i].property;
    axes[i].stage = kPointAxes[i].stage;
  }
  return axes;
}();

constexpr std::array<Property, 2> kModelDerived{
    Property{.name = "params", .unit = "1", .doc = "parameters, counted from the architecture"},
    Property{.name = "active_params", .unit = "1", .doc = "parameters that see one token"},
};

constexpr std::array kCatalogs{
    Catalog{"chips", "chip", kChipProperties, {}},
    Catalog{"systems", "system", kSystemProperties, {}},
    Catalog{"offers", "offer", kOfferProperties, {}},
    Catalog{"models", "model", kModelProperties, kModelDerived},
    Catalog{"software", "software", kSoftwareProperties, {}},
};

constexpr std::array<std::string_view, 2> kWhatIsTrained{"model", "params"};
constexpr std::array<std::string_view, 2> kWhatTrainsIt{"offer", "system"};
constexpr std::array<std::string_view, 3> kHowMuch{"tokens", "tokens_per_param", "train_days"};
constexpr std::array kOneOf{OneOf{kWhatIsTrained}, OneOf{kWhatTrainsIt}, OneOf{kHowMuch, false}};

}  // namespace

const Schema& training_schema() {
  static constexpr Schema schema{kAxes, kColumnInfos, kCatalogs, kStatuses, kOneOf, kPlanWidth};
  return schema;
}

}  // namespace trainsweep
