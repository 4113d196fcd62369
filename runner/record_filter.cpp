#include "runner/record_filter.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <deque>
#include <optional>
#include <set>

#include "runner/suggest.hpp"

namespace trainsweep {
namespace {

constexpr std::string_view kOwnName = "name";

// Where a key leads from a record: over these references, to this field.
struct FieldPath {
  std::vector<std::size_t> references;
  std::size_t kind = 0;              // of the record that the references lead to
  std::optional<std::size_t> field;  // none: that record's name
};

bool can_be_asked_for(const Property& field) {
  return field.kind == Kind::text || field.kind == Kind::choice || field.kind == Kind::reference;
}

// All keys that lead somewhere from a kind, nearest first, each once.
std::vector<std::pair<std::string_view, FieldPath>> reachable(const Schema& schema, std::size_t start) {
  std::vector<std::pair<std::string_view, FieldPath>> found{{kOwnName, {{}, start, std::nullopt}}};
  std::set<std::string_view> names{kOwnName};
  std::set<std::size_t> seen{start};
  std::deque<FieldPath> queue{{{}, start, std::nullopt}};
  while (!queue.empty()) {
    const FieldPath here = queue.front();
    queue.pop_front();
    const auto fields = schema.catalogs[here.kind].fields;
    for (std::size_t f = 0; f < fields.size(); ++f) {
      if (!can_be_asked_for(fields[f])) continue;
      if (names.insert(fields[f].name).second) found.push_back({fields[f].name, {here.references, here.kind, f}});
      if (fields[f].kind != Kind::reference) continue;
      const std::size_t next = kind_index(schema, fields[f].catalog);
      if (!seen.insert(next).second) continue;
      FieldPath path{here.references, next, std::nullopt};
      path.references.push_back(f);
      queue.push_back(path);
    }
  }
  return found;
}

// Empty where a reference on the way is not set.
std::string text_at(const Schema& schema, const RecordStore& store, std::size_t kind, const KnownRecord& start,
                    const FieldPath& path) {
  const KnownRecord* record = &start;
  for (const std::size_t f : path.references) {
    kind = kind_index(schema, schema.catalogs[kind].fields[f].catalog);
    record = store.find(kind, record->fields[f].text);
    if (record == nullptr) return "";
  }
  if (!path.field) return record->name;
  const Property& field = schema.catalogs[path.kind].fields[*path.field];
  const FieldValue& value = record->fields[*path.field];
  if (field.kind != Kind::choice) return value.text;
  return value.number >= 0 ? std::string(field.choices[static_cast<std::size_t>(value.number)]) : "";
}

class Filter {
 public:
  Filter(const Schema& schema, const RecordStore& store, std::size_t kind, Diagnostics& errors)
      : schema_(schema), store_(store), kind_(kind), errors_(errors), keys_(reachable(schema, kind)) {
    for (const auto& [name, record] : store_.kinds[kind_]) kept_.insert(name);
  }

  void apply(const TomlEntry& entry) {
    const auto found =
        std::find_if(keys_.begin(), keys_.end(), [&](const auto& key) { return key.first == entry.key; });
    if (found == keys_.end()) {
      std::vector<std::string_view> known;
      for (const auto& key : keys_) known.push_back(key.first);
      const std::string_view near = nearest(entry.key, known);
      errors_.add(entry.at, fmt::format("{} cannot be filtered by {}", schema_.catalogs[kind_].name, ticked(entry.key)),
                  near.empty() ? "known are " + ticked_list(known) : "use " + ticked(near));
      return;
    }
    keep(found->second, accepted(entry, found->second));
  }

  [[nodiscard]] std::vector<std::string> names() const { return {kept_.begin(), kept_.end()}; }

 private:
  [[nodiscard]] std::string text(const KnownRecord& record, const FieldPath& path) const {
    return text_at(schema_, store_, kind_, record, path);
  }

  // The values that this key may have.
  std::set<std::string> accepted(const TomlEntry& entry, const FieldPath& path) {
    const Property* field = path.field ? &schema_.catalogs[path.kind].fields[*path.field] : nullptr;
    if (entry.value.type == TomlValue::Type::table && field != nullptr && field->kind == Kind::reference) {
      const auto names = filter_records(schema_, store_, kind_index(schema_, field->catalog), entry.value, errors_);
      return {names.begin(), names.end()};
    }
    std::set<std::string> values;
    for (const auto& [name, record] : store_.kinds[kind_]) values.insert(text(*record, path));
    std::set<std::string> out;
    const bool is_list = entry.value.type == TomlValue::Type::list;
    for (const TomlValue& pattern : is_list ? entry.value.items : std::vector<TomlValue>{entry.value}) {
      add_matches(entry.key, pattern, values, out);
    }
    return out;
  }

  void add_matches(const std::string& key, const TomlValue& pattern, const std::set<std::string>& values,
                   std::set<std::string>& out) {
    if (pattern.type != TomlValue::Type::text) {
      errors_.add(pattern.at, fmt::format("`{}` is {}, but must be text, such as \"*\"", key, value_text(pattern)));
      return;
    }
    bool any = false;
    for (const std::string& value : values) {
      if (!matches_pattern(value, pattern.text)) continue;
      out.insert(value);
      any = true;
    }
    if (any) return;
    const std::vector<std::string_view> known(values.begin(), values.end());
    errors_.add(pattern.at,
                fmt::format("no {} has the {} {}", schema_.catalogs[kind_].singular, key, ticked(pattern.text)),
                suggestion(pattern.text, known));
  }

  void keep(const FieldPath& path, const std::set<std::string>& accepted) {
    std::erase_if(kept_,
                  [&](const std::string& name) { return !accepted.contains(text(*store_.find(kind_, name), path)); });
  }

  const Schema& schema_;
  const RecordStore& store_;
  std::size_t kind_;
  Diagnostics& errors_;
  std::vector<std::pair<std::string_view, FieldPath>> keys_;
  std::set<std::string> kept_;
};

}  // namespace

bool matches_pattern(std::string_view text, std::string_view pattern) {
  std::size_t t = 0, p = 0, star = std::string_view::npos, star_text = 0;
  while (t < text.size()) {
    if (p < pattern.size() && pattern[p] == '*') {
      star = p++;
      star_text = t;
    } else if (p < pattern.size() && (pattern[p] == '?' || pattern[p] == text[t])) {
      ++p;
      ++t;
    } else if (star != std::string_view::npos) {
      p = star + 1;
      t = ++star_text;
    } else {
      return false;
    }
  }
  while (p < pattern.size() && pattern[p] == '*') ++p;
  return p == pattern.size();
}

std::vector<std::string> filter_records(const Schema& schema, const RecordStore& store, std::size_t kind,
                                        const TomlValue& filter, Diagnostics& errors) {
  const std::size_t before = errors.size();
  Filter records(schema, store, kind, errors);
  for (const TomlEntry& entry : filter.entries) records.apply(entry);
  if (errors.size() == before && records.names().empty()) {
    errors.add(filter.at, fmt::format("no {} matches all of these", schema.catalogs[kind].singular),
               fmt::format("`trainsweep catalog {}` lists them", schema.catalogs[kind].name));
  }
  return records.names();
}

}  // namespace trainsweep
