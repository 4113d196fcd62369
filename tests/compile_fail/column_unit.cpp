// A column whose unit is not of its formula's dimension: must not compile.
#include "engine/columns.hpp"

namespace trainsweep::engine {
constexpr auto kRow = column({"energy_mwh", "MWh", "energy"}, megawatt, [](const Consumption& c) { return c.energy; });
double use(const AccountFlow::Values& v) { return kRow.value(v); }
}  // namespace trainsweep::engine
