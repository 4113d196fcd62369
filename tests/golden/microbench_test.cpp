// The engine's laws of products, attention and collectives against measured ones, with
// the catalogue's numbers, and the error of each chip pinned in
// data/microbench_errors.txt. No change of a law or a number goes unseen; after an
// intended one run `microbench_golden --update` and read the diff.
//
// The samples in data/ are drawn at random from the measurements that the numbers were
// fitted to (analysis/calibration): this is no test of prediction, but of the engine
// computing what was fitted.

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <fstream>
#include <functional>
#include <iomanip>
#include <map>
#include <sstream>
#include <string>
#include <vector>

#include "engine/layer.hpp"
#include "tests/support/catalog_numbers.hpp"
#include "tests/support/engine_records.hpp"

namespace trainsweep::engine {
namespace {

bool update = false;
const std::string kData = std::string(TRAINSWEEP_SOURCE_DIR) + "/tests/golden/data/";
const std::string kCatalog = std::string(TRAINSWEEP_SOURCE_DIR) + "/configs/catalog";

using Row = std::map<std::string, std::string>;

std::vector<std::string> split(const std::string& line) {
  std::vector<std::string> cells;
  std::istringstream in(line);
  for (std::string cell; std::getline(in, cell, ',');) cells.push_back(cell);
  return cells;
}

std::vector<Row> read_csv(const std::string& name) {
  std::ifstream file(kData + name);
  std::vector<std::string> header;
  std::vector<Row> rows;
  for (std::string line; std::getline(file, line);) {
    if (line.starts_with('#')) continue;
    const std::vector<std::string> cells = split(line);
    if (header.empty()) {
      header = cells;
      continue;
    }
    Row row;
    for (std::size_t i = 0; i < header.size(); ++i) row[header[i]] = cells.at(i);
    rows.push_back(row);
  }
  return rows;
}

double number(const Row& row, const std::string& column) { return std::stod(row.at(column)); }

// Only the catalogue's numbers that the engine knows of this record: typed as a test's.
template <class Rows>
std::vector<double> record_values(const Rows& rows, const std::string& kind, const std::string& name) {
  const std::map<std::string, double> numbers = trainsweep::testing::catalog_numbers(kCatalog, kind, name);
  std::vector<double> values;
  for (const auto& row : rows) {
    const auto found = numbers.find(std::string(row.property.name));
    values.push_back(found == numbers.end() ? row.property.fallback : found->second);
  }
  return values;
}

// The measurements are short: the sustained share, which is for long training, is not in them.
Chip measured_chip(const std::string& name) {
  Chip chip = make(kChipFields, std::span<const double>(record_values(kChipFields, "chips", name)));
  chip.sustained_share = 1;
  return chip;
}
System measured_system(const std::string& name) {
  return make(kSystemFields, std::span<const double>(record_values(kSystemFields, "systems", name)));
}

double product_seconds(const Row& row) {
  const Chip chip = measured_chip(row.at("chip"));
  const std::string& format = row.at("precision");
  const Precision precision = format == "bf16" ? Precision::bf16 : format == "fp8" ? Precision::fp8 : Precision::fp4;
  const Product p{number(row, "m"), number(row, "n"), number(row, "k")};
  const double bytes_in = format == "bf16" ? 2 : format == "fp8" ? 1 : 0.5;
  const Time product = MatmulLaw(chip, precision).time(p, bytes_in, 2);
  // The measured kernel quantizes its left operand first.
  const double cast = precision == Precision::bf16 ? 0 : cast_bytes(chip, precision);
  return (product + p.m * p.k * cast * byte / (chip.memory_bandwidth * chip.memory_bandwidth_share)) / second;
}

double attention_seconds(const Row& row) {
  const double heads = number(row, "heads"), width = number(row, "head_dim"), length = number(row, "length");
  const Chip chip = measured_chip(row.at("chip"));
  const Architecture model = resolve(testing::model(testing::llama3_8b_values({{"heads", heads},
                                                                               {"kv_heads", number(row, "kv_heads")},
                                                                               {"head_dim", width},
                                                                               {"hidden", heads * width},
                                                                               {"sequence_length", length}})));
  const Job job = testing::job(model, 1, {}, chip);
  const LayerLaws laws(job);
  const Time kernel = laws.layer({.micro_batch = number(row, "batch")}).forward.attention;
  // Beside it the measurement rotates q, k and v, and moves them and the output.
  const double moved = 2 * number(row, "batch") * length * width * (4 * heads + 4 * number(row, "kv_heads"));
  return (kernel + moved * byte / (chip.memory_bandwidth * chip.memory_bandwidth_share)) / second;
}

double collective_seconds(const Row& row) {
  const Network network(measured_system(row.at("system")));
  return network.gather({number(row, "gpus"), 1}).time(number(row, "bytes") * byte) / second;
}

struct Error {
  double mean = 0, median = 0, worst = 0;
};

Error error_of(std::vector<double> percents) {
  std::sort(percents.begin(), percents.end());
  Error e;
  for (const double p : percents) e.mean += p / static_cast<double>(percents.size());
  const std::size_t half = percents.size() / 2;
  e.median = percents.size() % 2 == 1 ? percents[half] : (percents[half - 1] + percents[half]) / 2;
  e.worst = percents.back();
  return e;
}

struct Set {
  std::string what, file;
  std::vector<std::string> group_by;
  double (*predict)(const Row&);
};

const std::vector<Set> kSets{
    {"product", "measured_matmul.csv", {"chip", "precision"}, product_seconds},
    {"attention", "measured_attention.csv", {"chip"}, attention_seconds},
    {"gather", "measured_collectives.csv", {"system"}, collective_seconds},
};

std::map<std::string, Error> errors(const Set& set) {
  std::map<std::string, std::vector<double>> percents;
  for (const Row& row : read_csv(set.file)) {
    std::string group = set.what;
    for (const std::string& column : set.group_by) group += " " + row.at(column);
    const double measured = number(row, "latency_ms") * 1e-3;
    percents[group].push_back(100 * std::abs(set.predict(row) / measured - 1));
  }
  std::map<std::string, Error> out;
  for (const auto& [group, values] : percents) out[group] = error_of(values);
  return out;
}

std::string report() {
  std::ostringstream out;
  out << std::fixed << std::setprecision(1);
  out << "absolute error of the engine's laws on a sample of their measurements, percent: mean, median, worst\n";
  for (const Set& set : kSets) {
    for (const auto& [group, e] : errors(set)) {
      out << std::left << std::setw(28) << group << std::right << std::setw(6) << e.mean << std::setw(6) << e.median
          << std::setw(6) << e.worst << '\n';
    }
  }
  return out.str();
}

TEST(Microbench, ErrorsAreThePinnedOnes) {
  const std::string path = kData + "microbench_errors.txt";
  if (update) std::ofstream(path) << report();
  std::ifstream file(path);
  const std::string pinned((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
  EXPECT_EQ(report(), pinned);
}

// Bounds a little above what the fits report over all large sizes (ten of each are
// here), against a wrong --update.
TEST(Microbench, LawsAreNearTheMeasurements) {
  for (const Set& set : kSets) {
    const std::map<std::string, Error> all = errors(set);
    ASSERT_GE(all.size(), 7u) << set.file;
    for (const auto& [group, e] : all) {
      EXPECT_LT(e.mean, 12) << group;
      EXPECT_LT(e.median, 11) << group;
    }
  }
}

}  // namespace

void rewrite_goldens() { update = true; }
}  // namespace trainsweep::engine

int main(int argc, char** argv) {
  testing::InitGoogleTest(&argc, argv);
  if (argc > 1 && std::string(argv[1]) == "--update") trainsweep::engine::rewrite_goldens();
  return RUN_ALL_TESTS();
}
