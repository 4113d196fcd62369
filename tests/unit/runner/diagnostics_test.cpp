#include "runner/diagnostics.hpp"

#include <gtest/gtest.h>

#include "runner/checked.hpp"

namespace trainsweep {
namespace {

TEST(Diagnostics, ShowPlaceLineCaretAndHelp) {
  const Source file = make_source("sweeps/x.toml", "[grid]\ntensor_paralel = [1, 2]\n");
  Diagnostics errors;
  errors.add({file, 2, 1, 14}, "unknown axis `tensor_paralel`", "use `tensor_parallel`");
  EXPECT_EQ(errors.render(),
            "sweeps/x.toml:2:1: error: unknown axis `tensor_paralel`\n"
            "    2 | tensor_paralel = [1, 2]\n"
            "      | ^^^^^^^^^^^^^^\n"
            "      = help: use `tensor_parallel`\n"
            "1 error; nothing was run\n");
}

TEST(Diagnostics, StandInOrderOfPositionWhateverTheOrderTheyWereFound) {
  const Source file = make_source("x.toml", "a\nb\n");
  Diagnostics errors;
  errors.add({file, 2, 1, 1}, "second");
  errors.add({file, 0, 0, 0}, "the file as a whole");
  errors.add({file, 1, 1, 1}, "first");
  EXPECT_EQ(errors.render(),
            "x.toml: error: the file as a whole\n"
            "x.toml:1:1: error: first\n    1 | a\n      | ^\n"
            "x.toml:2:1: error: second\n    2 | b\n      | ^\n"
            "3 errors; nothing was run\n");
}

TEST(Diagnostics, NameAnArgumentByItsOption) {
  Diagnostics errors;
  errors.add({make_argument("--set", "fixed.size=0"), 1, 12, 1}, "`size` is 0");
  EXPECT_EQ(errors.render(),
            "--set: error: `size` is 0\n      | fixed.size=0\n      |            ^\n1 error; nothing was run\n");
}

TEST(Diagnostics, CountColumnsInCharacters) {
  Diagnostics errors;
  errors.add({make_source("x.toml", "é\t= 1"), 1, 5, 1}, "here");
  EXPECT_NE(errors.render().find("    1 | é = 1\n      |     ^\n"), std::string::npos) << errors.render();
}

TEST(Diagnostics, ShowNothingThatATerminalWouldObey) {
  Diagnostics errors;
  errors.add({make_source("x\x1b[2J.toml", "\x1b[31m\xff\xc2\x9b = 1\r\n"), 1, 1, 1},
             "unknown axis " + ticked("\x1b[31m"));
  const std::string text = errors.render();
  EXPECT_EQ(text.find('\x1b'), std::string::npos);
  EXPECT_EQ(text.find('\xff'), std::string::npos);
  EXPECT_EQ(text.find('\r'), std::string::npos);
  EXPECT_EQ(text.find("\xc2\x9b"), std::string::npos);
}

TEST(Diagnostics, CutALongLineAroundTheCaret) {
  Diagnostics errors;
  errors.add({make_source("x.toml", std::string(5000, 'a') + "HERE" + std::string(5000, 'b')), 1, 5001, 4}, "long");
  const std::string text = errors.render();
  EXPECT_LT(text.size(), 400u);
  EXPECT_NE(text.find("      | " + std::string(63, ' ') + "^^^^\n"), std::string::npos) << text;
}

TEST(Diagnostics, CaretPastTheEndOfTheLineStandsBehindIt) {
  Diagnostics errors;
  errors.add({make_source("x.toml", "a ="), 1, 9, 5}, "value missing");
  EXPECT_NE(errors.render().find("    1 | a =\n      |    ^\n"), std::string::npos) << errors.render();
}

TEST(Diagnostics, BeyondAHundredAreCounted) {
  const Source file = make_source("x.toml", "a");
  Diagnostics errors;
  for (int i = 0; i < 250; ++i) errors.add({file, 0, 0, 0}, "bad");
  EXPECT_NE(errors.render().find("... and 150 more\n250 errors; nothing was run\n"), std::string::npos);
}

TEST(Source, KnowsItsLines) {
  const SourceText text{"x", "one\r\n\nthree", false};
  EXPECT_EQ(text.line(1), "one");
  EXPECT_EQ(text.line(2), "");
  EXPECT_EQ(text.line(3), "three");
  EXPECT_EQ(text.line(4), "");
}

TEST(Ticked, ShortensLongNames) { EXPECT_EQ(ticked(std::string(500, 'x')), "`" + std::string(80, 'x') + "...`"); }

TEST(Checked, HoldsAValueOrThrowsTheRenderedDiagnostics) {
  EXPECT_EQ(Checked<int>(7).value_or_throw(), 7);
  Diagnostics errors;
  errors.add({}, "bad");
  Checked<int> wrong(errors);
  EXPECT_FALSE(wrong);
  try {
    static_cast<void>(std::move(wrong).value_or_throw());
    FAIL();
  } catch (const UserError& error) {
    EXPECT_STREQ(error.what(), "error: bad\n1 error; nothing was run");
  }
}

}  // namespace
}  // namespace trainsweep
