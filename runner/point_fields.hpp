// Fields: what commands show of a point, which is columns and coordinates by name, and
// the remarks that they share.
#pragma once

#include <ostream>
#include <string>
#include <vector>

#include "runner/point_scan.hpp"
#include "runner/result_reader.hpp"
#include "runner/text_table.hpp"

namespace trainsweep {

struct Field {
  const ResultColumn* column = nullptr;
  const ResultCoordinate* coordinate = nullptr;  // where it is no column

  [[nodiscard]] Heading heading() const;
  // Whether cells are words, and not numbers.
  [[nodiscard]] bool has_words() const;
};

// One field a name, each once. Throws UserError for what the file has not.
[[nodiscard]] std::vector<Field> find_fields(const ResultReader& file, const std::vector<std::string>& names);

// Axes along which the file has more than one value, in its order.
[[nodiscard]] std::vector<std::string> axis_names(const ResultReader& file);

// What a field has at `point`, whose index along each dimension is `index`.
[[nodiscard]] Cell cell_of(const ResultReader& file, const Field& field, std::uint64_t point,
                           const std::vector<std::uint64_t>& index);

// A code of a column as its word; no value where it has none.
[[nodiscard]] Cell word_of(const ResultColumn& column, float code);

// "past_deadline" for 7, as the file has it.
[[nodiscard]] std::string status_text(const ResultReader& file, std::size_t status);

// Says to `notes` that points are missing from an unfinished file.
void note_half_done(const StatusCounts& seen, std::string_view consequence, std::ostream& notes);
// Says to `notes` that no point was found, and what became of those that were looked at.
void note_no_point(const ResultReader& file, const StatusCounts& seen, std::ostream& notes);

}  // namespace trainsweep
