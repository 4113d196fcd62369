#include "engine/twins.hpp"

#include <bit>
#include <map>

namespace trainsweep::engine {
namespace {

std::size_t index_of(const Schema& schema, std::string_view catalog) {
  std::size_t i = 0;
  while (schema.catalogs[i].name != catalog) ++i;
  return i;
}

// Bits, so that what is not set equals itself.
void add_numbers(const Schema& schema, const Records& records, std::size_t catalog, std::size_t record,
                 std::vector<std::uint64_t>& to) {
  const std::vector<double>& values = records[catalog][record].values;
  for (std::size_t f = 0; f < values.size(); ++f) {
    const Property& field = schema.catalogs[catalog].fields[f];
    if (field.kind == Kind::reference && values[f] == values[f]) {
      add_numbers(schema, records, index_of(schema, field.catalog), static_cast<std::size_t>(values[f]), to);
    } else {
      to.push_back(std::bit_cast<std::uint64_t>(values[f]));
    }
  }
}

}  // namespace

Twins::Twins(const Schema& schema, const Records& records) : schema_(schema) {
  for (std::size_t catalog = 0; catalog < records.size(); ++catalog) {
    std::map<std::vector<std::uint64_t>, std::size_t> seen;
    std::vector<std::size_t>& first = first_.emplace_back();
    for (std::size_t record = 0; record < records[catalog].size(); ++record) {
      std::vector<std::uint64_t> numbers;
      add_numbers(schema, records, catalog, record, numbers);
      first.push_back(seen.emplace(std::move(numbers), record).first->second);
    }
  }
}

std::size_t Twins::of(std::string_view catalog, std::size_t record) const {
  return first_[index_of(schema_, catalog)][record];
}

}  // namespace trainsweep::engine
