#include "speech_service/base64.hpp"

#include <cstdint>

namespace mss::speech_service {
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

}  // namespace mss::speech_service
