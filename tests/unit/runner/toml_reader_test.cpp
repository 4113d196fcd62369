#include "runner/toml_reader.hpp"

#include <gtest/gtest.h>

namespace trainsweep {
namespace {

TomlValue parse(const std::string& text) {
  Diagnostics errors;
  auto top = read_toml(make_source("x.toml", text), errors);
  EXPECT_TRUE(errors.empty()) << errors.render();
  return top ? *top : TomlValue{};
}

std::string complaint(const std::string& text) {
  Diagnostics errors;
  EXPECT_FALSE(read_toml(make_source("x.toml", text), errors));
  return errors.empty() ? "" : errors.render();
}

TEST(TomlReader, KeepsTheOrderOfTheFile) {
  const TomlValue top = parse("[grid]\nzebra = 1\napple = 2\nmango.a = 3\n[fixed]\n");
  ASSERT_EQ(top.entries.size(), 2u);
  EXPECT_EQ(top.entries[0].key, "grid");
  const auto& grid = top.entries[0].value.entries;
  ASSERT_EQ(grid.size(), 3u);
  EXPECT_EQ(grid[0].key, "zebra");
  EXPECT_EQ(grid[1].key, "apple");
  EXPECT_EQ(grid[2].key, "mango");
}

TEST(TomlReader, KnowsWhereKeysAndValuesStand) {
  const TomlValue top = parse("[grid]\n  size = [8, 16]\n  model = \"cup\"\n");
  const TomlEntry& size = top.entries[0].value.entries[0];
  EXPECT_EQ(size.at.line, 2u);
  EXPECT_EQ(size.at.column, 3u);
  EXPECT_EQ(size.at.length, 4u);
  EXPECT_EQ(size.value.at.column, 10u);
  EXPECT_EQ(size.value.at.length, 7u);
  EXPECT_EQ(size.value.items[1].at.column, 14u);
  EXPECT_EQ(size.value.items[1].at.length, 2u);
  EXPECT_EQ(top.entries[0].value.entries[1].value.at.length, 5u);
}

TEST(TomlReader, SaysWhereTheTextIsNoToml) {
  EXPECT_NE(complaint("[grid\nsize = 1").find("x.toml:1:"), std::string::npos);
  EXPECT_NE(complaint("a = 1\na = 2").find("x.toml:2:"), std::string::npos);
}

// The library asks of each character beyond ASCII whether it is a blank.
TEST(TomlReader, TakesNoLetterForABlank) {
  for (std::uint32_t c = 0xA1; c < 0x3000; c += 7) {
    const bool is_blank = c == 0x1680 || (c >= 0x2000 && c <= 0x200B) || c == 0x2028 || c == 0x2029 || c == 0x202F || c == 0x205F;
    const std::string letter = c < 0x800 ? std::string{static_cast<char>(0xC0 | c >> 6), static_cast<char>(0x80 | (c & 0x3F))}
                                         : std::string{static_cast<char>(0xE0 | c >> 12), static_cast<char>(0x80 | (c >> 6 & 0x3F)),
                                                       static_cast<char>(0x80 | (c & 0x3F))};
    if (is_blank) continue;
    EXPECT_NE(complaint("a = 1 " + letter), "") << std::hex << c;
    EXPECT_NE(complaint("a = 1 " + letter + "\nb = 2"), "") << std::hex << c;
  }
}

TEST(TomlReader, SurvivesHostileText) {
  EXPECT_NE(complaint("a = " + std::string(100000, '[')), "");
  EXPECT_NE(complaint("a = \"\xff\xfe\""), "");
  EXPECT_EQ(complaint("a = n\x01").find('\x01'), std::string::npos);
  EXPECT_EQ(complaint(std::string("a = tru\0e", 10)).find('\0'), std::string::npos);
  EXPECT_NE(complaint("[.a]"), "") << "an assertion of the library";
  std::string key = "a";
  for (int i = 0; i < 200000; ++i) key += ".a";
  EXPECT_NE(complaint(key + " = 1").find("a key of more than 16 parts"), std::string::npos);
  EXPECT_NE(complaint("[" + key + "]").find("a key of more than 16 parts"), std::string::npos);
  EXPECT_NE(complaint("x = { " + key + " = 1 }").find("a key of more than 16 parts"), std::string::npos);
}

TEST(TomlReader, DotsInTextAndCommentsAreNoKeys) {
  parse("# " + std::string(50, '.') + "\na = \"" + std::string(50, '.') + "\"\nb = \"\"\"\n" + std::string(50, '.') +
        "\"\"\"\nc = '" + std::string(50, '.') + "'\n");
}

TEST(TableReader, ReportsKeysThatNobodyTook) {
  const TomlValue top = parse("questoin = \"why\"\nname = 3\n");
  Diagnostics errors;
  TableReader table(top, "[sweep]", errors);
  EXPECT_EQ(table.take_text("question"), nullptr);
  EXPECT_EQ(table.take_text("name"), nullptr);
  table.finish();
  ASSERT_EQ(errors.size(), 2u);
  EXPECT_EQ(errors.items()[0].message, "`name` is 3, but must be text in quotes");
  EXPECT_EQ(errors.items()[1].message, "unknown key `questoin` in [sweep]");
  EXPECT_EQ(errors.items()[1].help, "use `question`");
}

TEST(ReadSource, SaysWhatStandsInPlaceOfAFile) {
  EXPECT_NE(read_source("/nowhere/x.toml").diagnostics().render().find("there is no such file"), std::string::npos);
  EXPECT_NE(read_source("/tmp").diagnostics().render().find("it is a folder"), std::string::npos);
  EXPECT_NE(read_source("/dev/zero").diagnostics().render().find("more than 16 MiB"), std::string::npos);
}

}  // namespace
}  // namespace trainsweep
