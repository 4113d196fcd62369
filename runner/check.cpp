#include "runner/check.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <fstream>
#include <limits>
#include <numeric>

#include "runner/inner_batches.hpp"
#include "runner/progress.hpp"
#include "runner/property_value.hpp"
#include "runner/record_store.hpp"
#include "runner/text_table.hpp"
#include "runner/unit_writer.hpp"

namespace trainsweep {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::uint64_t kMostTimed = 256;
constexpr std::size_t kMostNamed = 4;    // values of a dimension that are written out
constexpr std::size_t kMostListed = 60;  // characters of them
// Open MPI's own memory in a rank on one node, as measured.
constexpr double kMpiBytes = 35e6;

double seconds_since(Clock::time_point start) { return std::chrono::duration<double>(Clock::now() - start).count(); }

// Visits searches far apart first, each once: steps of the golden ratio, made coprime.
std::uint64_t spread_step(std::uint64_t count) {
  auto step = static_cast<std::uint64_t>(static_cast<double>(count) * 0.6180339887498949);
  step = std::max<std::uint64_t>(step, 1);
  while (std::gcd(step, count) != 1) ++step;
  return step;
}

// Times the account of one batch of the first slot under a plan; seconds a point.
double account_seconds(const Grid& grid, const Schema& schema, const Engine& engine, const std::vector<double>& plan,
                       std::vector<double> point) {
  InnerBatches batches(grid.inner_dimensions());
  const std::uint64_t count = batches.prepare(0, InnerBatches::kBatch, point);
  std::vector<float> values(count * schema.columns.size());
  std::vector<std::uint8_t> status(count);
  std::vector<ColumnOut> out;
  for (std::size_t c = 0; c < schema.columns.size(); ++c) out.push_back({c, values.data() + c * count});
  const auto start = Clock::now();
  engine.account(point, plan, batches.varying(), count, status.data(), out);
  return seconds_since(start) / static_cast<double>(count);
}

std::string value_name(const SweepSpec& spec, const Schema& schema, std::size_t axis, double value) {
  const Axis& row = schema.axes[axis];
  if (row.kind == Kind::reference)
    return spec.records[kind_index(schema, row.catalog)][static_cast<std::size_t>(value)].name;
  if (row.kind == Kind::choice) return std::string(row.choices[static_cast<std::size_t>(value)]);
  if (row.kind == Kind::flag) return property_text(row, value);
  return value == std::floor(value) ? number_text(value) : fmt::format("{:.6g}", value);
}

// "8, 16, 32 ... 1024".
std::string values_text(const SweepSpec& spec, const Schema& schema, const Dimension& dimension) {
  const std::size_t size = dimension.size();
  const auto name = [&](std::size_t i) {
    if (!dimension.labels.empty()) return dimension.labels[i];
    if (dimension.axes.size() == 1) return value_name(spec, schema, dimension.axes[0], dimension.values[0][i]);
    std::string text;
    for (std::size_t a = 0; a < dimension.axes.size(); ++a) {
      text += (a > 0 ? "/" : "") + value_name(spec, schema, dimension.axes[a], dimension.values[a][i]);
    }
    return text;
  };
  std::string text = name(0);
  std::size_t i = 1;
  for (; i < std::min(size, kMostNamed) && text.size() < kMostListed; ++i) text += ", " + name(i);
  if (i < size) text += (i + 1 == size ? ", " : " ... ") + name(size - 1);
  return text;
}

std::string_view stage_text(Stage stage) {
  return stage == Stage::plan ? "plan" : stage == Stage::both ? "plan and account" : "account";
}

void print_dimensions(const SweepSpec& spec, const Schema& schema, std::ostream& out) {
  std::vector<std::vector<std::string>> rows{{"dimension", "values", "read by", ""}};
  for (const Dimension& dimension : spec.dimensions) {
    rows.push_back({dimension.name, number_text(static_cast<double>(dimension.size())),
                    std::string(stage_text(dimension.stage)), values_text(spec, schema, dimension)});
  }
  out << aligned(rows, {Align::left, Align::right, Align::left, Align::left}) << '\n';
}

// "2 parts, 1 machine".
std::string records_text(const SweepSpec& spec, const Schema& schema) {
  std::string text;
  for (std::size_t kind = 0; kind < spec.records.size(); ++kind) {
    const std::size_t count = spec.records[kind].size();
    const Catalog& catalog = schema.catalogs[kind];
    if (count == 0) continue;
    text += fmt::format("{}{} {}", text.empty() ? "" : ", ", count, count == 1 ? catalog.singular : catalog.name);
  }
  return text.empty() ? "none" : text;
}

void print_times(const SweepSize& size, const TimeSample& sample, std::vector<std::vector<std::string>>& rows) {
  std::string times;
  for (const std::uint64_t ranks : {1, 2, 8, 64}) {
    const double seconds = estimated_seconds(size, sample, ranks);
    times += fmt::format("{}{} with {} rank{}", times.empty() ? "" : ", ",
                         seconds < 1 ? "under 1 s" : describe_seconds(seconds), ranks, ranks == 1 ? "" : "s");
  }
  rows.push_back({"time", "about " + times});
  rows.push_back(
      {"",
       fmt::format(
           "from {} of {} searches, timed here: {:.3g} ms each, the longest {:.3g} ms; {:.3g} us to account a point",
           number_text(static_cast<double>(sample.searches)), number_text(static_cast<double>(size.searches)),
           sample.mean_seconds * 1e3, sample.longest_seconds * 1e3, sample.point_seconds * 1e6)});
  if (sample.count.space > 0) {
    const double timed = static_cast<double>(sample.searches);
    rows.push_back({"", fmt::format("a search has {} plans to choose from, of which it evaluates {}",
                                    number_text(std::round(static_cast<double>(sample.count.space) / timed)),
                                    number_text(std::round(static_cast<double>(sample.count.evaluated) / timed)))});
  }
}

}  // namespace

