#include "runner/case.hpp"

namespace trainsweep {

Prediction predict(const Engine& engine, const Schema& schema, Case asked) {
  Prediction out{std::move(asked), kNotEvaluated, {}};
  std::vector<double> plan(schema.plan_width);
  SearchCount count;
  engine.plan(out.asked.point, plan, count);

  std::vector<float> values(schema.columns.size());
  std::vector<ColumnOut> columns;
  for (std::size_t c = 0; c < values.size(); ++c) columns.push_back({c, &values[c]});
  engine.account(out.asked.point, plan, {}, 1, &out.status, columns);
  out.columns.assign(values.begin(), values.end());
  return out;
}

}  // namespace trainsweep
