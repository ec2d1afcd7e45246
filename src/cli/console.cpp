#include "cli/console.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cmath>
#include <cstdlib>
#include <iostream>
#include <sys/ioctl.h>
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

}  // namespace

Console process_console() {
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
    if (!error.detail.empty()) log.error("command failed", {{"code", name_of(error.code)}, {"detail", error.detail}});
    return code;
}

int finish(Console& console) {
    console.out.flush();
    if (console.out) return kDone;
    if (errno == EPIPE) return kUnavailable;  // whoever read it wanted no more, as `head`: nobody is to be told
    return report(console, {Code::io, "the result could not be written to standard output", {}});
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
