#pragma once
// Letters and digits of ASCII at the level of bytes, whatever the locale: bytes beyond ASCII are neither, and stay as
// they are. For protocols, markup and English; other languages are the text module's business. Pure; any thread.

#include <algorithm>
#include <string>
#include <string_view>

namespace mss::ascii {

constexpr bool is_digit(char byte) {
    return byte >= '0' && byte <= '9';
}

constexpr bool is_lower(char byte) {
    return byte >= 'a' && byte <= 'z';
}

constexpr bool is_upper(char byte) {
    return byte >= 'A' && byte <= 'Z';
}

constexpr bool is_letter(char byte) {
    return is_lower(byte) || is_upper(byte);
}

constexpr bool is_alphanumeric(char byte) {
    return is_letter(byte) || is_digit(byte);
}

/// Whether there are digits and nothing else.
constexpr bool all_digits(std::string_view text) {
    return !text.empty() && std::ranges::all_of(text, is_digit);
}

constexpr char to_lower(char byte) {
    return is_upper(byte) ? static_cast<char>(byte - 'A' + 'a') : byte;
}

constexpr char to_upper(char byte) {
    return is_lower(byte) ? static_cast<char>(byte - 'a' + 'A') : byte;
}

constexpr std::string to_lower(std::string_view text) {
    std::string lower(text);
    for (char& byte : lower)
        byte = to_lower(byte);
    return lower;
}

}  // namespace mss::ascii
