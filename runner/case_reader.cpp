#include "runner/case_reader.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <set>

#include "runner/claim_reader.hpp"
#include "runner/record_selection.hpp"
#include "runner/scenario.hpp"
#include "runner/suggest.hpp"

namespace trainsweep {
namespace {

class CaseReader {
 public:
  CaseReader(std::string file, const Schema& schema, const RecordStore& store, RecordSelection& used, Diagnostics& errors)
      : file_(std::move(file)), schema_(schema), store_(store), used_(used), errors_(errors) {}

  Case read(const TomlValue& value) {
    TableReader table(value, "[[case]]", errors_);
    Case asked;
    asked.file = file_;
    asked.id = required_text(table, value, "id");
    if (!asked.id.empty() && !ids_.insert(asked.id).second) {
      errors_.add(value.find("id")->value.at, fmt::format("a case `{}` stands above already", asked.id));
    }
    asked.source = required_text(table, value, "source");
    asked.kind = read_kind(table, value);
    asked.group = text_or(table, "group", asked.source);
    asked.config_key = text_or(table, "config_key", "");
    asked.calibration = read_calibration(table);
    if (const TomlEntry* claim = table.take_text("claim")) {
      if (asked.kind != "stated") errors_.add(claim->at, "only a case of `kind` `stated` makes a claim");
      if (const TomlEntry* scenario = table.take_table("scenario")) read_point(*scenario, asked);
      if (const TomlEntry* against = table.take_table("against")) read_against(*against, asked);
      if (value.find("against") != nullptr && value.find("scenario") == nullptr) {
        errors_.add(value.find("against")->at, "the case has nothing to compare with `against`: no `scenario`");
      }
      asked.claim = read_claim(table, value, asked, schema_, errors_);
      asked.claim->text = claim->value.text;
    } else {
      if (const TomlEntry* scenario = required(table, value, "scenario")) read_point(*scenario, asked);
      if (const TomlEntry* stated = required(table, value, "stated")) read_stated(stated->value, asked);
    }
    table.finish();
    return asked;
  }

 private:
  const TomlEntry* required(TableReader& table, const TomlValue& value, std::string_view key) {
    const TomlEntry* entry = table.take_table(key);
    if (value.find(key) == nullptr) errors_.add(value.at, fmt::format("the case has no `{}`", key));
    return entry;
  }

  std::string required_text(TableReader& table, const TomlValue& value, std::string_view key) {
    const TomlEntry* entry = table.take_text(key);
    if (value.find(key) == nullptr) errors_.add(value.at, fmt::format("the case has no `{}`", key));
    return entry != nullptr ? entry->value.text : "";
  }

  std::string text_or(TableReader& table, std::string_view key, const std::string& otherwise) {
    const TomlEntry* entry = table.take_text(key);
    return entry != nullptr ? entry->value.text : otherwise;
  }

  std::string read_kind(TableReader& table, const TomlValue& value) {
    const std::string kind = required_text(table, value, "kind");
    if (kind != "measured" && kind != "stated" && !kind.empty()) {
      errors_.add(value.find("kind")->value.at, fmt::format("`kind` is {}, but must be `measured` or `stated`", ticked(kind)));
    }
    return kind;
  }

  void read_point(const TomlEntry& scenario, Case& asked) {
    const std::size_t before = errors_.size();
    asked.point = read_scenario(scenario, schema_, store_, used_, errors_);
    if (errors_.size() > before) return asked.point.clear();
    label_case(asked, schema_, used_.records(), used_.texts());
    asked.numbers = known_numbers(asked.point, schema_, used_.records());
  }

  void read_against(const TomlEntry& against, Case& asked) {
    const std::size_t before = errors_.size();
    asked.against = read_scenario(against, schema_, store_, used_, errors_);
    if (errors_.size() > before) return asked.against.clear();
    for (const auto& [name, number] : known_numbers(asked.against, schema_, used_.records())) {
      asked.numbers.emplace(std::string(kAgainst) + name, number);
    }
  }

