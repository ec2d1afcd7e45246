#include "base/base64.hpp"

#include <algorithm>
#include <cstdint>

namespace mss {
namespace {

constexpr std::uint32_t kNoDigit = 64;

std::uint32_t digit(char letter) {
    if (letter >= 'A' && letter <= 'Z') return static_cast<std::uint32_t>(letter - 'A');
    if (letter >= 'a' && letter <= 'z') return static_cast<std::uint32_t>(letter - 'a') + 26;
    if (letter >= '0' && letter <= '9') return static_cast<std::uint32_t>(letter - '0') + 52;
    if (letter == '+') return 62;
    return letter == '/' ? 63 : kNoDigit;
}

}  // namespace

std::string encode_base64(std::string_view bytes) {
    constexpr std::string_view kDigits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    std::string text;
    text.reserve((bytes.size() + 2) / 3 * 4);
    for (std::size_t i = 0; i < bytes.size(); i += 3) {
        const std::size_t held = std::min<std::size_t>(3, bytes.size() - i);
        std::uint32_t bits = 0;
        for (std::size_t j = 0; j < 3; ++j)
            bits = bits << 8U | (j < held ? static_cast<unsigned char>(bytes[i + j]) : 0U);
        for (std::size_t j = 0; j < 4; ++j)
            text += j <= held ? kDigits[bits >> (18U - 6U * j) & 0x3FU] : '=';
    }
    return text;
}

Result<std::string> decode_base64(std::string_view text) {
    const auto wrong = [] { return fail(Code::invalid, "this is no Base64"); };
    if (text.size() % 4 != 0) return wrong();
    std::size_t padding = 0;
    while (padding < 2 && text.ends_with('=')) {
        text.remove_suffix(1);
        ++padding;
    }
    std::string bytes;
    bytes.reserve(text.size() / 4 * 3 + 2);
    std::uint32_t bits = 0;
    int held = 0;
    for (const char letter : text) {
        const std::uint32_t value = digit(letter);
        if (value == kNoDigit) return wrong();
        bits = bits << 6U | value;
        held += 6;
        if (held < 8) continue;
        held -= 8;
        bytes += static_cast<char>(bits >> static_cast<unsigned>(held) & 0xFFU);
    }
    const bool left_over = (bits & ((1U << static_cast<unsigned>(held)) - 1)) != 0;
    if (left_over) return wrong();
    return bytes;
}

}  // namespace mss
