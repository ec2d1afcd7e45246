#include "base/json.hpp"

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

std::string print(const Value& value) {
    return boost::json::serialize(value);
}

namespace {

void print_indented(const Value& value, std::string& out, std::size_t depth) {
    const auto line = [&](std::size_t level) { out.append("\n").append(level * 2, ' '); };
    if (const Object* object = value.if_object(); object != nullptr && !object->empty()) {
        out += '{';
        bool first = true;
        for (const auto& member : *object) {
            if (!first) out += ',';
            first = false;
            line(depth + 1);
            out += boost::json::serialize(member.key()) + ": ";
            print_indented(member.value(), out, depth + 1);
        }
        line(depth);
        out += '}';
    } else if (const Array* array = value.if_array(); array != nullptr && !array->empty()) {
        out += '[';
        for (std::size_t i = 0; i < array->size(); ++i) {
            if (i > 0) out += ',';
            line(depth + 1);
            print_indented((*array)[i], out, depth + 1);
        }
        line(depth);
        out += ']';
    } else {
        out += boost::json::serialize(value);
    }
}

}  // namespace

std::string pretty(const Value& value) {
    std::string out;
    print_indented(value, out, 0);
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
