#include "cli/console.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cmath>
#include <cstdlib>
#include <fcntl.h>
#include <iostream>
#include <sys/ioctl.h>
#include <system_error>
#include <unistd.h>

#include <fmt/format.h>

#include "base/file.hpp"
#include "base/utf8.hpp"
#include "cli/exit_code.hpp"

namespace mss::cli {
namespace {

std::string_view variable(const char* name) {
    const char* value = std::getenv(name);
    return value == nullptr ? std::string_view() : std::string_view(value);
}

Result<std::string> read_stream(std::istream& in, std::size_t max_bytes) {
    std::string bytes;
    std::array<char, 16'384> piece;
    while (in.read(piece.data(), static_cast<std::streamsize>(piece.size())), in.gcount() > 0) {
        bytes.append(piece.data(), static_cast<std::size_t>(in.gcount()));
        if (bytes.size() > max_bytes)
            return fail(Code::too_large, fmt::format("standard input holds more than {} KiB", max_bytes / 1024));
    }
    if (in.bad()) return fail(Code::io, "standard input could not be read");
    return bytes;
}

// Reading where one writes only, and writing where one reads only, fails as on the closed descriptor.
void hold_closed_descriptors() {
    for (const int descriptor : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) {
        const bool closed = ::fcntl(descriptor, F_GETFD) == -1;
        // It gets the lowest free number, which is this one.
        if (closed) static_cast<void>(::open("/dev/null", descriptor == STDIN_FILENO ? O_WRONLY : O_RDONLY));
    }
}

}  // namespace

Console process_console() {
    hold_closed_descriptors();
    const bool terminal = ::isatty(STDERR_FILENO) == 1 && variable("TERM") != "dumb";
    return {std::cin, std::cout, std::cerr, terminal, terminal && variable("NO_COLOR").empty()};
}

int terminal_width() {
    winsize size{};
    if (::ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0) return size.ws_col;
    return 80;
}

int report(Console& console, const Error& error) {
    console.err << "mss: " << error.message << '\n';
    console.err.flush();
    return exit_code(error.code);
}

int report(Console& console, const observe::Logger& log, const Error& error) {
    const int code = report(console, error);
    // Who used a command wrongly, or asked for what nobody can tell, has read what to do; what stands behind other
    // failures helps.
    const bool told = code == kWrongUse || code == kNothingToSay;
    const auto level = told ? observe::Level::debug : observe::Level::error;
    if (!error.detail.empty())
        log.record(level, "command failed", {{"code", name_of(error.code)}, {"detail", error.detail}});
    return code;
}

void flush(Console& console) {
    console.out.flush();
    if (!console.out && console.write_error == 0) console.write_error = errno;
}

int finish(Console& console) {
    flush(console);
    if (console.out) return kDone;
    if (console.write_error == EPIPE) return kUnavailable;  // whoever read it wanted no more, as `head`: tell nobody
    return report(console, {Code::io,
                            fmt::format("the result could not be written to standard output: {}",
                                        std::generic_category().message(console.write_error)),
                            {}});
}

Result<std::string> read_input(Console& console, const std::string& path, std::size_t max_bytes) {
    if (path == "-") return read_stream(console.in, max_bytes);
    auto bytes = read_file(path, max_bytes);
    // A folder, or a file of somebody else's: whoever named it can name another.
    if (!bytes && bytes.error().code == Code::io) bytes.error().code = Code::invalid;
    return bytes;
}

std::string clock_time(double seconds) {
    const auto whole = std::llround(std::clamp(seconds, 0.0, 360'000.0));
    return fmt::format("{}:{:02}", whole / 60, whole % 60);
}

std::string readable_size(double bytes) {
    if (bytes < 1000) return fmt::format("{:.0f} B", bytes);
    for (const auto* unit : {"kB", "MB"}) {
        bytes /= 1000;
        if (bytes < 999.95) return fmt::format("{:.1f} {}", bytes, unit);
    }
    return fmt::format("{:.1f} GB", bytes / 1000);
}

}  // namespace mss::cli
