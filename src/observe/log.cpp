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

bool bare(char letter) {
    return letter > ' ' && letter < '\x7F' && letter != '"' && letter != '=' && letter != '\\';
}

// On one line, so that no value can pass for a record of its own.
std::string quoted(std::string_view value) {
    if (!value.empty() && value.size() <= kValuePointsMax && std::ranges::all_of(value, bare))
        return std::string(value);
    std::string escaped;
    for (const char letter : value) {
        switch (letter) {
            case '\n': escaped += "\\n"; break;
            case '\r': escaped += "\\r"; break;
            case '\t': escaped += "\\t"; break;
            case '"': escaped += "\\\""; break;
            case '\\': escaped += "\\\\"; break;
            default: escaped += letter;
        }
    }
    return fmt::format("\"{}\"", utf8::printable(escaped, kValuePointsMax));
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
                                   boost::describe::enum_to_string(level, ""), quoted(message));
    for (const Field& field : fields)
        line += fmt::format(" {}={}", field.key, quoted(field.value));
    line += '\n';
    write(line);
}

void Logger::pass_on(std::string_view line) const {
    write(fmt::format("{}{}\n", line_start_, line));
}

void Logger::write(const std::string& line) const {
    const std::scoped_lock lock(writing_);
    out_ << line << std::flush;
}

}  // namespace mss::observe
