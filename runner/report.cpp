#include "runner/report.hpp"

#include <algorithm>

#include "runner/utf8.hpp"

namespace trainsweep {
namespace {

constexpr std::size_t kWidth = 100;
constexpr std::string_view kIndent = "  ";

// "1,234.5", "-3 %", "12 of 64" and "-" do; "h100" and "12 is too many" do not.
bool looks_like_a_number(std::string_view cell) {
  if (cell.empty() || cell == "-" || cell == "none") return true;
  const std::size_t first = cell.find_first_not_of("+-");
  return first != std::string_view::npos && cell.find_first_not_of("0123456789.,e+- %") == std::string_view::npos;
}

std::vector<Align> alignment(const ReportTable& table) {
  std::vector<Align> align;
  for (const auto& row : table.rows) {
    align.resize(std::max(align.size(), row.size()), Align::right);
    for (std::size_t c = 0; c < row.size(); ++c) {
      if (c == 0 || !looks_like_a_number(row[c])) align[c] = Align::left;
    }
  }
  // A column without any number holds words, be they missing.
  for (std::size_t c = 0; c < align.size(); ++c) {
    const bool has_digit = std::any_of(table.rows.begin(), table.rows.end(), [&](const auto& row) {
      return c < row.size() && row[c].find_first_of("0123456789") != std::string::npos;
    });
    if (!has_digit) align[c] = Align::left;
  }
  return align;
}

void print_text(const ReportTable& table, std::ostream& out) {
  out << table.title << '\n';
  auto rows = table.rows;
  if (!table.header.empty()) rows.insert(rows.begin(), table.header);
  out << aligned(rows, alignment(table), kIndent);
  for (const std::string& note : table.notes) out << wrapped(note, kWidth, kIndent);
}

void write_texts(Json& json, std::string_view key, const std::vector<std::string>& texts, Json::Layout layout) {
  json.key(key).open('[', layout);
  for (const std::string& text : texts) json.value(std::string_view(text));
  json.close(']');
}

void write_json(std::span<const ReportTable> tables, std::ostream& out) {
  Json json(out);
  json.open('[');
  for (const ReportTable& table : tables) {
    json.open('{').key("title").value(std::string_view(table.title));
    write_texts(json, "header", table.header, Json::Layout::line);
    json.key("rows").open('[');
    for (const auto& row : table.rows) {
      json.open('[', Json::Layout::line);
      for (const std::string& cell : row) json.value(std::string_view(cell));
      json.close(']');
    }
    json.close(']');
    write_texts(json, "notes", table.notes, Json::Layout::block);
    json.close('}');
  }
  json.close(']');
}

}  // namespace

std::string wrapped(std::string_view text, std::size_t width, std::string_view indent) {
  std::string out;
  std::string line(indent);
  while (!text.empty()) {
    const std::size_t end = std::min(text.find(' '), text.size());
    const std::string_view word = text.substr(0, end);
    if (line.size() > indent.size() && utf8_width(line) + 1 + utf8_width(word) > width) {
      out += line + '\n';
      line = indent;
    }
    if (line.size() > indent.size()) line += ' ';
    line += word;
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return out + line + '\n';
}

void print_report(std::span<const ReportTable> tables, Format format, std::ostream& out) {
  if (format != Format::text) return write_json(tables, out);
  for (std::size_t i = 0; i < tables.size(); ++i) {
    if (i > 0) out << '\n';
    print_text(tables[i], out);
  }
}

}  // namespace trainsweep
