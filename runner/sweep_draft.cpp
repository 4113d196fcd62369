#include "runner/sweep_draft.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>
#include <set>
#include <utility>

#include "runner/axes_given.hpp"
#include "runner/suggest.hpp"

namespace trainsweep {
namespace {

template <class Rows>
std::vector<std::string_view> names_of(const Rows& rows) {
  std::vector<std::string_view> names;
  for (const auto& row : rows) names.push_back(row.name);
  return names;
}

bool is_word(std::string_view text) {
  const auto letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); };
  return !text.empty() && letter(text.front()) &&
         std::all_of(text.begin(), text.end(), [&](char c) { return letter(c) || (c >= '0' && c <= '9') || c == '_'; });
}

// A name that can be part of a file's.
bool is_file_name(std::string_view text) {
  return !text.empty() && text != "." && text != ".." && text.size() <= 200 &&
         std::none_of(text.begin(), text.end(),
                      [](char c) { return c == '/' || static_cast<unsigned char>(c) < 0x20; });
}

// The first step that an earlier one equals, after the first such one; two equal numbers
// where there is none. By sorting, as texts of a million steps would take 100 MB.
std::pair<std::size_t, std::size_t> first_repeat(const DimensionDraft& zip) {
  std::vector<std::size_t> order(zip.axes.front().values.size());
  std::iota(order.begin(), order.end(), 0);
  const auto is_less = [&](std::size_t a, std::size_t b) {
    for (const AxisDraft& axis : zip.axes) {
      const AxisValue &x = axis.values[a], &y = axis.values[b];
      if (x.name != y.name) return x.name < y.name;
      if (x.number < y.number || y.number < x.number) return x.number < y.number;
    }
    return false;
  };
  std::stable_sort(order.begin(), order.end(), is_less);
  std::pair<std::size_t, std::size_t> found{order.size(), order.size()};
  for (std::size_t i = 1; i < order.size(); ++i) {
    if (order[i] < found.second && !is_less(order[i - 1], order[i])) found = {order[i - 1], order[i]};
  }
  return found;
}

class DraftReader {
 public:
  DraftReader(const TomlValue& top, const Schema& schema, const RecordStore& store, Diagnostics& errors)
      : top_(top), schema_(schema), errors_(errors), values_(schema, store, errors), axes_(schema, errors) {}

  SweepDraft read() {
    TableReader table(top_, "the file", errors_);
    if (const TomlEntry* sweep = table.take_table("sweep")) read_sweep(sweep->value);
    if (const TomlEntry* fixed = table.take_table("fixed")) read_fixed(fixed->value);
    if (const TomlEntry* grid = table.take_table("grid")) read_grid(grid->value);
    if (const TomlEntry* zips = table.take("zip")) read_zips(*zips);
    if (const TomlEntry* output = table.take_table("output")) read_output(output->value);
    if (draft_.columns.empty()) {
      for (std::size_t c = 0; c < schema_.columns.size(); ++c) {
        if (!is_dimension(schema_.columns[c].name)) draft_.columns.push_back(c);
      }
    }
    table.take("catalog");
    table.finish();
    axes_.check_complete(top_.at);
    return std::move(draft_);
  }

 private:
  void read_sweep(const TomlValue& value) {
    TableReader table(value, "[sweep]", errors_);
    if (const TomlEntry* name = table.take_text("name")) {
      draft_.name = name->value.text;
      if (!is_file_name(draft_.name))
        errors_.add(name->value.at, fmt::format("{} cannot be the name of a sweep", ticked(draft_.name)),
                    "it becomes a file's name");
    }
    if (const TomlEntry* question = table.take_text("question")) draft_.question = question->value.text;
    table.finish();
  }

