#include "speech_service/sound_file.hpp"

#include <cstdint>

namespace mss::speech_service {
namespace {

constexpr std::size_t kRiffHeader = 12;
constexpr std::size_t kChunkHeader = 8;
constexpr std::uint32_t kStreamed = 0x7FFFFFFF;  // who writes before the length is known says such, or nothing

std::uint32_t little_endian(std::string_view bytes) {
    std::uint32_t number = 0;
    for (std::size_t i = 4; i > 0; --i)
        number = number << 8U | static_cast<unsigned char>(bytes[i - 1]);
    return number;
}

std::unexpected<Error> cut_short() {
    return fail(Code::bad_answer, "the speech service's sound was cut short");
}

std::unexpected<Error> silent() {
    return fail(Code::bad_answer, "the speech service sent no sound");
}

// RIFF: an identifier of four letters and a length stand before each chunk; odd ones are followed by a byte of padding.
Result<void> check_wav(std::string_view bytes) {
    std::size_t at = kRiffHeader;
    while (at + kChunkHeader <= bytes.size()) {
        const std::string_view name = bytes.substr(at, 4);
        const std::uint32_t length = little_endian(bytes.substr(at + 4, 4));
        const std::size_t there = bytes.size() - at - kChunkHeader;
        if (name == "data") {
            if (there == 0) return silent();
            const bool known = length > 0 && length < kStreamed;
            if (known && length > there) return cut_short();
            return {};
        }
        if (length > there) return cut_short();
        at += kChunkHeader + length + length % 2;
    }
    return cut_short();
}

}  // namespace

Result<std::string> sound_suffix(std::string_view bytes) {
    if (bytes.empty()) return silent();
    if (bytes.size() >= kRiffHeader && bytes.starts_with("RIFF") && bytes.substr(8, 4) == "WAVE") {
        MSS_TRY(check_wav(bytes));
        return std::string("wav");
    }
    if (bytes.starts_with("fLaC")) return std::string("flac");
    if (bytes.starts_with("OggS")) return std::string("ogg");
    // MPEG audio: a tag, or eleven set bits (ISO/IEC 11172-3, section 2.4.1.3).
    const bool frame =
        bytes.size() > 1 && bytes[0] == '\xFF' && (static_cast<unsigned char>(bytes[1]) & 0xE0U) == 0xE0U;
    if (bytes.starts_with("ID3") || frame) return std::string("mp3");
    const auto first = bytes.find_first_not_of(" \t\r\n");
    if (first != std::string_view::npos && bytes[first] == '<')
        return fail(Code::bad_answer, "the speech service sent a web page and no sound (MSS_SPEECH_URL)");
    return fail(Code::bad_answer, "the speech service sent something that is no sound (MSS_SPEECH_URL)");
}

}  // namespace mss::speech_service
