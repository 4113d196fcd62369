#include "runner/record_selection.hpp"

#include <fmt/format.h>

#include <stdexcept>

namespace trainsweep {

RecordSelection::RecordSelection(const Schema& schema, const RecordStore& store)
    : RecordSelection(schema, store, Records(schema.catalogs.size()),
                      std::vector<std::vector<RecordTexts>>(schema.catalogs.size())) {}

RecordSelection::RecordSelection(const Schema& schema, const RecordStore& store, Records records,
                                 std::vector<std::vector<RecordTexts>> texts)
    : schema_(schema), store_(store), records_(std::move(records)), texts_(std::move(texts)) {}

std::size_t RecordSelection::use(std::size_t kind, std::string_view name) {
  for (std::size_t i = 0; i < records_[kind].size(); ++i) {
    if (records_[kind][i].name == name) return i;
  }
  const KnownRecord* known = store_.find(kind, name);
  if (known == nullptr)
    throw std::logic_error(fmt::format("no record `{}` of `{}`", name, schema_.catalogs[kind].name));
  Record record{known->name, {}};
  RecordTexts texts;
  for (std::size_t f = 0; f < known->fields.size(); ++f) {
    const Property& field = schema_.catalogs[kind].fields[f];
    const FieldValue& value = known->fields[f];
    const bool refers = field.kind == Kind::reference && !value.text.empty();
    record.values.push_back(refers ? static_cast<double>(use(kind_index(schema_, field.catalog), value.text))
                                   : value.number);
    texts.texts.push_back(field.kind == Kind::text ? value.text : "");
  }
  records_[kind].push_back(std::move(record));
  texts_[kind].push_back(std::move(texts));
  return records_[kind].size() - 1;
}

}  // namespace trainsweep
