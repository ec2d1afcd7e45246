#include "celery/python_repr.hpp"

#include <array>
#include <cmath>
#include <cstdint>
#include <iterator>
#include <utility>

#include <fmt/format.h>

#include "base/utf8.hpp"

namespace mss::celery {
namespace {

// The most common of those that Python does not print as they are; a monitor must not be led astray by any of them.
bool is_printable(char32_t point) {
    constexpr std::array<std::pair<char32_t, char32_t>, 16> kHidden{{
        {0x00, 0x1F},
        {0x7F, 0xA0},
        {0xAD, 0xAD},
        {0x61C, 0x61C},
        {0x1680, 0x1680},
        {0x180E, 0x180E},
        {0x2000, 0x200F},
        {0x2028, 0x202F},
        {0x205F, 0x206F},
        {0x3000, 0x3000},
        {0xD800, 0xF8FF},
        {0xFEFF, 0xFEFF},
        {0xFFF0, 0xFFFB},
        {0xFFFE, 0xFFFF},
        {0xE0000, 0xE0FFF},
        {0xF0000, 0x10FFFF},
    }};
    for (const auto& [first, last] : kHidden)
        if (point >= first && point <= last) return false;
    return true;
}

// Writes until the limit is passed; a value of a gigabyte costs no more than one of the limit's length.
class Writer {
public:
    explicit Writer(std::size_t characters_max) : most_(characters_max) {}

    bool full() const { return points_.size() > most_; }
    void plain(std::string_view ascii) {
        for (const char letter : ascii)
            points_ += static_cast<char32_t>(static_cast<unsigned char>(letter));
    }
    void text(std::string_view text) {
        // Four bytes are at most one character, and what is beyond the limit is not looked at.
        const std::u32string points = utf8::decode(utf8::truncate(text, 4 * (most_ + 1)));
        const bool has_single = text.find('\'') != std::string_view::npos;
        const char quote = has_single && text.find('"') == std::string_view::npos ? '"' : '\'';
        plain({&quote, 1});
        for (const char32_t point : points) {
            if (full()) return;
            character(point, quote);
        }
        plain({&quote, 1});
    }
    std::string finish() && {
        const std::size_t most = most_;
        if (full()) {
            points_.resize(most > 3 ? most - 3 : 0);
            plain("...");
        }
        return utf8::encode(points_);
    }

private:
    void character(char32_t point, char quote) {
        const auto code = static_cast<std::uint32_t>(point);
        switch (point) {
            case U'\\': return plain("\\\\");
            case U'\n': return plain("\\n");
            case U'\r': return plain("\\r");
            case U'\t': return plain("\\t");
            default: break;
        }
        if (point == static_cast<char32_t>(quote)) plain("\\");
        if (is_printable(point))
            points_ += point;
        else if (code < 0x100)
            plain(fmt::format("\\x{:02x}", code));
        else if (code < 0x10000)
            plain(fmt::format("\\u{:04x}", code));
        else
            plain(fmt::format("\\U{:08x}", code));
    }

    std::size_t most_;
    std::u32string points_;
};

void write(const json::Value& value, Writer& out);

void write_elements(const json::Array& values, Writer& out) {
    for (const char* separator = ""; const json::Value& value : values) {
        if (out.full()) return;
        out.plain(std::exchange(separator, ", "));
        write(value, out);
    }
}

void write_double(double number, Writer& out) {
    if (std::isinf(number)) return out.plain(number > 0 ? "inf" : "-inf");
    const std::string text = fmt::format("{}", number);
    out.plain(text);
    if (text.find_first_not_of("-0123456789") == std::string::npos) out.plain(".0");
}

void write(const json::Value& value, Writer& out) {
    if (out.full()) return;
    switch (value.kind()) {
        case boost::json::kind::null: return out.plain("None");
        case boost::json::kind::bool_: return out.plain(value.get_bool() ? "True" : "False");
        case boost::json::kind::int64: return out.plain(fmt::format("{}", value.get_int64()));
        case boost::json::kind::uint64: return out.plain(fmt::format("{}", value.get_uint64()));
        case boost::json::kind::double_: return write_double(value.get_double(), out);
        case boost::json::kind::string: return out.text(value.get_string());
        case boost::json::kind::array:
            out.plain("[");
            write_elements(value.get_array(), out);
            return out.plain("]");
        case boost::json::kind::object: break;
    }
    out.plain("{");
    for (const char* separator = ""; const auto& member : value.get_object()) {
        if (out.full()) return;
        out.plain(std::exchange(separator, ", "));
        out.text(member.key());
        out.plain(": ");
        write(member.value(), out);
    }
    out.plain("}");
}

}  // namespace

std::string python_repr(const json::Value& value, std::size_t characters_max) {
    Writer out(characters_max);
    write(value, out);
    return std::move(out).finish();
}

std::string python_repr_text(std::string_view text, std::size_t characters_max) {
    Writer out(characters_max);
    out.text(text);
    return std::move(out).finish();
}

std::string python_repr_tuple(const json::Array& values, std::size_t characters_max) {
    Writer out(characters_max);
    out.plain("(");
    write_elements(values, out);
    out.plain(values.size() == 1 ? ",)" : ")");
    return std::move(out).finish();
}

}  // namespace mss::celery
