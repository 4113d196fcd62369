#include "runner/trial.hpp"

#include <fcntl.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>

namespace trainsweep {
namespace {

constexpr itimerval kProcessorTime{{0, 0}, {0, 500'000}};  // a good file takes some ms

[[noreturn]] void run_trial(const std::function<void()>& body) {
  for (const int signal : {SIGSEGV, SIGBUS, SIGFPE, SIGABRT, SIGILL, SIGALRM, SIGPROF}) ::signal(signal, SIG_DFL);
  const rlimit no_core{0, 0};
  setrlimit(RLIMIT_CORE, &no_core);
  setitimer(ITIMER_PROF, &kProcessorTime, nullptr);
  const int nowhere = open("/dev/null", O_WRONLY);
  dup2(nowhere, STDOUT_FILENO);
  dup2(nowhere, STDERR_FILENO);
  try {
    body();
  } catch (...) {  // it will come again outside of the trial
  }
  _exit(0);
}

}  // namespace

bool survives(const std::function<void()>& body) {
  const pid_t child = fork();
  if (child < 0) return true;  // no room for a trial: as good as before there were any
  if (child == 0) run_trial(body);
  int status = 0;
  while (waitpid(child, &status, 0) < 0) {
    if (errno != EINTR) return true;
  }
  return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

}  // namespace trainsweep
