#pragma once
// Server: HTTP/1.1 (RFC 9110, 9112) for a Router. I/O threads read and write; each complete request takes one hop to a
// bounded pool of handler threads, where blocking is allowed; a full pool is answered with 503 and Retry-After. Every
// wait for a client has a deadline and every size a limit. Only this module knows Asio. Made, started and stopped by
// one thread.

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>

#include "base/result.hpp"
#include "http_server/router.hpp"
#include "observe/log.hpp"

namespace mss::http_server {

struct ServerOptions {
    std::string host = "127.0.0.1";  ///< a name or an address, without brackets
    std::uint16_t port = 8080;       ///< 0: the system chooses
    int io_threads = 1;
    int handler_threads = 4;
    std::size_t handlers_waiting_max = 256;
    std::size_t connections_max = 1024;
    std::size_t connections_per_address_max = 256;   ///< streams included
    std::size_t head_bytes_max = 16U << 10U;         ///< 431 beyond
    std::size_t target_bytes_max = 8000;             ///< 414 beyond
    std::size_t body_bytes_max = 4U << 20U;          ///< 413 beyond
    std::size_t bodies_bytes_max = 64U << 20U;       ///< of all that are held at once: 503 beyond
    std::size_t small_body_bytes = 64U << 10U;       ///< a body that takes nothing from these
    std::chrono::milliseconds head_timeout{10'000};  ///< for a request's head once it has begun: 408
    std::chrono::milliseconds body_timeout{60'000};  ///< for all of a request's body: 408
    /// For each further small_body_bytes of a body that is larger, so that nobody holds what there is for all: 408.
    std::chrono::milliseconds body_step_timeout{10'000};
    std::chrono::milliseconds write_timeout{60'000};  ///< without any progress
    std::chrono::milliseconds idle_timeout{75'000};   ///< before and between requests
    std::chrono::milliseconds linger_timeout{2'000};  ///< for the client to close after the last answer
    std::chrono::milliseconds stream_heartbeat{15'000};
    /// People come through a proxy on this machine, which names their addresses in X-Forwarded-For; its own has no
    /// limit of connections then.
    bool behind_proxy = false;
};

class Server {
public:
    /// Listens at once; answers after start(). `router` and `log` outlive it. Errors: unavailable (the address is in
    /// use or not ours; the message says how to choose another), invalid (a host that is none).
    static Result<std::unique_ptr<Server>> listen(ServerOptions options, const Router& router, ErrorPage error_page,
                                                  const observe::Logger& log);
    ~Server();
    Server(const Server&) = delete;
    Server& operator=(const Server&) = delete;

    std::uint16_t port() const;
    void start();
    /// Takes no more connections, lets running requests end for at most `grace`, closes streams and the rest.
    void stop(std::chrono::milliseconds grace);

private:
    struct Parts;
    explicit Server(std::unique_ptr<Parts> parts);
    std::unique_ptr<Parts> parts_;
};

}  // namespace mss::http_server
