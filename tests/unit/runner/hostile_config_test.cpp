// Whatever stands in a config's place, or in it: a clear message for the user, and
// never a crash or a fault of ours.
#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <random>

#include "runner/catalog_folder.hpp"
#include "tests/support/toy_catalog.hpp"

namespace trainsweep {
namespace {

namespace fs = std::filesystem;

class HostileConfig : public testing::Test {
 protected:
  HostileConfig() : folder_(fs::temp_directory_path() / ("trainsweep-hostile-" + std::to_string(::getpid()))) {
    fs::create_directories(folder_);
  }
  ~HostileConfig() override { fs::remove_all(folder_); }

  std::string write(const std::string& name, const std::string& text) {
    std::ofstream(folder_ / name, std::ios::binary) << text;
    return (folder_ / name).string();
  }
  // What a user reads; UserError is exit status 2.
  static std::string message(const std::string& path) {
    try {
      static_cast<void>(read_sweep_file(path, {}, toy::rules(), toy::catalog()).value_or_throw());
    } catch (const UserError& error) {
      return error.what();
    }
    return "";
  }

  fs::path folder_;
};

TEST_F(HostileConfig, AMissingFile) {
  const std::string path = (folder_ / "nowhere.toml").string();
  EXPECT_EQ(message(path), path + ": error: cannot read it: there is no such file\n1 error; nothing was run");
}

TEST_F(HostileConfig, AFolder) {
  EXPECT_EQ(message(folder_.string()),
            folder_.string() + ": error: cannot read it: it is a folder\n1 error; nothing was run");
}

TEST_F(HostileConfig, ALoopOfSymbolicLinks) {
  fs::create_symlink(folder_ / "b.toml", folder_ / "a.toml");
  fs::create_symlink(folder_ / "a.toml", folder_ / "b.toml");
  EXPECT_NE(message((folder_ / "a.toml").string()).find("its symbolic links lead in a circle"), std::string::npos);
}

TEST_F(HostileConfig, NamesThatNoFileHas) {
  EXPECT_NE(message(""), "");
  EXPECT_NE(message(std::string(10000, 'a')), "");
  EXPECT_EQ(message("a\x1b[2Jb").find('\x1b'), std::string::npos);
}

TEST_F(HostileConfig, AnEndlessFile) { EXPECT_NE(message("/dev/zero").find("more than 16 MiB"), std::string::npos); }

TEST_F(HostileConfig, AThousandMistakesAreCounted) {
  std::string text = "[fixed]\n";
  for (int i = 0; i < 1000; ++i) text += "wrong" + std::to_string(i) + " = 1\n";
  const std::string said = message(write("many.toml", text));
  EXPECT_NE(said.find("... and 903 more\n1003 errors; nothing was run"), std::string::npos)
      << said.substr(said.size() - 200);
}

// Each byte of a good config in turn is broken, cut off or doubled: it is read or refused.
TEST_F(HostileConfig, BrokenBytes) {
  const std::string good =
      "[sweep]\nquestion = \"q\"\n[fixed]\nmodel = \"cup\"\n[grid]\nsize = { from = 8, to = 64, count = 4, scale = "
      "\"log2\" }\n"
      "offer = { seller = [\"ann\"] }\n[[zip]]\nname = \"z\"\nvalues = { factor = [1, 2], batch = [3, 4] }\n"
      "[catalog.parts.p]\nlike = \"slow\"\npace = { value = 3, unit = \"1/s\" }\n";
  ASSERT_TRUE(toy::read(good)) << toy::read(good).diagnostics().render();
  std::mt19937 random(7);
  const std::string bytes("\"'[]{}=,.#\n\\\x80\xff\0-9e\x1b", 20);
  for (std::size_t i = 0; i < good.size(); ++i) {
    std::string broken = good;
    broken[i] = bytes[random() % bytes.size()];
    static_cast<void>(toy::read(broken));
    static_cast<void>(toy::read(good.substr(0, i)));
    static_cast<void>(toy::read(good.substr(0, i) + good.substr(i / 2)));
  }
}

TEST_F(HostileConfig, BrokenSettings) {
  const std::string good = "[fixed]\nmodel = \"cup\"\nmachine = \"small\"\nsize = 8\n";
  for (const std::string setting : {"",
                                    "=",
                                    "==",
                                    ".=1",
                                    "a",
                                    "a=",
                                    "fixed.=1",
                                    "fixed..size=1",
                                    "fixed.size=",
                                    "fixed.size=\n1",
                                    "fixed.size=1\n[grid]",
                                    "fixed.size=1 # x",
                                    "[fixed]=1",
                                    "\"fixed\".size=1",
                                    "fixed={size=1}",
                                    "grid.size={}",
                                    "grid={}",
                                    "fixed.size.x=1",
                                    "catalog.parts=1",
                                    "catalog=1",
                                    "\x1b=\xff",
                                    "#=1",
                                    "[fixed]#=1",
                                    "[fixed]#=word"}) {
    const auto sweep = toy::read(good, {setting});
    const std::string said = sweep ? "" : sweep.diagnostics().render();
    EXPECT_EQ(said.find('\x1b'), std::string::npos);
  }
}

TEST_F(HostileConfig, ASettingThatIsAComment) {
  for (const std::string setting : {"#=1", "#=word", "[fixed]#=1", "[fixed]#=word"}) {
    const auto sweep = toy::read("[fixed]\nmodel = \"cup\"\nmachine = \"small\"\nsize = 8\n", {setting});
    ASSERT_FALSE(sweep) << setting;
    EXPECT_NE(sweep.diagnostics().render().find(setting.front() == '#' ? "is not KEY=VALUE" : "error: "), std::string::npos);
  }
}

TEST_F(HostileConfig, ACatalogueThatIsNone) {
  const auto said = [](const std::string& folder) {
    const auto store = read_catalog(folder, toy::schema());
    return store ? "" : store.diagnostics().render();
  };
  EXPECT_NE(said((folder_ / "nowhere").string()).find("cannot read the catalogue folder"), std::string::npos);
  EXPECT_NE(said(folder_.string()).find("the folder has no .toml files"), std::string::npos);
  write("a.toml", "[catalog.parts.p]\nsource = \"s\"\nmaker = \"m\"\npace = 1\n");
  EXPECT_EQ(said(folder_.string()), "");
  write("b.toml", "[catalog.parts.p]\nsource = \"s\"\nmaker = \"m\"\npace = 1\n[grid]\n");
  const std::string text = said(folder_.string());
  EXPECT_NE(text.find("part `p` is defined twice"), std::string::npos) << text;
  EXPECT_NE(text.find("help: first at " + (folder_ / "a.toml").string() + ":1:16"), std::string::npos) << text;
  EXPECT_NE(text.find("unknown key `grid` in a catalogue file"), std::string::npos) << text;
}

TEST(FindCatalogFolder, TakesTheOptionThenTheEnvironment) {
  EXPECT_EQ(find_catalog_folder("/some/where"), "/some/where");
  ::setenv("TRAINSWEEP_CATALOG", "/else/where", 1);
  EXPECT_EQ(find_catalog_folder(""), "/else/where");
  ::unsetenv("TRAINSWEEP_CATALOG");
  EXPECT_TRUE(fs::is_directory(find_catalog_folder("")));
}

}  // namespace
}  // namespace trainsweep
