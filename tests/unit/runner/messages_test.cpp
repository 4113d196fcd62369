// What the reader says about wrong configs, to the character: each tests/messages/x.toml
// is read against the toy engine's catalogue, and must give tests/messages/x.txt.
// Lines "# --set KEY=VALUE" at its top are given as options. `messages_test --update`
// writes the .txt files anew: read the diff.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "tests/support/toy_catalog.hpp"

namespace trainsweep {
namespace {

namespace fs = std::filesystem;

const fs::path kFolder = fs::path(TRAINSWEEP_SOURCE_DIR) / "tests/messages";
bool updating = false;

std::string content(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

std::vector<std::string> options(const std::string& text) {
  constexpr std::string_view mark = "# --set ";
  std::vector<std::string> found;
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line) && line.starts_with(mark);)
    found.push_back(line.substr(mark.size()));
  return found;
}

class Messages : public testing::TestWithParam<std::string> {};

TEST_P(Messages, AreAsWritten) {
  const std::string text = content(kFolder / (GetParam() + ".toml"));
  const auto sweep = read_sweep({make_source(GetParam() + ".toml", text), options(text)}, toy::rules(), toy::catalog());
  ASSERT_FALSE(sweep) << "this file has no mistake";
  const std::string rendered = sweep.diagnostics().render();
  const fs::path expected = kFolder / (GetParam() + ".txt");
  if (updating) std::ofstream(expected, std::ios::binary) << rendered;
  EXPECT_EQ(rendered, content(expected));
}

std::vector<std::string> names(const std::string& ending) {
  std::vector<std::string> found;
  for (const auto& entry : fs::directory_iterator(kFolder)) {
    if (entry.path().extension() == ending) found.push_back(entry.path().stem().string());
  }
  std::sort(found.begin(), found.end());
  return found;
}

INSTANTIATE_TEST_SUITE_P(Files, Messages, testing::ValuesIn(names(".toml")),
                         [](const auto& file) { return file.param; });

TEST(MessageFiles, HaveNoOrphans) { EXPECT_EQ(names(".toml"), names(".txt")); }
TEST(MessageFiles, AreMany) { EXPECT_GE(names(".toml").size(), 45u); }

}  // namespace
}  // namespace trainsweep

int main(int argc, char** argv) {
  testing::InitGoogleTest(&argc, argv);
  trainsweep::updating = argc > 1 && std::string_view(argv[1]) == "--update";
  return RUN_ALL_TESTS();
}
