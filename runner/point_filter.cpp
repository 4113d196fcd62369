#include "runner/point_filter.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <set>

#include "runner/exit_status.hpp"
#include "runner/suggest.hpp"

namespace trainsweep {
namespace {

bool is_equality(Comparison comparison) {
  return comparison == Comparison::equal || comparison == Comparison::not_equal;
}

// The position of a word among the words that a name can have.
std::size_t index_of_word(const Condition& condition, const std::vector<std::string>& words) {
  if (!is_equality(condition.comparison)) {
    throw UserError(fmt::format("`{}` has words, which have no order\n  = help: compare it with == or !=", condition.name));
  }
  const auto at = std::find(words.begin(), words.end(), condition.value);
  if (at == words.end()) {
    const std::set<std::string_view> distinct(words.begin(), words.end());
    const std::vector<std::string_view> known(distinct.begin(), distinct.end());
    const std::string help = suggestion(condition.value, known);
    throw UserError(fmt::format("`{}` is never `{}`{}{}", condition.name, condition.value, help.empty() ? "" : "\n  = help: ", help));
  }
  return static_cast<std::size_t>(at - words.begin());
}

bool coordinate_holds(const ResultCoordinate& coordinate, std::size_t i, const Condition& condition, double limit) {
  if (!coordinate.is_text()) return holds(coordinate.numbers[i], condition.comparison, limit);
  return (coordinate.texts[i] == condition.value) == (condition.comparison == Comparison::equal);
}

}  // namespace

void refuse_unknown_name(const ResultReader& file, std::string_view name) {
  const std::string help = suggestion(name, file.names());
  throw UserError(fmt::format("`{}` has no `{}`\n  = help: {}`trainsweep top {} --names` lists what it has", file.path(), name,
                              help.empty() ? "" : help + "; ", file.path()));
}

double parse_number(std::string_view text, std::string_view what) {
  double number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error == std::errc() && end == text.data() + text.size()) return number;
  throw UserError(fmt::format("`{}` is compared with `{}`, which is no number", what, text));
}

PointFilter::PointFilter(const ResultReader& file, const std::vector<Condition>& conditions) {
  for (const ResultDimension& dimension : file.dimensions()) masks_.emplace_back(dimension.size, std::uint8_t{1});
  for (const Condition& condition : conditions) {
    if (const ResultColumn* column = file.find_column(condition.name)) {
      const double limit = column->choices.empty() ? parse_number(condition.value, condition.name)
                                                   : static_cast<double>(index_of_word(condition, column->choices));
      on_columns_.push_back({column, condition.comparison, static_cast<float>(limit)});
      continue;
    }
    const ResultCoordinate* coordinate = file.find_coordinate(condition.name);
    if (coordinate == nullptr) refuse_unknown_name(file, condition.name);
    if (coordinate->is_text()) static_cast<void>(index_of_word(condition, coordinate->texts));
    const double limit = coordinate->is_text() ? 0 : parse_number(condition.value, condition.name);
    if (!coordinate->dimension) {
      passes_nothing_ = passes_nothing_ || !coordinate_holds(*coordinate, 0, condition, limit);
      continue;
    }
    auto& mask = masks_[*coordinate->dimension];
    for (std::size_t i = 0; i < mask.size(); ++i) {
      if (!coordinate_holds(*coordinate, i, condition, limit)) mask[i] = 0;
    }
  }
}

}  // namespace trainsweep
