#include "base/identifier.hpp"

#include <cerrno>
#include <cstdint>
#include <stdexcept>
#include <sys/random.h>
#include <utility>

#include "base/hash.hpp"

namespace mss {

std::string random_bytes(std::size_t count) {
    std::string bytes(count, '\0');
    std::size_t filled = 0;
    while (filled < count) {
        const auto got = ::getrandom(bytes.data() + filled, count - filled, 0);
        if (got < 0 && errno != EINTR) throw std::runtime_error("the kernel gives no random bytes");
        if (got > 0) filled += static_cast<std::size_t>(got);
    }
    return bytes;
}

std::string to_hex(std::string_view bytes) {
    constexpr std::string_view kDigits = "0123456789abcdef";
    std::string hex;
    hex.reserve(bytes.size() * 2);
    for (const char byte : bytes) {
        hex += kDigits[static_cast<unsigned char>(byte) >> 4U];
        hex += kDigits[static_cast<unsigned char>(byte) & 0x0FU];
    }
    return hex;
}

namespace {

std::string uuid_text(std::string bytes, unsigned version) {
    const auto with_mark = [](char byte, unsigned kept, unsigned mark) {
        return static_cast<char>((static_cast<unsigned char>(byte) & kept) | mark);
    };
    bytes[6] = with_mark(bytes[6], 0x0FU, version << 4U);
    bytes[8] = with_mark(bytes[8], 0x3FU, 0x80U);  // variant
    std::string text = to_hex(bytes);
    for (const std::size_t at : {20U, 16U, 12U, 8U})
        text.insert(at, 1, '-');
    return text;
}

}  // namespace

std::string uuid_v7(Timestamp now) {
    std::string bytes = random_bytes(16);
    const auto milliseconds = static_cast<std::uint64_t>(to_unix_ms(now));
    for (std::size_t i = 0; i < 6; ++i)
        bytes[i] = static_cast<char>(milliseconds >> (40U - 8U * i));
    return uuid_text(std::move(bytes), 7);
}

std::string uuid_v4() {
    return uuid_text(random_bytes(16), 4);
}

std::string uuid_of(std::string_view text) {
    std::string hex = sha256(text).substr(0, 32);
    hex[12] = '8';
    hex[16] = 'a';
    return hex.substr(0, 8) + '-' + hex.substr(8, 4) + '-' + hex.substr(12, 4) + '-' + hex.substr(16, 4) + '-' +
           hex.substr(20);
}

bool is_uuid(std::string_view text) {
    if (text.size() != 36) return false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const bool dash = i == 8 || i == 13 || i == 18 || i == 23;
        const bool digit = (text[i] >= '0' && text[i] <= '9') || (text[i] >= 'a' && text[i] <= 'f');
        if (dash ? text[i] != '-' : !digit) return false;
    }
    return true;
}

}  // namespace mss
