// ResultReader: a result file as its readers see it, while it grows and after.
//
// It learns names, units and shapes from the file alone and knows nothing of the
// sweep that wrote it. Points are numbered as in the sweep: one flat index over all
// dimensions, the last one fastest. A coordinate has one value for each index of
// its dimension; a column has one for each point.
//
//   ResultReader file("out.h5");
//   std::vector<float> days(1000);
//   file.read_column(*file.find_column("train_days"), 0, days);   // points 0 to 999
//
// Values are read past the HDF5 library at their place in the file, or through it where
// a packed copy holds them compressed: memory does not depend on the size of the grid.
// What is not evaluated yet has status 0.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "runner/data_file.hpp"
#include "runner/stored_values.hpp"

namespace trainsweep {

struct ResultDimension {
  std::string name;
  std::uint64_t size = 0;
};

struct ResultCoordinate {
  std::string name, unit, doc;
  std::optional<std::size_t> dimension;  // none: one value that holds for every point
  std::vector<double> numbers;           // one of the two is filled
  std::vector<std::string> texts;

  [[nodiscard]] bool is_text() const { return !texts.empty(); }
};

struct ResultColumn {
  std::string name, unit, doc;
  std::vector<std::string> choices;  // what the codes 0, 1, ... mean; empty for numbers
  StoredValues values;
};

class ResultReader {
 public:
  // Throws UserError where the file is not there or is no result file, MachineError
  // where it cannot be read.
  explicit ResultReader(const std::string& path);

  [[nodiscard]] const std::string& path() const { return path_; }
  [[nodiscard]] const std::string& question() const { return question_; }
  [[nodiscard]] std::uint64_t points() const { return points_; }
  [[nodiscard]] const std::vector<ResultDimension>& dimensions() const { return dimensions_; }
  [[nodiscard]] const std::vector<ResultCoordinate>& coordinates() const { return coordinates_; }
  [[nodiscard]] const std::vector<ResultColumn>& columns() const { return columns_; }
  [[nodiscard]] const std::vector<std::string>& status_names() const { return status_names_; }  // by value

  [[nodiscard]] const ResultCoordinate* find_coordinate(std::string_view name) const;
  [[nodiscard]] const ResultColumn* find_column(std::string_view name) const;
  // All names of coordinates and columns, for suggestions.
  [[nodiscard]] std::vector<std::string_view> names() const;

  // The values of points [first, first + out.size()).
  void read_status(std::uint64_t first, std::span<std::uint8_t> out) const;
  void read_column(const ResultColumn& column, std::uint64_t first, std::span<float> out) const;

 private:
  void read_description();

  std::string path_, question_;
  DataFile data_;
  std::uint64_t points_ = 1;
  StoredValues status_;
  std::vector<ResultDimension> dimensions_;
  std::vector<ResultCoordinate> coordinates_;
  std::vector<ResultColumn> columns_;
  std::vector<std::string> status_names_;
};

}  // namespace trainsweep
