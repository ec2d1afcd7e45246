#pragma once
// RedisLink: commands to a Redis server over connections that are kept for the next ones. Where a connection fails, the
// commands are tried again on a new one, after pauses that grow and differ, until the server is back or patience is
// over. So they may be done twice: what must not is guarded by whoever asks. Any thread.

#include <chrono>
#include <mutex>
#include <span>
#include <vector>

#include "base/result.hpp"
#include "redis/connection.hpp"
#include "redis/endpoint.hpp"

namespace mss::task_client {

class RedisLink {
public:
    using Steady = std::chrono::steady_clock;

    /// `patience`: how long a call is tried.
    RedisLink(redis::Endpoint endpoint, redis::Waiting waiting, std::chrono::milliseconds patience);

    /// The reply of each, in order; errors of the server stand among them, but those that pass (it loads, it is a
    /// replica), which are tried again. Errors: unavailable, timeout, cancelled, forbidden, invalid (the database).
    Result<std::vector<redis::Reply>> call_all(std::span<const redis::Command> commands);
    /// The same for one; an error of the server is ours: see redis::failure_of().
    Result<redis::Reply> call(const redis::Command& command);

    /// A connection of one's own; one try.
    Result<redis::Connection> take();
    /// Gives back a connection that nothing is under way on.
    void give_back(redis::Connection connection);

    /// Waits for a time that grows with `tries`, but not beyond `deadline`. Error: cancelled.
    Result<void> pause(int tries, Steady::time_point deadline) const;

    const redis::Endpoint& endpoint() const { return endpoint_; }
    const redis::Waiting& waiting() const { return waiting_; }

private:
    const redis::Endpoint endpoint_;
    const redis::Waiting waiting_;
    const std::chrono::milliseconds patience_;
    std::mutex mutex_;
    std::vector<redis::Connection> idle_;
};

}  // namespace mss::task_client
