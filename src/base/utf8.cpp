#include "base/utf8.hpp"

#include <cstdint>

namespace mss::utf8 {
namespace {

struct Step {
    char32_t point = 0;
    std::size_t bytes = 0;  // 0: ill-formed
};

// RFC 3629, section 4: the ranges of the second byte are what excludes overlong forms and surrogates.
Step next(std::string_view text, std::size_t at) {
    const auto byte = [&](std::size_t i) -> std::uint32_t {
        return i < text.size() ? static_cast<unsigned char>(text[i]) : 0U;
    };
    const auto tail = [&](std::size_t i) { return (byte(i) & 0xC0U) == 0x80U; };
    const std::uint32_t lead = byte(at);
    const std::uint32_t second = byte(at + 1);
    if (lead < 0x80) return {static_cast<char32_t>(lead), 1};
    if (lead >= 0xC2 && lead <= 0xDF && tail(at + 1))
        return {static_cast<char32_t>(((lead & 0x1FU) << 6U) | (second & 0x3FU)), 2};
    if (lead >= 0xE0 && lead <= 0xEF && tail(at + 1) && tail(at + 2)) {
        if ((lead == 0xE0 && second < 0xA0) || (lead == 0xED && second > 0x9F)) return {};
        return {static_cast<char32_t>(((lead & 0x0FU) << 12U) | ((second & 0x3FU) << 6U) | (byte(at + 2) & 0x3FU)), 3};
    }
    if (lead >= 0xF0 && lead <= 0xF4 && tail(at + 1) && tail(at + 2) && tail(at + 3)) {
        if ((lead == 0xF0 && second < 0x90) || (lead == 0xF4 && second > 0x8F)) return {};
        return {static_cast<char32_t>(((lead & 0x07U) << 18U) | ((second & 0x3FU) << 12U) |
                                      ((byte(at + 2) & 0x3FU) << 6U) | (byte(at + 3) & 0x3FU)),
                4};
    }
    return {};
}

}  // namespace

bool valid(std::string_view text) {
    for (std::size_t at = 0; at < text.size();) {
        const Step step = next(text, at);
        if (step.bytes == 0) return false;
        at += step.bytes;
    }
    return true;
}

std::u32string decode(std::string_view text) {
    std::u32string points;
    points.reserve(text.size());
    for (std::size_t at = 0; at < text.size();) {
        const Step step = next(text, at);
        points.push_back(step.bytes == 0 ? U'\uFFFD' : step.point);
        at += step.bytes == 0 ? 1 : step.bytes;
    }
    return points;
}

void append(std::string& out, char32_t point) {
    const auto put = [&](std::uint32_t byte) { out.push_back(static_cast<char>(byte)); };
    const auto value = static_cast<std::uint32_t>(point);
    if (value < 0x80) {
        put(value);
    } else if (value < 0x800) {
        put(0xC0U | (value >> 6U));
        put(0x80U | (value & 0x3FU));
    } else if (value < 0x10000) {
        put(0xE0U | (value >> 12U));
        put(0x80U | ((value >> 6U) & 0x3FU));
        put(0x80U | (value & 0x3FU));
    } else {
        put(0xF0U | (value >> 18U));
        put(0x80U | ((value >> 12U) & 0x3FU));
        put(0x80U | ((value >> 6U) & 0x3FU));
        put(0x80U | (value & 0x3FU));
    }
}

std::string encode(std::u32string_view points) {
    std::string out;
    out.reserve(points.size());
    for (const char32_t point : points)
        append(out, point);
    return out;
}

std::string printable(std::string_view text, std::size_t max_points) {
    std::string out;
    std::size_t count = 0;
    for (const char32_t point : decode(text.substr(0, max_points * 4 + 4))) {
        if (count == max_points) return out + "…";
        const bool control = point < 0x20 || (point >= 0x7F && point < 0xA0) || point == 0xFFFD ||
                             (point >= 0x202A && point <= 0x202E) || (point >= 0x2066 && point <= 0x2069);
        append(out, control ? U'?' : point);
        ++count;
    }
    return out;
}

std::string_view truncate(std::string_view text, std::size_t max_bytes) {
    if (text.size() <= max_bytes) return text;
    std::size_t end = max_bytes;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U)
        --end;
    return text.substr(0, end);
}

}  // namespace mss::utf8
