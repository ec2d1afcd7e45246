#pragma once
// ConnectionPool: connections to one Redis server for the threads of a process: each command takes one that nobody
// uses, or opens one. What failed is closed, and with it all that lay idle; so the first call after a restart of the
// server, or after another became the master, finds a new connection. Every wait has a limit; while the server hangs
// one call waits for it, and the others are told at once instead of piling up. Shared (locked by mutex_).

#include <mutex>
#include <span>
#include <vector>

#include "base/result.hpp"
#include "redis/connection.hpp"
#include "redis/endpoint.hpp"

namespace mss::cluster {

class ConnectionPool {
public:
    ConnectionPool(redis::Endpoint endpoint, redis::Waiting waiting);

    /// A reply for each, in order; errors of the server stand among them. Errors of the connection: unavailable,
    /// timeout, and those of Connection::open().
    Result<std::vector<redis::Reply>> call_all(std::span<const redis::Command> commands);
    /// Closes what nobody uses: somebody has found out that the way was cut off.
    void forget_idle();

private:
    static constexpr std::size_t kIdleMost = 16;

    Result<std::vector<redis::Reply>> call_now(std::span<const redis::Command> commands);
    Result<redis::Connection> take();
    /// Whether this call is the one that tries whether the server is still silent. Errors: unavailable (another does).
    Result<bool> enter();
    void leave(bool is_trial, bool answered, bool silent);

    const redis::Endpoint endpoint_;
    const redis::Waiting waiting_;
    std::mutex mutex_;
    std::vector<redis::Connection> idle_;
    bool silent_ = false;    ///< since a call ended by its limit
    bool is_tried_ = false;  ///< a call waits for an answer all the same
};

}  // namespace mss::cluster
