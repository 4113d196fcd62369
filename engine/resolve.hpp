// Resolve: from a point's numbers to the Job that the plan stage answers and the
// Terms that the account stage applies. Defaults that depend on a record are filled
// in here and nowhere else.
#pragma once

#include <vector>

#include "engine/offer.hpp"
#include "engine/point.hpp"
#include "engine/software.hpp"

namespace trainsweep::engine {

// The catalogue as typed records, by index.
struct Catalogs {
  std::vector<Chip> chips;
  std::vector<System> systems;
  std::vector<Offer> offers;
  std::vector<Model> models;
  std::vector<Software> software;
};
[[nodiscard]] Catalogs make_catalogs(const Records& records);

[[nodiscard]] Point make_point(std::span<const double> values);

// What a point says of a job beyond its records, chips and batch.
void apply_choices(Job& job, const Point& point);

// The same work at another offer: with that offer's terms and software and a plan of its
// own, on `chips` chips where set.
[[nodiscard]] Point elsewhere(const Point& point, Reference offer, double chips);

// Requires that the point names a model or params, an offer or a system.
[[nodiscard]] Job make_job(const Catalogs& catalogs, const Point& point);
// Terms of a point without an offer take the fallbacks of engine/MODEL.md, "Sites".
[[nodiscard]] Terms make_terms(const Catalogs& catalogs, const Point& point, const Chip& chip);

}  // namespace trainsweep::engine
