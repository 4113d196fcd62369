#include "runner/mpi_session.hpp"

#include <fmt/format.h>
#include <mpi.h>

#include <cstdint>
#include <cstdlib>
#include <exception>

#include "runner/exit_status.hpp"
#include "runner/launcher.hpp"

namespace trainsweep {
namespace {

void check(int code, const char* doing) {
  if (code == MPI_SUCCESS) return;
  char text[MPI_MAX_ERROR_STRING] = "";
  int length = 0;
  MPI_Error_string(code, text, &length);
  throw MachineError(std::string("MPI cannot ") + doing + ": " + text);
}

}  // namespace

MpiSession::MpiSession() {
  const std::optional<Launch> launch = read_launch();
  if (!launch) return;
  int provided = 0;
  check(MPI_Init_thread(nullptr, nullptr, MPI_THREAD_FUNNELED, &provided), "start");
  joined_ = true;
  MPI_Comm_set_errhandler(MPI_COMM_WORLD, MPI_ERRORS_RETURN);
  MPI_Comm_rank(MPI_COMM_WORLD, &rank_);
  MPI_Comm_size(MPI_COMM_WORLD, &size_);
  if (provided < MPI_THREAD_FUNNELED) throw MachineError("this MPI allows no threads beside it");
  if (size_ == 1 && launch->size > 1) {
    MPI_Finalize();
    throw UserError(fmt::format(
        "the launcher started {} processes, but to MPI each of them is alone\n"
        "  = help: the launcher must be that of the MPI library that trainsweep was built with: its own mpirun, or srun with "
        "one of the kinds that `srun --mpi=list` names", launch->size));
  }
}

MpiSession::~MpiSession() {
  if (joined_ && (all_know_ || std::uncaught_exceptions() == 0)) MPI_Finalize();
}

std::string MpiSession::broadcast(std::string text) {
  if (size_ == 1) return text;
  std::uint64_t length = text.size();
  check(MPI_Bcast(&length, 1, MPI_UINT64_T, 0, MPI_COMM_WORLD), "broadcast");
  text.resize(length);
  constexpr std::uint64_t kPiece = 1 << 30;  // counts are ints
  for (std::uint64_t at = 0; at < length; at += kPiece) {
    const int count = static_cast<int>(std::min(kPiece, length - at));
    check(MPI_Bcast(text.data() + at, count, MPI_BYTE, 0, MPI_COMM_WORLD), "broadcast");
  }
  return text;
}

std::vector<std::string> MpiSession::gather(const std::string& text) {
  if (size_ == 1) return {text};
  const int length = static_cast<int>(text.size());
  std::vector<int> lengths(is_first() ? static_cast<std::size_t>(size_) : 0);
  check(MPI_Gather(&length, 1, MPI_INT, lengths.data(), 1, MPI_INT, 0, MPI_COMM_WORLD), "gather");
  std::vector<int> starts;
  int total = 0;
  for (const int n : lengths) {
    starts.push_back(total);
    total += n;
  }
  std::string all(static_cast<std::size_t>(total), '\0');
  check(MPI_Gatherv(text.data(), length, MPI_BYTE, all.data(), lengths.data(), starts.data(), MPI_BYTE, 0,
                    MPI_COMM_WORLD), "gather");
  std::vector<std::string> texts;
  for (std::size_t r = 0; r < lengths.size(); ++r) {
    texts.push_back(all.substr(static_cast<std::size_t>(starts[r]), static_cast<std::size_t>(lengths[r])));
  }
  return texts;
}

std::string MpiSession::share(const std::function<std::string()>& make) {
  // The first byte says whether the text follows.
  if (!is_first()) {
    std::string text = broadcast({});
    all_know_ = text.front() != '+';
    if (all_know_) throw PeerFailed();
    return text.substr(1);
  }
  try {
    return broadcast('+' + make()).substr(1);
  } catch (...) {
    all_know_ = true;
    (void)broadcast("-");
    throw;
  }
}

bool MpiSession::create_file(const std::string& path, const FileHints& hints) const {
  if (!joined_) return false;
  const std::string doing = "create `" + path + "`";
  MPI_Info info = MPI_INFO_NULL;
  check(MPI_Info_create(&info), doing.c_str());
  for (const FileHint& row : kFileHints) {
    if (hints.*row.member == 0) continue;
    check(MPI_Info_set(info, std::string(row.name).c_str(), std::to_string(hints.*row.member).c_str()), doing.c_str());
  }
  MPI_File file = MPI_FILE_NULL;
  check(MPI_File_open(MPI_COMM_SELF, path.c_str(), MPI_MODE_CREATE | MPI_MODE_EXCL | MPI_MODE_WRONLY, info, &file),
        doing.c_str());
  MPI_Info_free(&info);
  check(MPI_File_close(&file), doing.c_str());
  return true;
}

void MpiSession::abort(int exit_status) {
  if (joined_) MPI_Abort(MPI_COMM_WORLD, exit_status);
  std::_Exit(exit_status);
}

}  // namespace trainsweep
