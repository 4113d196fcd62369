// The configs that ship, and the examples of configs/README.md, read against the real
// schema and catalogue.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "runner/catalog_folder.hpp"
#include "runner/sweep_reader.hpp"

namespace trainsweep {
namespace {

namespace fs = std::filesystem;

const fs::path kConfigs = fs::path(TRAINSWEEP_SOURCE_DIR) / "configs";

const RecordStore& catalog() {
  static const RecordStore store = read_catalog((kConfigs / "catalog").string(), training_schema()).value_or_throw();
  return store;
}

Checked<Sweep> read(const Source& source, const RecordStore& store) {
  return read_sweep({source, {}}, {training_schema(), training_complaints}, store);
}

std::string content(const fs::path& path) {
  std::ifstream file(path);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

// The fenced blocks of a Markdown text that are in `language`.
std::vector<std::string> blocks(const std::string& markdown, const std::string& language) {
  std::vector<std::string> found;
  std::istringstream lines(markdown);
  bool inside = false, wanted = false;
  for (std::string line; std::getline(lines, line);) {
    if (line.starts_with("```")) {
      inside = !inside;
      wanted = inside && line == "```" + language;
      if (wanted) found.emplace_back();
    } else if (wanted) {
      found.back() += line + "\n";
    }
  }
  return found;
}

TEST(ConfigsReadme, ExamplesWork) {
  const auto examples = blocks(content(kConfigs / "README.md"), "toml");
  ASSERT_GE(examples.size(), 7u);
  for (const std::string& example : examples) {
    const auto sweep = read(make_source("README.md", example), catalog());
    EXPECT_TRUE(sweep) << example << (sweep ? "" : sweep.diagnostics().render());
  }
}

TEST(ConfigsReadme, MistakesReadAsShown) {
  const std::string wrong = "[fixed]\nmodel = \"llama3-8b\"\n[grid]\nchip = [64, 256]\noffer = [\"aws-tnr2\"]\n";
  const auto sweep = read(make_source("my.toml", wrong), catalog());
  ASSERT_FALSE(sweep);
  EXPECT_EQ(sweep.diagnostics().render(), blocks(content(kConfigs / "README.md"), "").back());
}

TEST(Sweeps, AreReadAndTheirResolvedTextNeedsNoCatalogue) {
  std::size_t count = 0;
  for (const auto& entry : fs::directory_iterator(kConfigs / "sweeps")) {
    if (entry.path().extension() != ".toml") continue;
    SCOPED_TRACE(entry.path().string());
    ++count;
    const auto sweep = read(make_source(entry.path().string(), content(entry.path())), catalog());
    ASSERT_TRUE(sweep) << sweep.diagnostics().render();
    EXPECT_FALSE(sweep.value().spec.question.empty()) << "each opens with the question that it answers";
    const auto again = read(make_source("resolved", sweep.value().spec.resolved), RecordStore(training_schema()));
    ASSERT_TRUE(again) << again.diagnostics().render();
    EXPECT_EQ(again.value().spec.resolved, sweep.value().spec.resolved);
    EXPECT_EQ(again.value().spec.catalog_sha256, sweep.value().spec.catalog_sha256);
    EXPECT_EQ(again.value().spec.points(), sweep.value().spec.points());
  }
  EXPECT_GE(count, 5u);
}

TEST(Complaints, NameAFieldThatIsNotGiven) {
  const auto sweep = read(make_source("x.toml",
                                      "[fixed]\nmodel = \"m\"\noffer = \"aws-p5-h100\"\nchips = 8\n"
                                      "[catalog.models.m]\nlike = \"llama3-8b\"\nwindowed_share = 1\n"),
                          catalog());
  ASSERT_FALSE(sweep);
  EXPECT_NE(sweep.diagnostics().render().find(
                "x.toml:5:17: error: model `m`: `attention_window` must be given where layers are windowed"),
            std::string::npos)
      << sweep.diagnostics().render();
}

}  // namespace
}  // namespace trainsweep
