#include "runner/export.hpp"

#include <fmt/format.h>

#include <optional>

#include "runner/exit_status.hpp"
#include "runner/parquet.hpp"
#include "runner/point_fields.hpp"
#include "runner/provenance.hpp"

namespace trainsweep {
namespace {

constexpr std::size_t kGroupRows = 1 << 18;  // of a Parquet file: 1 MB a column

std::vector<Field> choose(const ResultReader& file, std::vector<std::string> names) {
  if (names.empty()) {
    names = axis_names(file);
    for (const ResultColumn& column : file.columns()) names.push_back(column.name);
  }
  return find_fields(file, names);
}

// One field's cells in a table: its list of values, and where in the list a point's is.
class Source {
 public:
  Source(const ResultReader& file, const Field& field)
      : field_(field), index_(file, field.column == nullptr ? field.coordinate->dimension : std::nullopt) {
    const auto [name, unit] = field.heading();
    table_ = {name, unit == "1" ? "" : unit, {}};
    if (field.column != nullptr) {
      if (field.has_words()) table_.values = words_and_none(field.column->choices);
    } else if (field.coordinate->is_text()) {
      table_.values = field.coordinate->texts;
    } else {
      table_.values = field.coordinate->numbers;
    }
  }

  [[nodiscard]] const TableColumn& table() const { return table_; }

  void append(PointScan& scan, BlockCells& cells) const {
    if (field_.column == nullptr) {
      for (const ScannedPoint& point : scan.points()) {
        cells.places.push_back(static_cast<std::uint32_t>(index_.of(scan.first() + point.at)));
      }
      return;
    }
    const std::span<const float> values = scan.values(*field_.column);
    for (const ScannedPoint& point : scan.points()) {
      if (field_.has_words()) {
        cells.places.push_back(place_of(values[point.at]));
      } else {
        cells.numbers.push_back(values[point.at]);
      }
    }
  }

 private:
  // The last word is for codes that have none.
  static std::vector<std::string> words_and_none(std::vector<std::string> words) {
    words.emplace_back();
    return words;
  }
  [[nodiscard]] std::uint32_t place_of(float code) const {
    const std::size_t words = field_.column->choices.size();
    return static_cast<std::uint32_t>(code >= 0 && code < static_cast<float>(words) ? static_cast<std::size_t>(code) : words);
  }

  Field field_;
  TableColumn table_;
  DimensionIndex index_;
};

// Writes blocks as CSV; the words of each list are quoted once.
class CsvWriter {
 public:
  CsvWriter(std::ostream& out, const std::vector<TableColumn>& columns) : out_(out) {
    std::vector<Heading> headings;
    for (const TableColumn& column : columns) {
      headings.push_back({column.name, column.unit});
      auto& texts = texts_.emplace_back();
      std::visit([&](const auto& list) {
        if constexpr (!std::is_same_v<std::decay_t<decltype(list)>, std::monostate>) {
          for (const auto& value : list) texts.push_back(csv_cell(value));
        }
      }, column.values);
    }
    TableWriter(out, Format::csv, std::move(headings)).finish();
  }

  void write(const RowBlock& block) {
    line_.clear();
    for (std::size_t row = 0; row < block.rows; ++row) {
      for (std::size_t c = 0; c < texts_.size(); ++c) {
        if (c > 0) line_ += ',';
        const BlockCells& cells = block.columns[c];
        line_ += cells.places.empty() ? csv_cell(cells.numbers[row]) : texts_[c][cells.places[row]];
      }
      line_ += '\n';
    }
    out_ << line_;
  }

 private:
  std::ostream& out_;
  std::vector<std::vector<std::string>> texts_;
  std::string line_;
};

void check(std::ostream& out) {
  if (!out) throw MachineError("cannot write to the standard output");
}

// Gathers the rows of all pieces into blocks of `block_rows` and more, and hands them on.
template <class Write>
StatusCounts for_each_block(PointScan& scan, const std::vector<Source>& sources, std::size_t block_rows, Write write) {
  StatusCounts seen(kStatusValues);
  RowBlock block{.rows = 0, .columns = std::vector<BlockCells>(sources.size())};
  const auto hand_on = [&] {
    write(block);
    block = {.rows = 0, .columns = std::vector<BlockCells>(sources.size())};
  };
  while (scan.next()) {
    for (const ScannedPoint& point : scan.considered()) ++seen[scan.statuses()[point.at]];
    if (scan.points().empty()) continue;
    for (std::size_t c = 0; c < sources.size(); ++c) sources[c].append(scan, block.columns[c]);
    block.rows += scan.points().size();
    if (block.rows >= block_rows) hand_on();
  }
  hand_on();
  return seen;
}

}  // namespace

void export_points(const ExportOptions& options, std::ostream& out, std::ostream& notes) {
  const ResultReader file(options.file);
  const PointFilter filter(file, parse_conditions(options.where));
  std::vector<Source> sources;
  std::vector<TableColumn> columns;
  for (const Field& field : choose(file, options.columns)) columns.push_back(sources.emplace_back(file, field).table());

  PointScan scan(file, filter);
  StatusCounts seen;
  std::uint64_t rows = 0;
  const auto export_to = [&](auto& writer, std::size_t block_rows) {
    seen = for_each_block(scan, sources, block_rows, [&](const RowBlock& block) {
      writer.write(block);
      check(out);
      rows += block.rows;
    });
  };
  if (options.format == TableFormat::csv) {
    CsvWriter csv(out, columns);
    export_to(csv, 1);
  } else {
    ParquetWriter parquet(out, columns, {{"question", file.question()}, {"source", program_version()}});
    export_to(parquet, kGroupRows);
    parquet.finish();
    check(out);
  }
  note_half_done(seen, "the others are left out", notes);
  if (rows == 0) note_no_point(file, seen, notes);
}

}  // namespace trainsweep
