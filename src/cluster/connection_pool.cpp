#include "cluster/connection_pool.hpp"

#include <utility>

#include "base/flag.hpp"

namespace mss::cluster {

ConnectionPool::ConnectionPool(redis::Endpoint endpoint, redis::Waiting waiting)
    : endpoint_(std::move(endpoint)), waiting_(waiting) {}

Result<redis::Connection> ConnectionPool::take() {
    {
        const std::scoped_lock lock(mutex_);
        while (!idle_.empty()) {
            redis::Connection connection = std::move(idle_.back());
            idle_.pop_back();
            // Nobody asked anything: what is readable is its end.
            if (!is_readable(connection.fd())) return connection;
        }
    }
    return redis::Connection::open(endpoint_, waiting_);
}

Result<std::vector<redis::Reply>> ConnectionPool::call_all(std::span<const redis::Command> commands) {
    MSS_TRY_ASSIGN(redis::Connection connection, take());
    auto replies = connection.call_all(commands);
    if (!replies) return replies;
    const std::scoped_lock lock(mutex_);
    if (idle_.size() < kIdleMost) idle_.push_back(std::move(connection));
    return replies;
}

}  // namespace mss::cluster