  bool read_calibration(TableReader& table) {
    const TomlEntry* entry = table.take("calibration");
    if (entry == nullptr) return false;
    if (entry->value.type != TomlValue::Type::flag) {
      errors_.add(entry->value.at, fmt::format("`calibration` is {}, but must be true or false", value_text(entry->value)));
    }
    return entry->value.flag;
  }

  void read_stated(const TomlValue& value, Case& asked) {
    for (const TomlEntry& entry : value.entries) {
      if (entry.key == "status") {
        asked.stated_status = read_status(entry);
      } else {
        read_figure(entry, asked);
      }
    }
    if (value.entries.empty()) errors_.add(value.at, "the case states no figure");
  }

  void read_figure(const TomlEntry& entry, Case& asked) {
    const auto column = std::find_if(schema_.columns.begin(), schema_.columns.end(),
                                     [&](const Column& c) { return c.name == entry.key; });
    if (column == schema_.columns.end()) {
      std::vector<std::string_view> known{"status"};
      for (const Column& c : schema_.columns) known.push_back(c.name);
      errors_.add(entry.at, fmt::format("unknown figure {}", ticked(entry.key)), suggestion(entry.key, known));
    } else if (!entry.value.is_number() || !(entry.value.number() > 0)) {
      errors_.add(entry.value.at, fmt::format("`{}` is {}, but must be a positive number", entry.key, value_text(entry.value)));
    } else {
      asked.stated.push_back({static_cast<std::size_t>(column - schema_.columns.begin()), entry.value.number()});
    }
  }

  std::string read_status(const TomlEntry& entry) {
    std::vector<std::string_view> known;
    for (const Status& status : schema_.statuses) known.push_back(status.name);
    const bool is_known = std::find(known.begin(), known.end(), entry.value.text) != known.end();
    if (!is_known) {
      errors_.add(entry.value.at, fmt::format("`status` is {}", value_text(entry.value)), suggestion(entry.value.text, known));
    }
    return entry.value.text;
  }

  std::string file_;
  const Schema& schema_;
  const RecordStore& store_;
  RecordSelection& used_;
  Diagnostics& errors_;
  std::set<std::string> ids_;
};

}  // namespace

Checked<CaseFile> read_case_file(const std::string& path, const EngineRules& engine, const RecordStore& catalog) {
  Diagnostics errors;
  const Checked<Source> source = read_source(path);
  if (!source) return source.diagnostics();
  const std::optional<TomlValue> top = read_toml(source.value(), errors);
  if (!top) return errors;
  const RecordStore store = join_own_records(*top, engine.schema, catalog, errors);
  RecordSelection used(engine.schema, store);
  TableReader table(*top, "the file", errors);
  table.take("catalog");
  CaseReader reader(std::filesystem::path(path).stem().string(), engine.schema, store, used, errors);
  CaseFile file;
  if (const TomlEntry* list = table.take_list("case")) {
    for (const TomlValue& value : list->value.items) {
      if (value.type == TomlValue::Type::table) {
        file.cases.push_back(reader.read(value));
      } else {
        errors.add(value.at, "a case must be a table", "write [[case]] above each");
      }
    }
  } else if (errors.empty()) {
    errors.add({source.value(), 0, 0, 0}, "the file has no cases", "write [[case]] above each");
  }
  table.finish();
  report_complaints(engine, used.records(), store, errors);
  if (!errors.empty()) return errors;
  file.records = used.records();
  return file;
}

std::vector<std::string> find_case_files(const std::vector<std::string>& paths) {
  std::vector<std::string> files;
  for (const std::string& path : paths) {
    if (!std::filesystem::is_directory(path)) {
      files.push_back(path);
      continue;
    }
    std::vector<std::string> inside;
    for (const auto& entry : std::filesystem::directory_iterator(path)) {
      if (entry.path().extension() == ".toml") inside.push_back(entry.path().string());
    }
    if (inside.empty()) throw UserError(fmt::format("there is no .toml file in `{}`", path));
    std::sort(inside.begin(), inside.end());
    files.insert(files.end(), inside.begin(), inside.end());
  }
  return files;
}

}  // namespace trainsweep
