#pragma once
// ReplyReader: bytes of a Redis server in, replies out, however the bytes are cut. Nesting is limited to seven arrays,
// and an array takes the memory of what came of it, whatever it announces. Confined to one thread.

#include <cstddef>
#include <memory>
#include <optional>
#include <string_view>

#include "base/result.hpp"
#include "redis/reply.hpp"

namespace mss::redis {

/// Twice what one value of Redis may have.
inline constexpr std::size_t kReplyBytesMax = 1024U << 20U;

class ReplyReader {
public:
    /// `bytes_max`: of what was fed and that nobody took yet.
    explicit ReplyReader(std::size_t bytes_max = kReplyBytesMax);
    ReplyReader(const ReplyReader&) = delete;
    ReplyReader& operator=(const ReplyReader&) = delete;
    ~ReplyReader();

    /// Errors, after which nothing more is read: too_large (more than `bytes_max` that nobody took), unavailable.
    Result<void> feed(std::string_view bytes);
    /// The next whole reply, if there is one. Errors, after which nothing more is read: unavailable (no RESP).
    Result<std::optional<Reply>> next();

private:
    struct Parts;
    std::unique_ptr<Parts> parts_;
};

}  // namespace mss::redis
