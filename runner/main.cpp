// trainsweep: argv to exit status. The only catch and the only exit of the program.
#include <exception>
#include <iostream>
#include <new>
#include <string>

#include "runner/command_line.hpp"
#include "runner/commands.hpp"
#include "runner/exit_status.hpp"
#include "runner/launcher.hpp"
#include "runner/mpi_session.hpp"
#include "runner/provenance.hpp"

namespace {

using namespace trainsweep;

int fail(ExitStatus status, const std::string& message) {
  // Diagnostics of a file name their place and say themselves that they are errors.
  const std::string first_line = message.substr(0, message.find('\n'));
  if (speaks()) std::cerr << (first_line.find(": error: ") == std::string::npos ? "error: " : "") << message << '\n';
  return static_cast<int>(status);
}

int run_program(int argc, char** argv) {
  const std::string version = "trainsweep " + program_version() + " (" + git_revision() + ")";
  const CommandLine line = parse_command_line(argc, argv, version);
  if (!line.command) {
    if (speaks()) std::cout << line.text << std::flush;
    return static_cast<int>(ExitStatus::done);
  }
  // Only a run is the work of all ranks.
  if (!std::holds_alternative<RunOptions>(*line.command) && !speaks()) return static_cast<int>(ExitStatus::done);
  const ExitStatus status = execute(*line.command, std::cout, std::cerr);
  if (!std::cout.flush()) throw MachineError("cannot write to the standard output");
  return static_cast<int>(status);
}

}  // namespace

int main(int argc, char** argv) {
  try {
    return run_program(argc, argv);
  } catch (const PeerFailed&) {
    return static_cast<int>(ExitStatus::done);
  } catch (const UserError& error) {
    if (!speaks()) return static_cast<int>(ExitStatus::done);  // as for PeerFailed: rank 0 has met it too
    return fail(ExitStatus::users_input, error.what());
  } catch (const MachineError& error) {
    return fail(ExitStatus::machine, error.what());
  } catch (const std::bad_alloc&) {
    return fail(ExitStatus::machine, "out of memory");
  } catch (const std::exception& error) {
    return fail(ExitStatus::our_bug, std::string("a fault of trainsweep, please report it: ") + error.what());
  }
}
