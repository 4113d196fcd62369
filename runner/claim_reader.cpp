#include "runner/claim_reader.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "runner/suggest.hpp"

namespace trainsweep {
namespace {

class ClaimReader {
 public:
  ClaimReader(TableReader& table, const TomlValue& value, const Case& asked, const Schema& schema, Diagnostics& errors)
      : table_(table), value_(value), errors_(errors) {
    const auto failed = [&](const char* key, const std::vector<double>& point) {
      return value.find(key) != nullptr && point.empty();
    };
    all_known_ = !failed("scenario", asked.point) && !failed("against", asked.against);
    if (asked.point.empty()) return;
    for (const auto& [name, number] : asked.numbers) known_.push_back(name);
    for (const Column& column : schema.columns) known_.emplace_back(column.name);
    if (asked.against.empty()) return;
    for (const Column& column : schema.columns) known_.push_back(std::string(kAgainst) + std::string(column.name));
  }

  Claim read() {
    if (const TomlEntry* numbers = table_.take_text("numbers")) claim_.origin = read_origin(*numbers);
    if (const TomlEntry* tolerance = table_.take_number("tolerance")) read_tolerance(*tolerance);
    if (const TomlEntry* inputs = table_.take_table("inputs")) read_inputs(inputs->value);
    const TomlEntry* stated = table_.take_table("stated");
    const TomlEntry* computed = table_.take_table("computed");
    if (stated != nullptr) read_figures(stated->value, computed);
    read_reason();
    return std::move(claim_);
  }

 private:
  Claim::Origin read_origin(const TomlEntry& entry) {
    const std::string& word = entry.value.text;
    if (word != "own" && word != "open") {
      errors_.add(entry.value.at, fmt::format("`numbers` is {}, but must be `own` or `open`", ticked(word)));
    }
    return word == "own" ? Claim::Origin::own : Claim::Origin::open;
  }

  void read_tolerance(const TomlEntry& entry) {
    claim_.tolerance = entry.value.number();
    if (!(claim_.tolerance >= 0 && claim_.tolerance < 1)) {
      errors_.add(entry.value.at, fmt::format("`tolerance` is {}, but must be from 0 to 1", value_text(entry.value)));
    }
  }

  void read_inputs(const TomlValue& inputs) {
    for (const TomlEntry& entry : inputs.entries) {
      const FormulaCheck check = check_formula(entry.key);
      if (check.names != std::vector<std::string>{entry.key}) {
        errors_.add(entry.at, fmt::format("{} is no name that a formula can use", ticked(entry.key)));
      } else if (std::find(known_.begin(), known_.end(), entry.key) != known_.end()) {
        errors_.add(entry.at, fmt::format("{} is a number of the scenario already", ticked(entry.key)));
      } else if (!entry.value.is_number()) {
        errors_.add(entry.value.at,
                    fmt::format("{} is {}, but must be a number", ticked(entry.key), value_text(entry.value)));
      } else {
        claim_.inputs[entry.key] = entry.value.number();
      }
    }
    for (const auto& [name, number] : claim_.inputs) known_.push_back(name);
  }

  void read_figures(const TomlValue& stated, const TomlEntry* computed) {
    for (const TomlEntry& entry : stated.entries) {
      ClaimedFigure figure{entry.key, kNotSet, kNotSet, entry.key};
      read_range(entry, figure);
      const TomlEntry* formula = computed != nullptr ? computed->value.find(entry.key) : nullptr;
      if (formula != nullptr) read_formula(*formula, figure);
      if (formula == nullptr) check(figure.formula, entry.at, known_);
      claim_.figures.push_back(std::move(figure));
    }
    if (computed == nullptr) return;
    for (const TomlEntry& entry : computed->value.entries) {
      if (stated.find(entry.key) == nullptr) {
        errors_.add(entry.at, fmt::format("nothing is stated of {}", ticked(entry.key)));
      }
    }
  }

  void read_formula(const TomlEntry& entry, ClaimedFigure& figure) {
    if (entry.value.type != TomlValue::Type::text) {
      errors_.add(entry.value.at,
                  fmt::format("{} is {}, but must be a formula in quotes", ticked(entry.key), value_text(entry.value)));
      return;
    }
    figure.formula = entry.value.text;
    check(figure.formula, entry.value.at, known_);
  }

  // A positive number, or two of them in a list.
  void read_range(const TomlEntry& entry, ClaimedFigure& figure) {
    const TomlValue& value = entry.value;
    const std::vector<TomlValue> ends =
        value.type == TomlValue::Type::list ? value.items : std::vector<TomlValue>{value};
    const auto positive = [](const TomlValue& end) { return end.is_number() && end.number() > 0; };
    const bool usable = (ends.size() == 1 || ends.size() == 2) && std::all_of(ends.begin(), ends.end(), positive) &&
                        ends.front().number() <= ends.back().number();
    if (!usable) {
      errors_.add(value.at, fmt::format("{} must be a positive number, or the two ends of a range", ticked(entry.key)));
      return;
    }
    figure.least = ends.front().number();
    figure.most = ends.back().number();
  }

  void check(const std::string& formula, const Position& at, const std::vector<std::string>& known) {
    const FormulaCheck found = check_formula(formula);
    if (!found.fault.empty()) return errors_.add(at, fmt::format("{} {}", ticked(formula), found.fault));
    if (!all_known_) return;
    for (const std::string& name : found.names) {
      if (std::find(known.begin(), known.end(), name) != known.end()) continue;
      const std::vector<std::string_view> views(known.begin(), known.end());
      errors_.add(at, fmt::format("unknown number {}", ticked(name)),
                  suggestion(name, views, "a formula may name inputs, and axes, columns and fields of the scenario"));
    }
  }

  void read_reason() {
    const TomlEntry* reason = table_.take_text("reason");
    if (reason == nullptr) {
      if (claim_.figures.empty()) errors_.add(value_.at, "a claim without figures must say a `reason`");
      return;
    }
    claim_.reason = reason->value.text;
    const auto formulas = formulas_in(claim_.reason);
    if (!formulas) return errors_.add(reason->value.at, "a brace of `reason` is not closed");
    std::vector<std::string> known = known_;
    if (!claim_.figures.empty()) known.insert(known.end(), {std::string(kStated), std::string(kComputed)});
    for (const std::string& formula : *formulas) check(formula, reason->value.at, known);
  }

  TableReader& table_;
  const TomlValue& value_;
  Diagnostics& errors_;
  std::vector<std::string> known_;  // names that formulas may use
  bool all_known_ = true;           // false where a scenario has mistakes of its own
  Claim claim_;
};

}  // namespace

Claim read_claim(TableReader& table, const TomlValue& value, const Case& asked, const Schema& schema,
                 Diagnostics& errors) {
  return ClaimReader(table, value, asked, schema, errors).read();
}

}  // namespace trainsweep
