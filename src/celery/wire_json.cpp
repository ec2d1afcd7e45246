#include "celery/wire_json.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <iterator>
#include <utility>

#include <boost/json/basic_parser_impl.hpp>
#include <fmt/format.h>

#include "base/utf8.hpp"

namespace mss::celery {
namespace {

constexpr std::size_t kDepthMax = 200;

// Builds values as Boost.JSON does, but for numbers with a fraction: Boost 1.81 reads those next to what they are, and
// a float that travels through us has to arrive as it was sent.
class ExactBuilder {
public:
    // NOLINTBEGIN(readability-identifier-naming): Boost asks for these names
    static constexpr std::size_t max_object_size = json::Object::max_size();
    static constexpr std::size_t max_array_size = json::Array::max_size();
    static constexpr std::size_t max_key_size = boost::json::string::max_size();
    static constexpr std::size_t max_string_size = boost::json::string::max_size();
    // NOLINTEND(readability-identifier-naming)
    using Text = boost::json::string_view;
    using ErrorCode = boost::json::error_code;

    ExactBuilder() { stack_.reset(); }
    json::Value release() { return stack_.release(); }

    // The names are those that boost::json::basic_parser calls; true goes on. A text that comes whole has no parts but
    // around escapes.
    bool on_document_begin(ErrorCode& /*error*/) { return true; }
    bool on_document_end(ErrorCode& /*error*/) { return true; }
    bool on_object_begin(ErrorCode& /*error*/) { return true; }
    bool on_object_end(std::size_t count, ErrorCode& /*error*/) { return stack_.push_object(count), true; }
    bool on_array_begin(ErrorCode& /*error*/) { return true; }
    bool on_array_end(std::size_t count, ErrorCode& /*error*/) { return stack_.push_array(count), true; }
    bool on_key_part(Text text, std::size_t /*size*/, ErrorCode& /*error*/) { return stack_.push_chars(text), true; }
    bool on_key(Text text, std::size_t /*size*/, ErrorCode& /*error*/) { return stack_.push_key(text), true; }
    bool on_string_part(Text text, std::size_t /*size*/, ErrorCode& /*error*/) { return stack_.push_chars(text), true; }
    bool on_string(Text text, std::size_t /*size*/, ErrorCode& /*error*/) { return stack_.push_string(text), true; }
    bool on_number_part(Text /*text*/, ErrorCode& /*error*/) { return true; }
    bool on_int64(std::int64_t number, Text /*text*/, ErrorCode& /*error*/) { return stack_.push_int64(number), true; }
    bool on_uint64(std::uint64_t number, Text /*text*/, ErrorCode& /*error*/) {
        return stack_.push_uint64(number), true;
    }
    bool on_double(double nearly, Text text, ErrorCode& /*error*/) {
        double number = 0;
        const auto outcome = std::from_chars(text.data(), text.data() + text.size(), number);
        // Beyond a double's range the parser's infinity or nought stays.
        return stack_.push_double(outcome.ec == std::errc() ? number : nearly), true;
    }
    bool on_bool(bool truth, ErrorCode& /*error*/) { return stack_.push_bool(truth), true; }
    bool on_null(ErrorCode& /*error*/) { return stack_.push_null(), true; }
    bool on_comment_part(Text /*text*/, ErrorCode& /*error*/) { return true; }
    bool on_comment(Text /*text*/, ErrorCode& /*error*/) { return true; }

private:
    boost::json::value_stack stack_;
};

void print_point(char32_t point, std::string& out) {
    switch (point) {
        case U'"': out += "\\\""; return;
        case U'\\': out += "\\\\"; return;
        case U'\n': out += "\\n"; return;
        case U'\r': out += "\\r"; return;
        case U'\t': out += "\\t"; return;
        case U'\b': out += "\\b"; return;
        case U'\f': out += "\\f"; return;
        default: break;
    }
    const auto code = static_cast<std::uint32_t>(point);
    if (code >= 0x20 && code < 0x7F)
        out += static_cast<char>(code);
    else if (code < 0x10000)
        fmt::format_to(std::back_inserter(out), "\\u{:04x}", code);
    else
        fmt::format_to(std::back_inserter(out), "\\u{:04x}\\u{:04x}", 0xD7C0U + (code >> 10U),
                       0xDC00U + (code & 0x3FFU));
}

bool is_plain(char byte) {
    return byte >= 0x20 && byte < 0x7F && byte != '"' && byte != '\\';
}

void print_text(std::string_view text, std::string& out) {
    constexpr std::size_t kPieceBytes = 4096;  // a text of many megabytes is never held as code points
    out += '"';
    while (!text.empty()) {
        const auto plain = static_cast<std::size_t>(std::ranges::find_if_not(text, is_plain) - text.begin());
        out += text.substr(0, plain);
        text.remove_prefix(plain);
        std::string_view piece = utf8::truncate(text, kPieceBytes);
        if (piece.empty()) piece = text.substr(0, kPieceBytes);
        text.remove_prefix(piece.size());
        for (const char32_t point : utf8::decode(piece))
            print_point(point, out);
    }
    out += '"';
}

// Python's repr of a float. Beyond a double's range JSON has a number still, which Python reads as infinity.
void print_double(double number, std::string& out) {
    if (std::isnan(number)) {
        out += "null";
    } else if (std::isinf(number)) {
        out += number > 0 ? "1e999" : "-1e999";
    } else {
        const std::string text = fmt::format("{}", number);
        out += text;
        if (text.find_first_of(".e") == std::string::npos) out += ".0";
    }
}

void print_value(const json::Value& value, std::string& out) {
    if (const json::Object* object = value.if_object()) {
        out += '{';
        for (const char* separator = ""; const auto& member : *object) {
            out += std::exchange(separator, ", ");
            print_text(member.key(), out);
            out += ": ";
            print_value(member.value(), out);
        }
        out += '}';
    } else if (const json::Array* array = value.if_array()) {
        out += '[';
        for (const char* separator = ""; const json::Value& element : *array) {
            out += std::exchange(separator, ", ");
            print_value(element, out);
        }
        out += ']';
    } else if (value.is_string()) {
        print_text(value.get_string(), out);
    } else if (const double* number = value.if_double()) {
        print_double(*number, out);
    } else {
        out += boost::json::serialize(value);
    }
}

}  // namespace

Result<json::Value> parse_wire(std::string_view text, std::size_t max_bytes) {
    if (text.size() > max_bytes)
        return fail(Code::too_large,
                    fmt::format("the message has {} bytes; at most {} are read", text.size(), max_bytes));
    boost::json::error_code error;
    boost::json::parse_options options;
    options.max_depth = kDepthMax;
    boost::json::basic_parser<ExactBuilder> parser(options);
    const std::size_t read = parser.write_some(false, text.data(), text.size(), error);
    if (!error && read < text.size()) error = boost::json::error::extra_data;
    if (error) return fail(Code::invalid, "not valid JSON: " + error.message());
    json::Value value = parser.handler().release();
    return value;
}

std::string print_wire(const json::Value& value) {
    std::string out;
    print_value(value, out);
    return out;
}

json::Value number_of(double number) {
    constexpr double kExact = 9'007'199'254'740'992.0;  // 2^53
    if (std::abs(number) < kExact && std::trunc(number) == number) return static_cast<std::int64_t>(number);
    return number;
}

Result<void> take_object(json::Object& object, std::string_view name, json::Object& target) {
    json::Value value;
    MSS_TRY(take(object, name, value));
    if (value.is_null()) return {};
    if (!value.is_object()) return std::unexpected(json::detail::wrong(name, "an object"));
    target = std::move(value.get_object());
    return {};
}

Result<void> take_array(json::Object& object, std::string_view name, json::Array& target) {
    json::Value value;
    MSS_TRY(take(object, name, value));
    if (value.is_null()) return {};
    if (!value.is_array()) return std::unexpected(json::detail::wrong(name, "a list"));
    target = std::move(value.get_array());
    return {};
}

void add_missing(json::Object& object, const json::Object& more) {
    for (const auto& member : more)
        if (!object.contains(member.key())) object.emplace(member.key(), member.value());
}

}  // namespace mss::celery
