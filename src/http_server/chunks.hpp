#pragma once
// ChunkDecoder: reads a body in chunked transfer coding (RFC 9112, 7.1) as it arrives. Strict, since what two readers
// of one connection take differently is how requests are smuggled. Confined to one thread.

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace mss::http_server {

class ChunkDecoder {
public:
    enum class Outcome { more, done, malformed, too_large };

    /// Takes from the front of `bytes` what it could read and appends the body's bytes to `body`, which it keeps within
    /// `body_bytes_max`. Trailer fields are read and dropped. Not to be called again after anything but `more`.
    Outcome feed(std::string_view& bytes, std::string& body, std::size_t body_bytes_max);

private:
    enum class Part { size, data, data_end, trailer };

    Outcome read_size(std::string_view line, std::size_t room);

    Part part_ = Part::size;
    std::uint64_t remaining_ = 0;  // of this chunk
    std::size_t trailer_bytes_ = 0;
};

}  // namespace mss::http_server
