#include "base/json.hpp"

#include <cmath>
#include <iterator>
#include <utility>

#include <fmt/format.h>

#include "base/utf8.hpp"

namespace mss::json {

Result<Value> parse(std::string_view text, std::size_t max_bytes) {
    if (text.size() > max_bytes)
        return fail(Code::too_large,
                    fmt::format("the JSON text has {} bytes; at most {} are read", text.size(), max_bytes));
    boost::json::error_code error;
    boost::json::parse_options options;
    options.max_depth = 32;
    Value value = boost::json::parse(boost::json::string_view(text.data(), text.size()), error, {}, options);
    if (error) return fail(Code::invalid, "not valid JSON: " + error.message());
    return value;
}

namespace {

// Numbers as people write them ("27.1", not "2.71E1"): the shortest text that reads back as the same number.
void print_scalar(const Value& value, std::string& out) {
    if (const double* number = value.if_double(); number != nullptr && std::isfinite(*number))
        fmt::format_to(std::back_inserter(out), "{}", *number);
    else
        out += boost::json::serialize(value);
}

// `depth` counts the levels of indentation; without indentation everything is one line.
void print_value(const Value& value, std::string& out, bool indented, std::size_t depth) {
    const auto line = [&](std::size_t level) {
        if (indented) out.append("\n").append(level * 2, ' ');
    };
    if (const Object* object = value.if_object(); object != nullptr && !object->empty()) {
        char before = '{';
        for (const auto& member : *object) {
            out += std::exchange(before, ',');
            line(depth + 1);
            out += boost::json::serialize(member.key()) + (indented ? ": " : ":");
            print_value(member.value(), out, indented, depth + 1);
        }
        line(depth);
        out += '}';
    } else if (const Array* array = value.if_array(); array != nullptr && !array->empty()) {
        char before = '[';
        for (const Value& element : *array) {
            out += std::exchange(before, ',');
            line(depth + 1);
            print_value(element, out, indented, depth + 1);
        }
        line(depth);
        out += ']';
    } else {
        print_scalar(value, out);
    }
}

}  // namespace

std::string print(const Value& value) {
    std::string out;
    print_value(value, out, false, 0);
    return out;
}

std::string pretty(const Value& value) {
    std::string out;
    print_value(value, out, true, 0);
    out += '\n';
    return out;
}

namespace detail {

Error wrong(std::string_view path, std::string_view expectation) {
    return Error{Code::invalid, fmt::format("{}: expected {}", path.empty() ? "the document" : path, expectation), {}};
}

std::string member_path(std::string_view path, std::string_view member) {
    // A hostile document may carry any bytes as a name; an error message must stay one short line.
    std::string shown = utf8::printable(member, 60);
    return path.empty() ? shown : fmt::format("{}.{}", path, shown);
}

std::string element_path(std::string_view path, std::size_t index) {
    return fmt::format("{}[{}]", path, index);
}

}  // namespace detail
}  // namespace mss::json
