// The waist between the engine and everything else.
//
// Across it go names, units, documentation and blocks of doubles; neither files
// nor ranks come in, and no type of the physics goes out. The runner reads a
// Schema to know which axes, columns and catalogue records there are, gathers
// Records, builds an Engine from them, and then evaluates points in two stages:
//
//   plan     one point -> `plan_width` doubles     slow: searches for the best plan
//   account  that plan, and n values of the cheap axes -> n rows of columns   fast
//
// A point is one double for each axis, in the order of Schema::axes: a number in
// the axis's unit, the index of a choice, or the index of a record of the axis's
// catalogue. An axis that is not set holds NaN: its meaning stands in its doc.
//
// Example: with axes {model, chips, price} a point {2, 512, 1.5} is the third
// model record on 512 chips at 1.5. One call of plan() serves any number of
// prices.
//
// Everything here is pure: the same inputs give the same bits on every rank, for
// every split of the work, and calls may run in parallel.
#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace trainsweep {

inline constexpr double kNotSet = std::numeric_limits<double>::quiet_NaN();
inline constexpr double kUnbounded = std::numeric_limits<double>::infinity();

enum class Kind : std::uint8_t {
  number,     // any real in [least, most]
  integer,    // a whole number in [least, most]
  flag,       // true or false; 1 or 0 as a double
  choice,     // one of `choices`; its index as a double
  text,       // free text, for people and filters; the engine never sees it (NaN)
  reference,  // the name of a record of `catalog`; its index as a double
};

// One property of a catalogue record, or one axis of a sweep.
struct Property {
  std::string_view name{};  // the TOML key and the HDF5 name; ends in its unit where it has one
  std::string_view unit{};  // CF/UDUNITS spelling ("s", "d", "1", ...); empty for names and choices
  std::string_view doc{};   // one line, lower case, no full stop; the long_name in the file
  Kind kind = Kind::number;
  bool required = false;                        // must be given; otherwise `fallback` holds
  double fallback = kNotSet;                    // used where not given; NaN: stays unset
  double least = 0;                             // smallest value allowed
  double most = kUnbounded;                     // largest value allowed
  std::string_view catalog{};                   // kind reference: the catalogue it names a record of
  std::span<const std::string_view> choices{};  // kind choice: the words, in index order
};

// The stage that reads an axis first. `both` is an axis whose records have a part
// that the plan stage reads and a part that only the account stage reads: values
// of equal plan part share their searches (see Engine::plan_part).
enum class Stage : std::uint8_t { plan, both, account };

struct Axis : Property {
  Stage stage = Stage::plan;
};

struct Column {
  std::string_view name;
  std::string_view unit{};  // as Property::unit
  std::string_view doc;
  std::span<const std::string_view> choices{};  // a code: value i means choices[i]
  // How the value follows the pace of the work: 1 where it doubles when everything
  // runs twice as fast (a rate), -1 where it halves (a time), 0 for all others.
  int pace = 0;
};

struct Catalog {
  std::string_view name;      // "chips": the table [catalog.chips.NAME], the folder configs/catalog/chips
  std::string_view singular;  // "chip": how a message names one record
  std::span<const Property> fields;
  // What the engine can say about a record beyond its fields (see Engine::derived).
  std::span<const Property> derived;
};

// Of these axes at most one is given (in the grid, fixed or zipped): exactly one where required.
struct OneOf {
  std::span<const std::string_view> axes;
  bool required = true;
};

// Why a point has no values. Values are part of the file format: never renumber.
struct Status {
  std::uint8_t value;
  std::string_view name;  // one word with underscores: the CF flag meaning
  std::string_view doc;
};
inline constexpr std::uint8_t kNotEvaluated = 0;
inline constexpr std::uint8_t kOk = 1;

struct Schema {
  std::span<const Axis> axes;
  std::span<const Column> columns;
  std::span<const Catalog> catalogs;
  std::span<const Status> statuses;  // by value, ascending, from 0
  std::span<const OneOf> one_of;
  std::size_t plan_width;  // doubles in a plan; plan[0] is its status
};

// One record of a catalogue: `values` in the order of Catalog::fields, every
// optional field filled with its fallback, references as indices.
struct Record {
  std::string name;
  std::vector<double> values;
};
// records[c][i]: record i of catalogue c, in the order of Schema::catalogs.
using Records = std::vector<std::vector<Record>>;

// Something wrong with a record that no single field shows.
struct Complaint {
  std::size_t catalog;
  std::size_t record;
  std::string field;    // the field to point at; empty for the record as a whole
  std::string message;  // lower case, no full stop
};

struct SearchCount {
  std::uint64_t space = 0;      // plans in the whole search space
  std::uint64_t evaluated = 0;  // plans evaluated in full; the rest were pruned by bounds
};

// An axis that takes `values.size()` values in one call of account().
struct Varying {
  std::size_t axis;
  std::span<const double> values;
};

struct ColumnOut {
  std::size_t column;  // index in Schema::columns
  float* values;       // room for `count` values
};

// A report on one point, as text laid out in tables: explain() fills them, the
// caller prints them.
struct ReportTable {
  std::string title;
  std::vector<std::string> header;             // may be empty
  std::vector<std::vector<std::string>> rows;  // cells; the first is a label
  std::vector<std::string> notes;              // lines under the table
};

class Engine {
 public:
  virtual ~Engine() = default;

  // A token that says which part of an axis value the plan stage can tell apart:
  // two values of equal token always lead to equal plans. For an `account` axis all
  // share one.
  [[nodiscard]] virtual std::uint64_t plan_part(std::size_t axis, double value) const = 0;

  // The best plan at `point`. Requires point.size() == axes.size() and
  // plan.size() == plan_width. A point that cannot run is not an error: plan[0]
  // says why. Account axes of `point` are not read.
  virtual void plan(std::span<const double> point, std::span<double> plan, SearchCount& count) const = 0;

  // Rows [0, count) of the columns in `out` and their status, for `plan` (which
  // was made for `point`) and the account axes in `varying`, each of `count`
  // values; all other axes are as in `point`. Where status is not kOk the columns
  // are NaN.
  virtual void account(std::span<const double> point, std::span<const double> plan, std::span<const Varying> varying,
                       std::size_t count, std::uint8_t* status, std::span<const ColumnOut> out) const = 0;

  // Catalog::derived of a record, in that order.
  [[nodiscard]] virtual std::vector<double> derived(std::size_t catalog, std::size_t record) const = 0;

  // One point in full: time, memory, energy and money line by line, the best plans
  // and why others were refused.
  [[nodiscard]] virtual std::vector<ReportTable> explain(std::span<const double> point) const = 0;
};

// The model of large-language-model training: its schema, what is wrong with a
// set of records, and the engine on them. Requires complaints(records).empty().
[[nodiscard]] const Schema& training_schema();
[[nodiscard]] std::vector<Complaint> training_complaints(const Records& records);
[[nodiscard]] std::unique_ptr<Engine> make_training_engine(const Records& records);

}  // namespace trainsweep