  void read_fixed(const TomlValue& value) {
    for (const TomlEntry& entry : value.entries) {
      const auto axis = axes_.take(entry, "[fixed]");
      if (!axis) continue;
      const bool is_many = entry.value.type == TomlValue::Type::list || entry.value.type == TomlValue::Type::table;
      if (is_many) {
        errors_.add(entry.value.at,
                    fmt::format("`{}` is {}, but [fixed] takes one value", entry.key, value_text(entry.value)),
                    "axes with more values stand in [grid]");
      } else if (auto one = values_.read_one(schema_.axes[*axis], entry.value)) {
        draft_.fixed.push_back({*axis, entry.at, {std::move(*one)}});
      }
    }
  }

  void read_grid(const TomlValue& value) {
    for (const TomlEntry& entry : value.entries) {
      const auto axis = axes_.take(entry, "[grid]");
      if (!axis) continue;
      AxisDraft draft{*axis, entry.at, values_.read_many(schema_.axes[*axis], entry.value)};
      values_.report_repeats(schema_.axes[*axis], draft.values);
      draft_.dimensions.push_back({entry.key, entry.at, {std::move(draft)}, {}});
    }
  }

  void read_zips(const TomlEntry& zips) {
    if (zips.value.type != TomlValue::Type::list) {
      errors_.add(zips.at, "`zip` is a table, but there may be several", "write [[zip]] in double brackets");
      return;
    }
    for (const TomlValue& zip : zips.value.items) {
      if (zip.type == TomlValue::Type::table) {
        read_zip(zip);
      } else {
        errors_.add(zip.at, fmt::format("`zip` has {}, but must have tables", value_text(zip)),
                    "write [[zip]] in double brackets");
      }
    }
  }

  void read_zip(const TomlValue& value) {
    TableReader table(value, "[[zip]]", errors_);
    DimensionDraft zip;
    zip.at = value.at;
    if (const TomlEntry* name = table.take_text("name")) {
      zip.name = name->value.text;
      check_zip_name(zip.name, name->value.at);
    } else if (value.find("name") == nullptr) {
      errors_.add(value.at, "this [[zip]] has no `name`", "it becomes the name of the dimension");
    }
    const std::string where = zip.name.empty() ? "a [[zip]]" : "[[zip]] " + ticked(zip.name);
    const TomlEntry* values = table.take_table("values");
    if (values != nullptr) {
      zip.at = values->at;
      for (const TomlEntry& entry : values->value.entries) {
        if (const auto axis = axes_.take(entry, where))
          zip.axes.push_back({*axis, entry.at, values_.read_many(schema_.axes[*axis], entry.value)});
      }
    }
    const bool no_axes = values != nullptr ? values->value.entries.empty() : value.find("values") == nullptr;
    if (no_axes)
      errors_.add(zip.at, fmt::format("{} has no axes", where), "write values = { AXIS = [...], AXIS = [...] }");
    const TomlEntry* labels = table.take_list("labels");
    if (labels != nullptr) read_labels(labels->value, zip);
    table.finish();
    if (!zip.axes.empty() && lengths_agree(zip, where, labels)) draft_.dimensions.push_back(std::move(zip));
  }

  void check_zip_name(const std::string& name, const Position& at) {
    const auto is_in = [&](const auto& rows) {
      return std::any_of(rows.begin(), rows.end(), [&](const auto& row) { return row.name == name; });
    };
    std::string reason;
    if (!is_word(name)) reason = "is not a word of letters, digits and `_`";
    if (is_in(schema_.axes)) reason = "is the name of an axis";
    if (is_in(schema_.columns)) reason = "is the name of a column";
    if (name == "status" || name == "run") reason = "has a meaning of its own in the result file";
    if (!zip_names_.insert(name).second) reason = "is the name of another [[zip]]";
    if (!reason.empty())
      errors_.add(at, fmt::format("{} {}", ticked(name), reason), "take another name for the dimension");
  }

  void read_labels(const TomlValue& value, DimensionDraft& zip) {
    std::set<std::string_view> seen;
    for (const TomlValue& item : value.items) {
      if (item.type != TomlValue::Type::text) {
        errors_.add(item.at, fmt::format("a label is {}, but must be text in quotes", value_text(item)));
      } else if (!seen.insert(item.text).second) {
        errors_.add(item.at, fmt::format("the label {} stands twice", ticked(item.text)));
      }
      zip.labels.push_back(item.text);
    }
  }

