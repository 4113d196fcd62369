#include "runner/text_table.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "runner/utf8.hpp"

namespace trainsweep {
namespace {

std::string with_thousands_separators(double whole) {
  std::string digits = fmt::format("{:.0f}", whole);
  const std::size_t first = digits.front() == '-' ? 1 : 0;
  for (std::size_t at = digits.size(); at > first + 3;) {
    at -= 3;
    digits.insert(at, ",");
  }
  return digits;
}

bool has_unit(const Heading& heading) { return !heading.unit.empty() && heading.unit != "1"; }

bool is_number(const Cell& cell) { return std::holds_alternative<double>(cell) || std::holds_alternative<float>(cell); }

template <class... F>
struct Cases : F... {
  using F::operator()...;
};
template <class... F>
Cases(F...) -> Cases<F...>;

template <class Number>
std::string csv_number(Number number) {
  return std::isnan(number) ? "" : fmt::format("{}", number);
}

std::string csv_text(std::string_view text) {
  if (text.find_first_of(",\"\r\n") == std::string_view::npos) return std::string(text);
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"') out += '"';
    out += c;
  }
  return out + '"';
}

std::string csv_line(const std::vector<std::string>& cells) { return fmt::format("{}\n", fmt::join(cells, ",")); }

}  // namespace

std::string number_text(double number) {
  if (std::isnan(number)) return "-";
  if (std::isinf(number)) return number > 0 ? "inf" : "-inf";
  const double size = std::abs(number);
  if (size >= 1e12 || (size < 1e-4 && size > 0)) return fmt::format("{:.4g}", number);
  if (size >= 1000 || number == std::floor(number)) return with_thousands_separators(std::round(number) + 0.0);
  const std::string rounded = fmt::format("{:.3e}", number);
  const int power = std::stoi(rounded.substr(rounded.find('e') + 1));
  if (power >= 3) return with_thousands_separators(std::round(number));
  std::string text = fmt::format("{:.{}f}", number, 3 - power);
  text.erase(text.find_last_not_of('0') + 1);
  return text.ends_with('.') ? text.substr(0, text.size() - 1) : text;
}

std::string cell_text(const Cell& cell) {
  return std::visit(Cases{[](std::monostate) { return std::string("-"); },
                          [](const std::string& text) { return text; },
                          [](auto number) { return number_text(number); }},
                    cell);
}

std::string csv_cell(const Cell& cell) {
  return std::visit(Cases{[](std::monostate) { return std::string(); },
                          [](const std::string& text) { return csv_text(text); },
                          [](auto number) { return csv_number(number); }},
                    cell);
}

void write_json_row(Json& json, const std::vector<Heading>& headings, const std::vector<Cell>& cells) {
  json.open('{', Json::Layout::line);
  for (std::size_t c = 0; c < cells.size(); ++c) {
    json.key(headings[c].name);
    std::visit(Cases{[&](std::monostate) { json.null(); },
                     [&](const std::string& text) { json.value(std::string_view(text)); },
                     [&](auto number) { json.value(number); }},
               cells[c]);
  }
  json.close('}');
}

std::string aligned(const std::vector<std::vector<std::string>>& rows, const std::vector<Align>& align,
                    std::string_view indent) {
  std::vector<std::size_t> width;
  for (const auto& row : rows) {
    width.resize(std::max(width.size(), row.size()));
    for (std::size_t c = 0; c < row.size(); ++c) width[c] = std::max(width[c], utf8_width(row[c]));
  }
  std::string text;
  for (const auto& row : rows) {
    std::string line(indent);
    for (std::size_t c = 0; c < row.size(); ++c) {
      const std::string blanks(width[c] - utf8_width(row[c]), ' ');
      const bool right = c < align.size() && align[c] == Align::right;
      line += right ? blanks + row[c] : row[c] + blanks;
      line += "  ";
    }
    line.erase(line.find_last_not_of(' ') + 1);
    text += line + '\n';
  }
  return text;
}

TableWriter::TableWriter(std::ostream& out, Format format, std::vector<Heading> headings)
    : out_(out), format_(format), headings_(std::move(headings)), json_(out) {
  if (format_ == Format::json) json_.open('[');
  if (format_ == Format::csv) {
    std::vector<std::string> cells;
    for (const Heading& heading : headings_) {
      cells.push_back(csv_text(has_unit(heading) ? fmt::format("{} [{}]", heading.name, heading.unit) : heading.name));
    }
    out_ << csv_line(cells);
  }
}

void TableWriter::row(const std::vector<Cell>& cells) {
  if (format_ == Format::text) {
    kept_.push_back(cells);
  } else if (format_ == Format::csv) {
    std::vector<std::string> texts;
    for (const Cell& cell : cells) texts.push_back(csv_cell(cell));
    out_ << csv_line(texts);
  } else {
    write_json_row(json_, headings_, cells);
  }
}

void TableWriter::finish() {
  if (format_ == Format::json) json_.close(']');
  if (format_ != Format::text) return;

  std::vector<Align> align(headings_.size(), Align::left);
  std::vector<std::vector<std::string>> rows(1);
  for (const Heading& heading : headings_) rows.front().push_back(heading.name);
  if (std::any_of(headings_.begin(), headings_.end(), has_unit)) {
    rows.emplace_back();
    for (const Heading& heading : headings_) rows.back().push_back(has_unit(heading) ? heading.unit : "");
  }
  const std::size_t rule = rows.size();
  rows.emplace_back();
  for (const auto& cells : kept_) {
    rows.emplace_back();
    for (std::size_t c = 0; c < cells.size(); ++c) {
      if (is_number(cells[c])) align[c] = Align::right;
      rows.back().push_back(cell_text(cells[c]));
    }
  }
  for (std::size_t c = 0; c < headings_.size(); ++c) {
    std::size_t width = 0;
    for (const auto& row : rows) width = c < row.size() ? std::max(width, utf8_width(row[c])) : width;
    rows[rule].push_back(std::string(width, '-'));
  }
  out_ << aligned(rows, align);
}

}  // namespace trainsweep
