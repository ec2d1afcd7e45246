// The program that the tests of the worker start: with no argument as the child of a heavy slot; with the path of a
// database as a whole worker on it, until SIGTERM.

#include <csignal>
#include <iostream>
#include <sys/prctl.h>
#include <sys/signalfd.h>

#include "base/fd.hpp"
#include "base/process.hpp"
#include "support/task_child/kinds.hpp"
#include "tasks/child_server.hpp"
#include "tasks/sqlite_task_store.hpp"
#include "tasks/worker.hpp"

namespace {

int serve(const mss::observe::Logger& log) {
    const auto served = mss::tasks::serve_child(mss::test::task_kinds(), log, mss::ChildProcess::kControlFd);
    if (!served) std::cerr << served.error().message << "\n";
    return served ? 0 : 1;
}

int work(const char* file, const mss::observe::Logger& log) {
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);  // a test that fails leaves no worker behind
    sigset_t signals;
    ::sigemptyset(&signals);
    ::sigaddset(&signals, SIGTERM);
    ::sigprocmask(SIG_BLOCK, &signals, nullptr);
    const mss::UniqueFd stop(::signalfd(-1, &signals, SFD_CLOEXEC));
    const mss::SystemClock clock;
    const auto database = mss::store::Database::open(file);
    if (!database) return 1;
    const auto store = mss::tasks::SqliteTaskStore::open(**database, clock);
    if (!store) return 1;
    const mss::tasks::Registry registry = mss::test::task_kinds();
    mss::tasks::Worker worker(**store, registry, clock, log, {.child_program = "/proc/self/exe"});
    return worker.run(stop.get()) ? 0 : 1;
}

}  // namespace

int main(int count, char** arguments) {
    const mss::observe::Logger log(std::cerr, mss::observe::Level::debug);
    return count > 1 ? work(arguments[1], log) : serve(log);
}
