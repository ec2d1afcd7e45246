#include "speech_service/path_part.hpp"

#include "base/ascii.hpp"

namespace mss::speech_service {

std::string path_part(std::string_view text) {
    constexpr std::string_view kHex = "0123456789ABCDEF";
    std::string out;
    for (const char letter : text) {
        if (ascii::is_alphanumeric(letter) || letter == '-' || letter == '_' || letter == '~') {
            out += letter;
            continue;
        }
        const auto byte = static_cast<unsigned char>(letter);
        out += {'%', kHex[byte >> 4U], kHex[byte & 0xFU]};
    }
    return out;
}

}  // namespace mss::speech_service
