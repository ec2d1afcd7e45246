// Feeds arbitrary bytes to the reader of a Redis server's replies, whole and cut into pieces: both give the same. The
// same bytes are tried as an address.

#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

#include "redis/endpoint.hpp"
#include "redis/reply_reader.hpp"

namespace {

using namespace mss;

void require(bool holds) {
    if (!holds) std::abort();
}

bool same(const redis::Reply& one, const redis::Reply& other) {
    if (one.kind != other.kind || one.integer != other.integer || one.text != other.text ||
        one.elements.size() != other.elements.size())
        return false;
    for (std::size_t i = 0; i < one.elements.size(); ++i)
        if (!same(one.elements[i], other.elements[i])) return false;
    return true;
}

struct Read {
    std::vector<redis::Reply> replies;
    bool failed = false;
};

Read read_all(std::string_view bytes, std::size_t piece) {
    redis::ReplyReader reader;
    Read all;
    while (!bytes.empty() && !all.failed) {
        const std::string_view part = bytes.substr(0, piece);
        bytes.remove_prefix(part.size());
        all.failed = !reader.feed(part);
        while (!all.failed) {
            auto reply = reader.next();
            all.failed = !reply;
            if (!reply || !*reply) break;
            all.replies.push_back(std::move(**reply));
        }
    }
    return all;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    if (size == 0) return 0;
    const std::string text(reinterpret_cast<const char*>(bytes) + 1, size - 1);
    const Read whole = read_all(text, text.size());
    const Read pieces = read_all(text, 1U + bytes[0] % 16U);
    require(whole.failed == pieces.failed && whole.replies.size() == pieces.replies.size());
    for (std::size_t i = 0; i < whole.replies.size(); ++i)
        require(same(whole.replies[i], pieces.replies[i]));
    if (const auto endpoint = redis::parse_endpoint(text); endpoint && endpoint->socket.empty())
        require(!redis::shown(*endpoint).empty());
    return 0;
}
