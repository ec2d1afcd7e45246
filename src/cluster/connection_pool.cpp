#include "cluster/connection_pool.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

namespace mss::cluster {
namespace {

// Who was the master and is none any more goes on answering, to refuse what it is asked.
bool is_master_no_more(const redis::Reply& reply) {
    return reply.is_error() && (reply.text.find("READONLY") != std::string::npos ||
                                reply.text.starts_with("MASTERDOWN") || reply.text.starts_with("LOADING"));
}

}  // namespace

ConnectionPool::ConnectionPool(redis::Endpoint endpoint, redis::Waiting waiting)
    : endpoint_(std::move(endpoint)), waiting_(waiting) {}

Result<std::vector<redis::Reply>> ConnectionPool::call_all(std::span<const redis::Command> commands) {
    MSS_TRY_ASSIGN(const bool is_trial, enter());
    auto replies = call_now(commands);
    leave(is_trial, replies.has_value(), !replies && replies.error().code == Code::timeout);
    return replies;
}

Result<std::vector<redis::Reply>> ConnectionPool::call_now(std::span<const redis::Command> commands) {
    MSS_TRY_ASSIGN(redis::Connection connection, take());
    auto replies = connection.call_all(commands);
    if (!replies || std::ranges::any_of(*replies, is_master_no_more)) {
        forget_idle();
        return replies;
    }
    const std::scoped_lock lock(mutex_);
    if (idle_.size() < kIdleMost) idle_.push_back(std::move(connection));
    return replies;
}

Result<redis::Connection> ConnectionPool::take() {
    {
        const std::scoped_lock lock(mutex_);
        while (!idle_.empty()) {
            redis::Connection connection = std::move(idle_.back());
            idle_.pop_back();
            if (!connection.is_stale()) return connection;
        }
    }
    return redis::Connection::open(endpoint_, waiting_);
}

// What is cut off, closed or no master any more is so for all that were made before.
void ConnectionPool::forget_idle() {
    std::vector<redis::Connection> old;
    const std::scoped_lock lock(mutex_);
    old.swap(idle_);
}

Result<bool> ConnectionPool::enter() {
    const std::scoped_lock lock(mutex_);
    if (!silent_) return false;
    if (is_tried_)
        return fail(Code::unavailable, fmt::format("the Redis server at {} does not answer", redis::shown(endpoint_)));
    return is_tried_ = true;
}

void ConnectionPool::leave(bool is_trial, bool answered, bool silent) {
    const std::scoped_lock lock(mutex_);
    if (is_trial) is_tried_ = false;
    if (answered || (is_trial && !silent)) silent_ = false;
    if (silent) silent_ = true;
}

}  // namespace mss::cluster
