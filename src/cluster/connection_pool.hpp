#pragma once
// ConnectionPool: connections to one Redis server for the threads of a process: each command takes one that nobody
// uses, or opens one. What failed is closed, and so is what lay idle and was closed by the other side, so that the
// first call after a restart of the server finds a new connection. Every wait has a limit. Shared (locked by mutex_).

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

private:
    static constexpr std::size_t kIdleMost = 16;

    Result<redis::Connection> take();

    const redis::Endpoint endpoint_;
    const redis::Waiting waiting_;
    std::mutex mutex_;
    std::vector<redis::Connection> idle_;
};

}  // namespace mss::cluster
