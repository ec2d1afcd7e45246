#pragma once
// Console: the streams of a run and what stands behind them, as a value, so that a test looks at what a command
// prints. The streams outlive it. Confined to one thread.

#include <iosfwd>
#include <string>
#include <string_view>

#include "base/result.hpp"
#include "observe/log.hpp"

namespace mss::cli {

struct Console {
    std::istream& in;
    std::ostream& out;          ///< results
    std::ostream& err;          ///< progress and errors
    bool err_terminal = false;  ///< a person watches `err`
    bool err_colour = false;
    std::string program = "mss";  ///< as it was called, for the commands that are offered
    int write_error = 0;          ///< errno of the flush() of `out` that failed first
};

/// This process's streams. Colour follows NO_COLOR (https://no-color.org) and TERM=dumb. Called before any file is
/// opened: where a standard descriptor is closed, as by `mss doctor >&-`, no file of ours may get its number.
Console process_console();

/// Columns of the terminal on standard error; 80 where none says.
int terminal_width();

/// Prints "mss: message" and gives the exit code that belongs to the error.
int report(Console& console, const Error& error);

/// Also records the error's detail, such as the last words of a media process that crashed: at level error, since a
/// second run with more records may not fail the same way; at level debug where the command was used
/// wrongly, or there is nothing to say of a topic.
int report(Console& console, const observe::Logger& log, const Error& error);

/// Writes out what is there of the results, and remembers the reason where that fails.
void flush(Console& console);

/// Flushes the results: 0, or an error's exit code where they could not be written, as on a full disk. Says why, unless
/// nobody reads them any more.
int finish(Console& console);

/// The bytes of a file, or of the console's input for "-". Errors: not_found, too_large, invalid (a folder, not
/// readable), io.
Result<std::string> read_input(Console& console, const std::string& path, std::size_t max_bytes);

/// "1:05", from seconds, rounded.
std::string clock_time(double seconds);

/// "12.3 MB".
std::string readable_size(double bytes);

}  // namespace mss::cli
