#pragma once
// Logger: records of what the program does, for whoever must find out what happened. Made once at the start and handed
// down by reference. Any thread, where the stream is std::cerr (standard streams take several writers) or nobody else
// writes to it meanwhile; it outlives the logger. A record that cannot be written is lost; logging never fails a run.
//
// A record is one line of key=value pairs, quoted where needed ("logfmt"):
//   time=2026-01-31T12:00:00.000Z level=debug message="stage done" name=speech-1 cached=false seconds=0.214
// Secrets stay out by not being passed in: headers, bodies and the queries of URLs are never recorded.

#include <chrono>
#include <concepts>
#include <functional>
#include <initializer_list>
#include <iosfwd>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

#include <boost/describe.hpp>

namespace mss::observe {

/// The least important first.
enum class Level { debug, info, warning, error };
BOOST_DESCRIBE_ENUM(Level, debug, info, warning, error)

std::optional<Level> level_named(std::string_view name);

/// A fact beside a record's message. `key` is a literal in snake_case.
struct Field {
    Field(std::string_view field_key, std::string_view text) : key(field_key), value(text) {}
    Field(std::string_view field_key, double number);  ///< with three decimals
    Field(std::string_view field_key, bool truth) : key(field_key), value(truth ? "true" : "false") {}
    Field(std::string_view field_key, std::integral auto number) : key(field_key), value(std::to_string(number)) {}
    Field(std::string_view field_key, const char* text) : Field(field_key, std::string_view(text)) {}

    std::string_view key;
    std::string value;
};

class Logger {
public:
    using Fields = std::initializer_list<Field>;
    using Clock = std::function<std::chrono::system_clock::time_point()>;

    /// Records of `least` and above are written, the others dropped. `line_start` goes before each: where a line is
    /// redrawn in place on the same terminal, what takes it away, so that records stand above it.
    Logger(std::ostream& out, Level least, Clock clock = &std::chrono::system_clock::now,
           std::string_view line_start = {});

    void debug(std::string_view message, Fields fields = {}) const { record(Level::debug, message, fields); }
    void info(std::string_view message, Fields fields = {}) const { record(Level::info, message, fields); }
    void warning(std::string_view message, Fields fields = {}) const { record(Level::warning, message, fields); }
    void error(std::string_view message, Fields fields = {}) const { record(Level::error, message, fields); }
    void record(Level level, std::string_view message, Fields fields) const;

    /// Writes a line that is a record already, such as one that a child process made of its own. Other libraries and
    /// the system write there as well: what steers a terminal is taken out of it.
    void pass_on(std::string_view line) const;

    /// Whether records of this level are written.
    bool keeps(Level level) const { return level >= least_; }

private:
    void write(const std::string& line) const;

    std::ostream& out_;
    const Level least_;
    const Clock clock_;
    const std::string line_start_;
    mutable std::mutex writing_;
};

}  // namespace mss::observe
