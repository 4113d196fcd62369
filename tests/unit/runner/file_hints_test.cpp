// Run by mpirun: what reaches MPI when an output is made, seen from its profiling interface.
#include "runner/file_hints.hpp"

#include <gtest/gtest.h>
#include <mpi.h>
#include <sys/stat.h>

#include <array>
#include <fstream>
#include <map>

#include "runner/result_file.hpp"
#include "tests/support/sweep_fixture.hpp"

namespace {

struct Opened {
  std::string path;
  std::map<std::string, std::string> hints;
  ino_t inode = 0;
};
std::vector<Opened> opened;

ino_t inode_of(const std::string& path) {
  struct stat info {};
  return stat(path.c_str(), &info) == 0 ? info.st_ino : 0;
}

std::map<std::string, std::string> hints_of(MPI_Info info) {
  std::map<std::string, std::string> hints;
  int count = 0;
  if (info != MPI_INFO_NULL) MPI_Info_get_nkeys(info, &count);
  for (int i = 0; i < count; ++i) {
    std::array<char, MPI_MAX_INFO_KEY + 1> key{};
    std::array<char, MPI_MAX_INFO_VAL + 1> value{};
    int is_there = 0;
    MPI_Info_get_nthkey(info, i, key.data());
    MPI_Info_get(info, key.data(), MPI_MAX_INFO_VAL, value.data(), &is_there);
    hints[key.data()] = value.data();
  }
  return hints;
}

}  // namespace

int MPI_File_open(MPI_Comm comm, const char* path, int mode, MPI_Info info, MPI_File* file) {
  const int code = PMPI_File_open(comm, path, mode, info, file);
  opened.push_back({path, hints_of(info), inode_of(path)});
  return code;
}

namespace trainsweep {
namespace {

using FileHintsTest = SweepFixture;

// One test, as MPI can be started but once.
TEST_F(FileHintsTest, ReachMpiIoOnceAndTheFileThatItMadeIsTheOutput) {
  SweepSpec spec = toy::scenario("tiles");
  const toy::ToyEngine engine(spec.records);
  ASSERT_EQ(run(spec, engine, options(Start::overwrite)), ExitStatus::done);
  EXPECT_TRUE(opened.empty()) << "no hints, no MPI-IO";

  spec.hints = {.striping_factor = 8, .striping_unit = 1 << 16};
  std::ofstream(out_ + ".new") << "of a run that was killed";
  ASSERT_EQ(run(spec, engine, options(Start::overwrite)), ExitStatus::done);
  if (!session_.is_first()) return;
  ASSERT_EQ(opened.size(), 1U);
  EXPECT_EQ(opened[0].path, out_ + ".new");
  EXPECT_EQ(opened[0].hints, (std::map<std::string, std::string>{{"striping_factor", "8"}, {"striping_unit", "65536"}}));
  EXPECT_NE(opened[0].inode, 0U);
  EXPECT_EQ(inode_of(out_), opened[0].inode) << "HDF5 must not make another file in its place";
  EXPECT_EQ(std::distance(std::filesystem::directory_iterator(folder_), {}), 1) << "nothing is left behind";
  EXPECT_TRUE(read_result_file(out_).is_complete);
}

}  // namespace
}  // namespace trainsweep
