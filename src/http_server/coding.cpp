#include "http_server/coding.hpp"

#include <algorithm>
#include <stdexcept>
#include <zlib.h>

#include "base/ascii.hpp"
#include "http_server/syntax.hpp"

namespace mss::http_server {
namespace {

// The weight that a list gives to a coding, in thousandths; -1 where it names neither it nor "*".
int weight_in(std::string_view accept, std::string_view coding) {
    int any = -1;
    for (const std::string_view member : list_members(accept)) {
        const auto semicolon = std::min(member.find(';'), member.size());
        const std::string_view name = trimmed(member.substr(0, semicolon));
        int weight = 1000;
        if (semicolon < member.size()) {
            const std::string_view parameter = trimmed(member.substr(semicolon + 1));
            if (parameter.size() > 2 && same_word(parameter.substr(0, 2), "q="))
                weight = weight_thousandths(parameter.substr(2)).value_or(0);
        }
        if (same_word(name, coding)) return weight;
        if (name == "*") any = weight;
    }
    return any;
}

}  // namespace

std::string_view chosen_coding(std::string_view accept, const std::vector<std::string_view>& offered) {
    std::string_view best;
    int best_weight = 0;
    for (const std::string_view coding : offered) {
        if (const int weight = weight_in(accept, coding); weight > best_weight) {
            best = coding;
            best_weight = weight;
        }
    }
    // As they are is always possible, and wanted where it is liked better in so many words.
    const bool named = ascii::to_lower(accept).contains("identity");
    const int identity = named ? weight_in(accept, "identity") : -1;
    return identity > best_weight ? std::string_view() : best;
}

bool is_compressible(std::string_view content_type) {
    const std::string type = ascii::to_lower(trimmed(content_type.substr(0, content_type.find(';'))));
    if (type == "text/event-stream") return false;
    return type.starts_with("text/") || type.ends_with("json") || type.ends_with("javascript") || type.ends_with("xml");
}

std::string gzip(std::string_view bytes) {
    z_stream stream{};
    constexpr int kGzipWindow = 15 + 16;  // zlib's way to ask for a gzip header
    constexpr int kUsualMemory = 8;
    constexpr int kLevel = 5;
    if (::deflateInit2(&stream, kLevel, Z_DEFLATED, kGzipWindow, kUsualMemory, Z_DEFAULT_STRATEGY) != Z_OK)
        throw std::runtime_error("zlib cannot start");
    std::string packed(::deflateBound(&stream, bytes.size()), '\0');
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));  // zlib only reads it
    stream.avail_in = static_cast<uInt>(bytes.size());
    stream.next_out = reinterpret_cast<Bytef*>(packed.data());
    stream.avail_out = static_cast<uInt>(packed.size());
    const int ended = ::deflate(&stream, Z_FINISH);
    packed.resize(stream.total_out);
    ::deflateEnd(&stream);
    if (ended != Z_STREAM_END) throw std::runtime_error("zlib could not compress a body");
    return packed;
}

}  // namespace mss::http_server
