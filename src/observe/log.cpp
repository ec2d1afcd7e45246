#include "observe/log.hpp"

#include <algorithm>
#include <ostream>

#include <fmt/format.h>

#include "base/clock.hpp"
#include "base/utf8.hpp"

namespace mss::observe {
namespace {

// The longest value is the last output of a child, 4 KiB.
constexpr std::size_t kValuePointsMax = 6000;
// A record of a child with the longest value in it.
constexpr std::size_t kLinePointsMax = 10'000;

bool bare(char letter) {
    return letter > ' ' && letter < '\x7F' && letter != '"' && letter != '=' && letter != '\\';
}

// White space that would end a line or move the cursor; all else that steers a terminal is left to utf8::printable.
std::string_view escape_of(char letter) {
    switch (letter) {
        case '\n': return "\\n";
        case '\r': return "\\r";
        case '\t': return "\\t";
        default: return {};
    }
}

// On one line, so that no value can pass for a record of its own.
std::string quoted_value(std::string_view value) {
    if (!value.empty() && value.size() <= kValuePointsMax && std::ranges::all_of(value, bare))
        return std::string(value);
    std::string escaped;
    for (const char letter : value) {
        const std::string_view escape = escape_of(letter);
        if (letter == '"' || letter == '\\') escaped += '\\';
        escaped += escape.empty() ? std::string_view(&letter, 1) : escape;
    }
    return fmt::format("\"{}\"", utf8::printable(escaped, kValuePointsMax));
}

// One line, with its quotes as they are.
std::string one_line(std::string_view line) {
    std::string escaped;
    for (const char letter : line) {
        const std::string_view escape = escape_of(letter);
        escaped += escape.empty() ? std::string_view(&letter, 1) : escape;
    }
    return utf8::printable(escaped, kLinePointsMax);
}

}  // namespace

std::optional<Level> level_named(std::string_view name) {
    Level level{};
    if (!boost::describe::enum_from_string(std::string(name).c_str(), level)) return std::nullopt;
    return level;
}

Field::Field(std::string_view field_key, double number) : key(field_key), value(fmt::format("{:.3f}", number)) {}

Logger::Logger(std::ostream& out, Level least, Clock clock, std::string_view line_start)
    : out_(out), least_(least), clock_(std::move(clock)), line_start_(line_start) {}

void Logger::record(Level level, std::string_view message, Fields fields) const {
    if (!keeps(level)) return;
    std::string line = fmt::format("{}time={} level={} message={}", line_start_,
                                   rfc3339(std::chrono::floor<std::chrono::milliseconds>(clock_())),
                                   boost::describe::enum_to_string(level, ""), quoted_value(message));
    for (const Field& field : fields)
        line += fmt::format(" {}={}", field.key, quoted_value(field.value));
    line += '\n';
    write(line);
}

void Logger::pass_on(std::string_view line) const {
    write(fmt::format("{}{}\n", line_start_, one_line(line)));
}

void Logger::write(const std::string& line) const {
    const std::scoped_lock lock(writing_);
    out_ << line << std::flush;
}

}  // namespace mss::observe
