#include <csignal>
#include <unistd.h>

#include "cli/program.hpp"

int main(int count, char** words) {
    // A reader that goes away early is a failed write with an exit code, not a death in the middle of a run.
    std::signal(SIGPIPE, SIG_IGN);
    mss::cli::Console console = mss::cli::process_console();
    if (count > 0) console.program = words[0];
    return mss::cli::run({words + 1, words + count}, environ, console);
}
