#include <unistd.h>

#include "cli/program.hpp"

int main(int count, char** words) {
    mss::cli::Console console = mss::cli::process_console();
    return mss::cli::run({words + 1, words + count}, environ, console);
}
