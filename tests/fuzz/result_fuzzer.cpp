// A result file with any damage: every command that reads one has an answer or a message.
//
// The input is a byte that chooses the command, and patches to a good file: each 4 bytes
// of place, 1 of length, and the new bytes. For one choice in sixteen, as it is slow (see
// trial.hpp), the file ends at a patch of no length. Where the seal is cut off only bytes
// that a sweep writes are patched: others are HDF5's to survive, and it does not.
#include <algorithm>
#include <cstring>
#include <fstream>
#include <sstream>

#include "runner/exit_status.hpp"
#include "runner/result_file.hpp"
#include "runner/run_sweep.hpp"
#include "runner/seal.hpp"
#include "runner/sweep_status.hpp"
#include "runner/top.hpp"
#include "runner/verify.hpp"
#include "tests/fuzz/fuzz.hpp"
#include "tests/support/toy_sweep.hpp"

using namespace trainsweep;

// HDF5 loses memory where it gives up on a damaged file.
extern "C" const char* __lsan_default_suppressions() { return "leak:libhdf5"; }

namespace {

constexpr std::size_t kMostPatched = 16;  // bytes at once

SweepOptions options(Start start) {
  return {.output = fuzz::folder() + "/out.h5", .start = start, .fail_fast = false, .show_progress = false};
}

void run(Start start) {
  static MpiSession session;
  static const SweepSpec spec = toy::scenario("tiny");
  static const toy::ToyEngine engine(spec.records);
  (void)run_sweep(session, spec, toy::sweep_schema(), engine, options(start));
}

const std::string& good_file() {
  static const std::string bytes = [] {
    run(Start::overwrite);
    std::ifstream in(options(Start::fresh).output, std::ios::binary);
    return std::string(std::istreambuf_iterator<char>(in), {});
  }();
  return bytes;
}

std::string damaged(std::string_view input, bool may_cut) {
  std::string file = good_file();
  while (input.size() >= 5 && !file.empty()) {
    std::uint32_t place = 0;
    std::memcpy(&place, input.data(), sizeof place);
    const std::size_t at = place % file.size();
    const std::size_t length = static_cast<unsigned char>(input[4]) % (kMostPatched + 1);
    input.remove_prefix(5);
    if (length == 0 && may_cut) file.resize(at);
    const std::size_t patched = std::min({length, input.size(), file.size() - at});
    std::memcpy(file.data() + at, input.data(), patched);
    input.remove_prefix(std::min(length, input.size()));
  }
  return file;
}

// All bytes as in the good file but those that a sweep writes.
void restore_description(std::string& file) {
  static const std::vector<ByteRange> changing = [] {
    const ResultFile good = read_result_file(fuzz::write_file("good.h5", good_file()));
    return changing_ranges(good.layout, good.points, Units(good.cut).count());
  }();
  std::string restored = good_file().substr(0, file.size());
  for (const ByteRange& range : changing) {
    if (range.first >= file.size()) continue;
    restored.replace(range.first, range.length, file, range.first, range.length);
  }
  file = restored;
}

// Whatever is wrong with the file is the user's or the machine's, and never our fault.
template <class Body>
void attempt(Body body) {
  try {
    body();
  } catch (const UserError& error) {
    fuzz::require(*error.what() != '\0', "an empty message");
  } catch (const MachineError& error) {
    fuzz::require(*error.what() != '\0', "an empty message");
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  const std::string path = options(Start::fresh).output;
  if (size == 0) return 0;
  std::string file = damaged(fuzz::text_of(data + 1, size - 1), data[0] / 16 == 0);
  std::filesystem::remove(path);  // a new inode: HDF5 knows files by it
  static_cast<void>(fuzz::write_file("out.h5", file));
  if (check_seal(DataFile(path, DataFile::Access::read)) == Seal::none) {
    restore_description(file);
    static_cast<void>(fuzz::write_file("out.h5", file));
  }
  std::ostringstream out;
  attempt([&] {
    switch (data[0] % 16) {
      case 0: run(Start::resume); break;  // takes five times as long as another
      case 1: print_top({.file = path, .names = true}, out, out); break;
      case 2: print_top({.file = path, .by = "time_s", .per = {"offer"}}, out, out); break;
      case 3: case 4: out << describe(verify(path)); break;
      default: out << describe(read_sweep_status(path));
    }
  });
  return 0;
}
