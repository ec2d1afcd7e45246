#pragma once
// ClientParts: what a client and its handles share: the ways to the broker and to where results are, and who it is.
// Shared (locked by mutex_ and by its parts).

#include <memory>
#include <mutex>
#include <span>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "celery/task_message.hpp"
#include "task_client/control_client.hpp"
#include "task_client/redis_link.hpp"
#include "task_client/task_client.hpp"

namespace mss::task_client {

struct ClientParts {
    ClientParts(ClientOptions the_options, std::shared_ptr<RedisLink> the_broker,
                std::shared_ptr<RedisLink> the_results);

    /// Puts messages of one queue and priority into it, each once.
    Result<void> publish(std::span<const celery::TaskMessage> messages);

    const ClientOptions options;
    const std::shared_ptr<RedisLink> broker;
    const std::shared_ptr<RedisLink> results;
    ControlClient control;
    const std::string origin;
    const std::string reply_to;

private:
    Result<void> push(const celery::TaskMessage& last, redis::Command texts);
    std::string take_seat();
    void leave_seat(std::string seat);

    std::mutex mutex_;
    std::vector<std::string> free_seats_;
};

}  // namespace mss::task_client
