// A column whose unit is not of its formula's dimension: must not compile.
#include "engine/columns.hpp"

namespace trainsweep::engine {
constexpr auto kRow =
    column({"energy_mwh", "MWh", "energy"}, megawatt, [](const Plan&, const Account& a) { return a.energy; });
double use(const Plan& p, const Account& a) { return kRow.value(p, a); }
}  // namespace trainsweep::engine
