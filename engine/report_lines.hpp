// Report lines: numbers as people read them, and a table of label, value, unit and note.
#pragma once

#include <string>

#include "engine/engine.hpp"

namespace trainsweep::engine {

// 0.01234 -> "0.01234", 1234567 -> "1,234,567": four significant digits at least.
[[nodiscard]] std::string number(double x);
// 0.0123 -> "1.2 %"
[[nodiscard]] std::string percent(double share);

class Lines {
 public:
  Lines(std::string title, std::vector<std::string> header) {
    table_.title = std::move(title);
    table_.header = std::move(header);
  }

  void add(std::string label, double value, std::string unit, std::string note = "") {
    table_.rows.push_back({std::move(label), number(value), std::move(unit), std::move(note)});
  }
  // A line of a sum, with its share of the whole.
  void share(std::string label, double value, double whole, std::string unit) {
    table_.rows.push_back({std::move(label), number(value), std::move(unit), percent(value / whole)});
  }
  void note(std::string text) { table_.notes.push_back(std::move(text)); }
  [[nodiscard]] ReportTable done() { return std::move(table_); }

 private:
  ReportTable table_;
};

}  // namespace trainsweep::engine