  // Also that no two of its steps are the same.
  bool lengths_agree(const DimensionDraft& zip, const std::string& where, const TomlEntry* labels) {
    const std::size_t size = zip.axes.front().values.size();
    for (const AxisDraft& axis : zip.axes) {
      if (axis.values.empty()) return false;  // reported
      if (axis.values.size() == size) continue;
      errors_.add(axis.at,
                  fmt::format("`{}` has {} values, but `{}` has {}", schema_.axes[axis.axis].name, axis.values.size(),
                              schema_.axes[zip.axes.front().axis].name, size),
                  "the axes of a [[zip]] move together");
      return false;
    }
    if (labels != nullptr && zip.labels.size() != size) {
      errors_.add(labels->at, fmt::format("{} has {} labels for {} values", where, zip.labels.size(), size));
      return false;
    }
    if (const auto [first, second] = first_repeat(zip); first < second) {
      std::string step;
      for (const AxisDraft& axis : zip.axes) step += axis_value_text(schema_.axes[axis.axis], axis.values[first]) + ", ";
      step.resize(step.size() - 2);
      errors_.add(zip.axes.front().values[second].at,
                  fmt::format("values {} and {} of {} are the same: {}", first + 1, second + 1, where, step));
      return false;
    }
    return true;
  }

  // The values of a grid's axis stand in the result under its name: no column can.
  [[nodiscard]] bool is_dimension(std::string_view name) const {
    return std::any_of(draft_.dimensions.begin(), draft_.dimensions.end(),
                       [&](const DimensionDraft& dimension) { return dimension.name == name; });
  }

  void read_output(const TomlValue& value) {
    TableReader table(value, "[output]", errors_);
    const TomlEntry* columns = table.take_list("columns");
    if (const TomlEntry* hints = table.take_table("hints")) draft_.hints = read_file_hints(hints->value, errors_);
    table.finish();
    if (columns == nullptr) return;
    if (columns->value.items.empty())
      errors_.add(columns->value.at, "the list of columns is empty", "leave it out for all of them");
    for (const TomlValue& item : columns->value.items) {
      const auto found = std::find_if(schema_.columns.begin(), schema_.columns.end(), [&](const Column& c) {
        return item.type == TomlValue::Type::text && c.name == item.text;
      });
      if (found == schema_.columns.end()) {
        errors_.add(item.at,
                    item.type == TomlValue::Type::text
                        ? fmt::format("unknown column {}", ticked(item.text))
                        : fmt::format("a column is {}, but must be text in quotes", value_text(item)),
                    suggestion(item.text, names_of(schema_.columns), "`trainsweep catalog columns` lists them"));
        continue;
      }
      const auto column = static_cast<std::size_t>(found - schema_.columns.begin());
      const auto place = std::lower_bound(draft_.columns.begin(), draft_.columns.end(), column);
      if (is_dimension(item.text)) {
        errors_.add(item.at, fmt::format("`{}` is an axis of this grid, so it cannot be a column", item.text),
                    "leave it out: the axis's values stand in the result anyway");
      } else if (place != draft_.columns.end() && *place == column) {
        errors_.add(item.at, fmt::format("the column `{}` stands twice", item.text));
      } else {
        draft_.columns.insert(place, column);
      }
    }
  }

  const TomlValue& top_;
  const Schema& schema_;
  Diagnostics& errors_;
  AxisValueReader values_;
  SweepDraft draft_;
  AxesGiven axes_;
  std::set<std::string> zip_names_;
};

}  // namespace

SweepDraft read_draft(const TomlValue& top, const Schema& schema, const RecordStore& store, Diagnostics& errors) {
  return DraftReader(top, schema, store, errors).read();
}

}  // namespace trainsweep