std::string describe_bytes(double bytes) {
  for (const char* unit : {"B", "kB", "MB", "GB", "TB", "PB"}) {
    if (bytes < 999.5) return fmt::format("{:.3g} {}", bytes, unit);
    bytes /= 1000;
  }
  return fmt::format("{:.3g} EB", bytes);
}

SweepSize size_of(const SweepSpec& spec, const Grid& grid) {
  SweepSize size;
  size.points = grid.points();
  size.searches = grid.searches();
  size.units = Units(choose_cut(grid)).count();
  const std::uint64_t width = spec.columns.size() * sizeof(float) + sizeof(std::uint8_t);
  const std::uint64_t most = std::numeric_limits<std::uint64_t>::max();
  size.bytes = size.points > most / width ? most : size.points * width;
  return size;
}

TimeSample time_sample(const Grid& grid, const Schema& schema, const Engine& engine, double budget_seconds) {
  TimeSample sample;
  const std::uint64_t searches = grid.searches();
  const std::uint64_t step = spread_step(searches);
  std::vector<double> point = grid.base();
  std::vector<double> plan(schema.plan_width);
  const auto begin = Clock::now();
  double total = 0, account = 0;
  std::uint64_t search = searches / 2;
  while (sample.searches < std::min(searches, kMostTimed)) {
    grid.fill_search(search, point);
    const auto start = Clock::now();
    engine.plan(point, plan, sample.count);
    const double seconds = seconds_since(start);
    total += seconds;
    sample.longest_seconds = std::max(sample.longest_seconds, seconds);
    account += account_seconds(grid, schema, engine, plan, point);
    ++sample.searches;
    search = (search + step) % searches;
    if (seconds_since(begin) > budget_seconds) break;
  }
  const double timed = static_cast<double>(sample.searches);
  sample.mean_seconds = total / timed;
  sample.point_seconds = account / timed;
  return sample;
}

double estimated_seconds(const SweepSize& size, const TimeSample& sample, std::uint64_t ranks) {
  const double work = sample.mean_seconds * static_cast<double>(size.searches) +
                      sample.point_seconds * static_cast<double>(size.points);
  const double at_work = static_cast<double>(std::min<std::uint64_t>(ranks, std::max<std::uint64_t>(size.units, 1)));
  return std::max(work / at_work, sample.longest_seconds);
}

double estimated_rank_bytes() {
  std::ifstream file("/proc/self/statm");
  double total = 0, resident = 0;
  file >> total >> resident;
  return resident * static_cast<double>(::sysconf(_SC_PAGESIZE)) + UnitWriter::kBufferBytes + kMpiBytes;
}

void print_check(const SweepSpec& spec, const Schema& schema, const Engine& engine, std::ostream& out) {
  const Grid grid(spec, engine);
  const SweepSize size = size_of(spec, grid);
  const TimeSample sample = time_sample(grid, schema, engine);
  if (!spec.question.empty()) out << spec.question << "\n\n";
  print_dimensions(spec, schema, out);
  const auto count = [](std::uint64_t n) { return number_text(static_cast<double>(n)); };
  std::vector<std::vector<std::string>> rows;
  rows.push_back({"points", count(size.points)});
  rows.push_back(
      {"searches", fmt::format("{}, each for {} points", count(size.searches),
                               number_text(static_cast<double>(size.points) / static_cast<double>(size.searches)))});
  rows.push_back({"records", records_text(spec, schema)});
  rows.push_back({"output", fmt::format("{} of {} columns and the status, {}", spec.columns.size(),
                                        schema.columns.size(), describe_bytes(static_cast<double>(size.bytes)))});
  rows.push_back({"memory", fmt::format("about {} a rank", describe_bytes(estimated_rank_bytes()))});
  print_times(size, sample, rows);
  out << aligned(rows, {Align::left, Align::left});
}

}  // namespace trainsweep
