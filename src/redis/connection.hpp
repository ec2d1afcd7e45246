#pragma once
// Connection: one connection to a Redis server: commands and their replies, alone or many at once (pipelined), and what
// a server sends by itself to who subscribed. Every wait has a limit and can be called off, but for the one for the
// address of a host's name, which is as long as the system's resolver takes. After an error of the connection
// (unavailable, timeout, cancelled) it is of no more use: a reply may still be under way. Confined to one thread.

#include <chrono>
#include <memory>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include "base/fd.hpp"
#include "base/result.hpp"
#include "redis/endpoint.hpp"
#include "redis/reply.hpp"
#include "redis/reply_reader.hpp"

namespace mss::redis {

struct Waiting {
    std::chrono::milliseconds connect{5'000};  ///< for each address of the host, for TLS and for the login once more
    std::chrono::milliseconds reply{10'000};   ///< from the last byte that came or went
    int cancel_fd = -1;                        ///< readable: give up
    /// After so long without a byte of an answer another connection is tried, and again as often: where that is welcome
    /// and this one stays silent, the way is cut off or another server is the master by now, and nobody waits for the
    /// limit. For commands that the server answers at once; 0: never.
    std::chrono::milliseconds doubt{0};
    std::size_t bytes_max = kReplyBytesMax;  ///< of what comes before somebody takes it; more ends the connection
};

class Connection {
public:
    /// Connects, logs in and selects the database; where the endpoint names Sentinels, at the server that they say is
    /// the master and that says so itself. Errors: unavailable (nobody there, or not ready yet), timeout, cancelled,
    /// forbidden (user or password refused), invalid (no such database; a node of a Redis Cluster; a master's name that
    /// no Sentinel knows).
    static Result<Connection> open(const Endpoint& endpoint, const Waiting& waiting);

    Connection(Connection&&) noexcept;
    Connection& operator=(Connection&&) noexcept;
    ~Connection();

    /// The reply; an error of the server is ours: see failure_of(). Errors of the connection: unavailable, timeout,
    /// cancelled, too_large (more than `bytes_max` that nobody took).
    Result<Reply> call(const Command& command);

    /// All at once; a reply for each, in order. Errors of the server stand among the replies.
    Result<std::vector<Reply>> call_all(std::span<const Command> commands);

    /// Sends without waiting: what is subscribed to answers by next().
    Result<void> send(const Command& command);
    /// What came next, or nothing after `limit`. The limit of replies does not count here.
    Result<std::optional<Reply>> next(std::chrono::milliseconds limit);

    /// Readable where something has come.
    int fd() const;
    /// Whether it is of no more use to who asked nothing: the server closed it or says something by itself, or the
    /// Sentinel says that another server is the master now.
    bool is_stale();

private:
    struct Parts;
    enum class Peer { server, master, sentinel };

    explicit Connection(std::unique_ptr<Parts> parts);
    static Result<Connection> open_at(const Endpoint& endpoint, const Waiting& waiting, Peer expected);
    static Result<Connection> open_master(const Endpoint& endpoint, const Waiting& waiting);
    /// The connection to the Sentinel, and what it says.
    static Result<std::pair<Connection, std::optional<Place>>> ask_sentinel(const Endpoint& sentinel,
                                                                            const Waiting& waiting,
                                                                            const std::string& master);

    std::unique_ptr<Parts> parts_;
};

/// A server's error as one of ours: forbidden (no or a wrong login, no right), unavailable (loading, a replica, out of
/// memory, busy, its disk), else internal. The message is the server's.
Error failure_of(const Reply& reply);

}  // namespace mss::redis
