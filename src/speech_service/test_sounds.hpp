#pragma once
// Sound files for tests.

#include <cstdint>
#include <string>
#include <string_view>

namespace mss::speech_service {

inline std::string little_endian_bytes(std::uint32_t number) {
    std::string bytes;
    for (unsigned shift = 0; shift < 32; shift += 8)
        bytes += static_cast<char>(number >> shift & 0xFFU);
    return bytes;
}

/// A WAV file of silence whose header tells `told` bytes of it.
inline std::string wav(std::size_t bytes, std::uint32_t told) {
    std::string format = "fmt " + little_endian_bytes(16);
    format += std::string("\1\0\1\0", 4) + little_endian_bytes(24'000) + little_endian_bytes(48'000);
    format += std::string("\2\0\x10\0", 4);
    return "RIFF" + little_endian_bytes(told) + "WAVE" + format + "data" + little_endian_bytes(told) +
           std::string(bytes, '\0');
}

inline std::string wav(std::size_t bytes) {
    return wav(bytes, static_cast<std::uint32_t>(bytes));
}

}  // namespace mss::speech_service
