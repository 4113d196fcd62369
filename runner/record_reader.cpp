#include "runner/record_reader.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "runner/property_value.hpp"
#include "runner/suggest.hpp"

namespace trainsweep {
namespace {

// A name can be typed in a shell and is no pattern.
bool is_record_name(std::string_view name) {
  const auto fits = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_' ||
           c == '.' || c == '+';
  };
  return !name.empty() && name.front() != '-' && std::all_of(name.begin(), name.end(), fits);
}

std::string text_of(const TomlEntry* entry) { return entry == nullptr ? "" : entry->value.text; }

bool is_numeric(const Property& field) { return field.kind == Kind::number || field.kind == Kind::integer; }

bool has_value(const Property& field, const FieldValue& value) {
  return field.kind == Kind::text || field.kind == Kind::reference ? !value.text.empty() : !std::isnan(value.number);
}

}  // namespace

void RecordReader::add(const TomlValue& catalog, SourceRule rule) {
  TableReader kinds(catalog, "[catalog]", errors_);
  for (std::size_t kind = 0; kind < schema_.catalogs.size(); ++kind) {
    const TomlEntry* table = kinds.take_table(schema_.catalogs[kind].name);
    if (table == nullptr) continue;
    for (const TomlEntry& entry : table->value.entries) add_record(kind, entry, rule);
  }
  kinds.finish();
}

void RecordReader::add_record(std::size_t kind, const TomlEntry& entry, SourceRule rule) {
  const Catalog& catalog = schema_.catalogs[kind];
  const std::string title = fmt::format("{} {}", catalog.singular, ticked(entry.key));
  if (!is_record_name(entry.key)) {
    errors_.add(entry.at, fmt::format("{} cannot be the name of a {}", ticked(entry.key), catalog.singular),
                "a name has letters, digits and `-`, `_`, `.`, `+`, and does not begin with `-`");
    return;
  }
  if (entry.value.type != TomlValue::Type::table) {
    errors_.add(entry.value.at, fmt::format("{} is {}, but must be a table", title, value_text(entry.value)));
    return;
  }
  const auto [place, is_new] = drafts_.try_emplace(Key{kind, entry.key});
  Draft& draft = place->second;
  if (!is_new) {
    errors_.add(entry.at, fmt::format("{} is defined twice", title), "first at " + place_text(draft.record.at));
    return;
  }
  draft.rule = rule;
  draft.record = {entry.key, entry.at, std::vector<FieldValue>(catalog.fields.size())};
  draft.given.resize(catalog.fields.size());

  TableReader table(entry.value, title, errors_);
  FieldValue common;
  common.source = text_of(table.take_text("source"));
  common.basis = read_basis(table.take_text("basis"), std::string(kBases.front()));
  if (const TomlEntry* like = table.take_text("like")) draft.like = *like;
  for (std::size_t f = 0; f < catalog.fields.size(); ++f) {
    const TomlEntry* field = table.take(catalog.fields[f].name);
    if (field == nullptr) continue;
    draft.given[f] = true;
    read_field(catalog.fields[f], *field, common, draft.record.fields[f]);
    const bool unsourced =
        rule == SourceRule::required && is_numeric(catalog.fields[f]) && draft.record.fields[f].source.empty();
    if (unsourced) {
      errors_.add(field->at, fmt::format("`{}` of {} has no source", field->key, title),
                  "write { value = ..., source = \"where it stands\" }, or a source for the whole record");
    }
  }
  table.finish();
}

void RecordReader::read_field(const Property& field, const TomlEntry& entry, const FieldValue& common,
                              FieldValue& out) {
  out = common;
  out.at = entry.at;
  const TomlValue* value = &entry.value;
  if (value->type == TomlValue::Type::table) {
    TableReader table(entry.value, ticked(entry.key), errors_);
    const TomlEntry* inner = table.take("value");
    if (const TomlEntry* unit = table.take_text("unit"); unit != nullptr && unit->value.text != field.unit) {
      errors_.add(unit->value.at, field.unit.empty() ? fmt::format("`{}` has no unit", field.name)
                                                     : fmt::format("`{}` is in {}, but must be in `{}`", field.name,
                                                                   ticked(unit->value.text), field.unit));
    }
    if (const TomlEntry* source = table.take_text("source")) out.source = source->value.text;
    out.basis = read_basis(table.take_text("basis"), common.basis);
    table.finish();
    if (inner == nullptr) {
      errors_.add(entry.at, fmt::format("`{}` has no `value`", field.name));
      return;
    }
    value = &inner->value;
  }
  if (const auto read = read_property(field, *value, errors_)) {
    out.number = read->number;
    out.text = read->text;
  }
}

