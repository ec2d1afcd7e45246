#pragma once
// Stream: bytes to and from a peer over a socket that never blocks: as they are, or under TLS. Who waits, and for how
// long, is its user's business. Confined to one thread.

#include <cstddef>
#include <memory>
#include <span>
#include <string_view>

#include "base/fd.hpp"
#include "base/result.hpp"
#include "redis/endpoint.hpp"

namespace mss::redis {

/// What came of one try.
struct Step {
    std::size_t bytes = 0;
    short wants = 0;  ///< POLLIN or POLLOUT: what to wait for before the next try; 0: it may follow at once
    bool closed = false;
};

class Stream {
public:
    virtual ~Stream() = default;

    /// Errors: unavailable.
    virtual Result<Step> receive(std::span<char> buffer) = 0;
    virtual Result<Step> send(std::string_view bytes) = 0;
    /// What the two need to agree on before anything is sent, step by step until nothing is wanted. Errors:
    /// unavailable; forbidden (a certificate that is not trusted or of another name).
    virtual Result<Step> shake_hands() = 0;
};

/// Over a connected socket, which outlives it.
std::unique_ptr<Stream> plain_stream(int socket);

/// TLS 1.2 or newer; the peer's certificate has to be of `endpoint.host` and trusted, where the endpoint does not say
/// otherwise. Errors: invalid (a file of certificates or of a key that cannot be used).
Result<std::unique_ptr<Stream>> tls_stream(int socket, const Endpoint& endpoint);

}  // namespace mss::redis
