#include "http_server/chunks.hpp"

#include <algorithm>
#include <charconv>
#include <optional>

#include "http_server/syntax.hpp"

namespace mss::http_server {

namespace {

constexpr std::size_t kSizeLineMax = 256;  // the size and its extensions
constexpr std::size_t kTrailerMax = 4096;

struct Line {
    bool whole = false;
    bool malformed = false;
    std::string_view text;  // without its end
};

// The first line; it must end with CR LF and hold no other control characters.
Line take_line(std::string_view& bytes, std::size_t most) {
    const std::size_t end = bytes.find('\n');
    if (end == std::string_view::npos) return {.whole = false, .malformed = bytes.size() > most, .text = {}};
    if (end == 0 || end > most || bytes[end - 1] != '\r') return {.whole = false, .malformed = true, .text = {}};
    const std::string_view text = bytes.substr(0, end - 1);
    if (!is_field_value(text)) return {.whole = false, .malformed = true, .text = {}};
    bytes.remove_prefix(end + 1);
    return {.whole = true, .malformed = false, .text = text};
}

}  // namespace

ChunkDecoder::Outcome ChunkDecoder::read_size(std::string_view line, std::size_t room) {
    const std::size_t end = std::min(line.find(';'), line.size());
    // RFC 9112 lets white space stand before an extension only; there it is bad but allowed.
    const std::string_view digits = end < line.size() ? trimmed(line.substr(0, end)) : line;
    if (digits.empty() || digits.size() > 16 || digits.front() != line.front()) return Outcome::malformed;
    const char* const first = digits.data();
    const char* const last = first + digits.size();
    const auto [stopped, error] = std::from_chars(first, last, remaining_, 16);
    if (error != std::errc() || stopped != last) return Outcome::malformed;
    if (remaining_ > room) return Outcome::too_large;
    part_ = remaining_ == 0 ? Part::trailer : Part::data;
    return Outcome::more;
}

ChunkDecoder::Outcome ChunkDecoder::feed(std::string_view& bytes, std::string& body, std::size_t body_bytes_max) {
    while (true) {
        if (part_ == Part::data) {
            const auto count = static_cast<std::size_t>(std::min<std::uint64_t>(remaining_, bytes.size()));
            body.append(bytes.substr(0, count));
            bytes.remove_prefix(count);
            remaining_ -= count;
            if (remaining_ > 0) return Outcome::more;
            part_ = Part::data_end;
        }
        const std::size_t most = part_ == Part::size ? kSizeLineMax : part_ == Part::data_end ? 2 : kTrailerMax;
        const Line line = take_line(bytes, most);
        if (line.malformed) return Outcome::malformed;
        if (!line.whole) return Outcome::more;
        if (part_ == Part::size) {
            if (const Outcome outcome = read_size(line.text, body_bytes_max - body.size()); outcome != Outcome::more)
                return outcome;
        } else if (part_ == Part::data_end) {
            if (!line.text.empty()) return Outcome::malformed;
            part_ = Part::size;
        } else {
            if (line.text.empty()) return Outcome::done;
            trailer_bytes_ += line.text.size();
            if (trailer_bytes_ > kTrailerMax) return Outcome::malformed;
        }
    }
}

}  // namespace mss::http_server