std::string RecordReader::read_basis(const TomlEntry* entry, const std::string& otherwise) {
  if (entry == nullptr) return otherwise;
  if (std::find(kBases.begin(), kBases.end(), entry->value.text) == kBases.end()) {
    errors_.add(entry->value.at, fmt::format("unknown basis {}", ticked(entry->value.text)),
                suggestion(entry->value.text, kBases));
  }
  return entry->value.text;
}

RecordStore RecordReader::join(const RecordStore& base) {
  RecordStore store = base;
  for (auto& [key, draft] : drafts_) complete(key, draft, base);
  for (const auto& [key, draft] : drafts_) {
    store.kinds[key.first][key.second] = std::make_shared<const KnownRecord>(draft.record);
  }
  for (const auto& [key, draft] : drafts_) check_references(key.first, draft, store);
  return store;
}

// Chains of `like` are followed first; a chain that comes back to its start ends there.
void RecordReader::complete(const Key& key, Draft& draft, const RecordStore& base) {
  if (draft.state == State::joined) return;
  draft.state = State::joining;
  if (draft.like) start_from_like(key, draft, base);
  fill_the_rest(schema_.catalogs[key.first], draft);
  draft.state = State::joined;
}

void RecordReader::start_from_like(const Key& key, Draft& draft, const RecordStore& base) {
  const std::string& name = draft.like->value.text;
  const KnownRecord* origin = base.find(key.first, name);
  if (const auto own = drafts_.find({key.first, name}); own != drafts_.end() && name != key.second) {
    if (own->second.state == State::joining) {
      errors_.add(draft.like->value.at, fmt::format("`like` leads from {} back to itself", ticked(key.second)));
      draft.is_gapped = true;
      return;
    }
    complete(own->first, own->second, base);
    origin = &own->second.record;
    draft.is_gapped = own->second.is_gapped;
  }
  if (origin == nullptr) {
    report_unknown_record(schema_, base, key.first, name, draft.like->value.at, errors_);
    draft.is_gapped = true;
    return;
  }
  for (std::size_t f = 0; f < draft.given.size(); ++f) {
    if (!draft.given[f]) draft.record.fields[f] = origin->fields[f];
  }
}

void RecordReader::fill_the_rest(const Catalog& catalog, Draft& draft) {
  std::vector<std::string_view> missing;
  for (std::size_t f = 0; f < catalog.fields.size(); ++f) {
    const Property& field = catalog.fields[f];
    FieldValue& value = draft.record.fields[f];
    if (draft.given[f] || has_value(field, value)) continue;
    if (field.required) {
      missing.push_back(field.name);
    } else if (!std::isnan(field.fallback)) {
      value.number = field.fallback;
      value.source = kDefaultSource;
      value.basis = "assumed";
    }
  }
  if (missing.empty() || draft.is_gapped) return;
  errors_.add(draft.record.at,
              fmt::format("{} {} lacks {}", catalog.singular, ticked(draft.record.name), ticked_list(missing)),
              draft.like ? "" : "`like = \"NAME\"` takes the fields of another " + std::string(catalog.singular));
}

void RecordReader::check_references(std::size_t kind, const Draft& draft, const RecordStore& store) {
  const Catalog& catalog = schema_.catalogs[kind];
  for (std::size_t f = 0; f < catalog.fields.size(); ++f) {
    const FieldValue& value = draft.record.fields[f];
    if (catalog.fields[f].kind != Kind::reference || value.text.empty()) continue;
    const std::size_t other = kind_index(schema_, catalog.fields[f].catalog);
    if (store.find(other, value.text) == nullptr)
      report_unknown_record(schema_, store, other, value.text, value.at, errors_);
  }
}

}  // namespace trainsweep
