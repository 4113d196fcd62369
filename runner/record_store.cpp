#include "runner/record_store.hpp"

#include <fmt/format.h>

#include <stdexcept>

#include "runner/suggest.hpp"

namespace trainsweep {

const KnownRecord* RecordStore::find(std::size_t kind, std::string_view name) const {
  const auto found = kinds[kind].find(name);
  return found == kinds[kind].end() ? nullptr : found->second.get();
}

std::vector<std::string_view> RecordStore::names(std::size_t kind) const {
  std::vector<std::string_view> names;
  for (const auto& [name, record] : kinds[kind]) names.push_back(name);
  return names;
}

std::size_t kind_index(const Schema& schema, std::string_view name) {
  for (std::size_t i = 0; i < schema.catalogs.size(); ++i) {
    if (schema.catalogs[i].name == name) return i;
  }
  throw std::logic_error(fmt::format("the schema has no catalogue `{}`", name));
}

void report_unknown_record(const Schema& schema, const RecordStore& store, std::size_t kind, std::string_view name,
                           const Position& at, Diagnostics& errors) {
  const Catalog& catalog = schema.catalogs[kind];
  errors.add(at, fmt::format("unknown {} {}", catalog.singular, ticked(name)),
             suggestion(name, store.names(kind), fmt::format("`trainsweep catalog {}` lists them", catalog.name)));
}

}  // namespace trainsweep
