#include "task_client/redis_link.hpp"

#include <algorithm>
#include <utility>

#include "base/flag.hpp"
#include "base/identifier.hpp"
#include "base/random.hpp"

namespace mss::task_client {
namespace {

using std::chrono::milliseconds;

constexpr std::size_t kIdleMost = 16;
constexpr milliseconds kFirstPause{50};
constexpr int kDoublingsMost = 4;

bool may_pass(const Error& error) {
    return error.code == Code::unavailable || error.code == Code::timeout;
}

}  // namespace

RedisLink::RedisLink(redis::Endpoint endpoint, redis::Waiting waiting, milliseconds patience)
    : endpoint_(std::move(endpoint)), waiting_(waiting), patience_(patience) {}

Result<redis::Connection> RedisLink::take() {
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

void RedisLink::give_back(redis::Connection connection) {
    const std::scoped_lock lock(mutex_);
    if (idle_.size() < kIdleMost) idle_.push_back(std::move(connection));
}

Result<std::vector<redis::Reply>> RedisLink::call_all(std::span<const redis::Command> commands) {
    const auto once = [&]() -> Result<std::vector<redis::Reply>> {
        MSS_TRY_ASSIGN(redis::Connection connection, take());
        auto replies = connection.call_all(commands);
        if (!replies) return replies;
        give_back(std::move(connection));
        for (const redis::Reply& reply : *replies)
            if (reply.is_error() && may_pass(redis::failure_of(reply)))
                return std::unexpected(redis::failure_of(reply));
        return replies;
    };
    const auto deadline = Steady::now() + patience_;
    for (int tries = 0;; ++tries) {
        auto replies = once();
        if (replies || !may_pass(replies.error()) || Steady::now() >= deadline) return replies;
        MSS_TRY(pause(tries, deadline));
    }
}

Result<redis::Reply> RedisLink::call(const redis::Command& command) {
    MSS_TRY_ASSIGN(auto replies, call_all(std::span(&command, 1)));
    if (replies.front().is_error()) return std::unexpected(redis::failure_of(replies.front()));
    return std::move(replies.front());
}

Result<void> RedisLink::pause(int tries, Steady::time_point deadline) const {
    const auto span = kFirstPause * (1 << std::min(tries, kDoublingsMost));
    Random random{std::string_view(random_bytes(8))};
    const auto jittered = std::chrono::ceil<milliseconds>(span * random.between(0.5, 1.0));
    const auto left = std::chrono::ceil<milliseconds>(deadline - Steady::now());
    const auto length = std::clamp(left, milliseconds(0), jittered);
    if (wait_readable(waiting_.cancel_fd, static_cast<int>(length.count()))) return fail(Code::cancelled, "stopped");
    return {};
}

}  // namespace mss::task_client
