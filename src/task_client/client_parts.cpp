#include "task_client/client_parts.hpp"

#include <algorithm>
#include <iterator>
#include <unistd.h>
#include <utility>

#include <fmt/format.h>

#include "base/host.hpp"
#include "base/identifier.hpp"
#include "celery/envelope.hpp"

namespace mss::task_client {
namespace {

// What a seat sent last stands beside the queue for a while: a message that is sent again, since its reply was lost, is
// known by it. One key for each thread that sends, not for each message.
constexpr std::string_view kPublish = R"lua(
if redis.call('GET', KEYS[2]) == ARGV[1] then return 0 end
redis.call('SADD', KEYS[3], ARGV[3])
redis.call('SADD', KEYS[4], ARGV[3])
redis.call('LPUSH', KEYS[1], unpack(ARGV, 4))
redis.call('SET', KEYS[2], ARGV[1], 'EX', ARGV[2])
return 1
)lua";
constexpr std::string_view kSeatKeptSeconds = "600";
constexpr std::size_t kTogetherMost = 500;            // messages in one call, which Lua can pass on
constexpr std::size_t kTogetherBytesMax = 1U << 20U;  // so that nobody else waits long for the server

}  // namespace

ClientParts::ClientParts(ClientOptions the_options, std::shared_ptr<RedisLink> the_broker,
                         std::shared_ptr<RedisLink> the_results)
    : options(std::move(the_options)),
      broker(std::move(the_broker)),
      results(std::move(the_results)),
      control(broker, options.naming),
      origin(fmt::format("gen{}@{}", ::getpid(), host_name())),
      reply_to(uuid_v4()) {}

std::string ClientParts::take_seat() {
    const std::scoped_lock lock(mutex_);
    if (free_seats_.empty()) return uuid_v4();
    std::string seat = std::move(free_seats_.back());
    free_seats_.pop_back();
    return seat;
}

void ClientParts::leave_seat(std::string seat) {
    const std::scoped_lock lock(mutex_);
    free_seats_.push_back(std::move(seat));
}

Result<void> ClientParts::publish(std::span<const celery::TaskMessage> messages) {
    while (!messages.empty()) {
        redis::Command texts;
        std::size_t bytes = 0;
        for (const celery::TaskMessage& message : messages) {
            std::string text = celery::write_envelope(celery::write_task(message));
            if (text.size() > celery::kBodyBytesMax) return fail(Code::too_large, "the message of a task is too long");
            bytes += text.size();
            if (!texts.empty() && (bytes > kTogetherBytesMax || texts.size() >= kTogetherMost)) break;
            texts.push_back(std::move(text));
        }
        const auto together = messages.first(texts.size());
        MSS_TRY(push(together.back(), std::move(texts)));
        messages = messages.subspan(together.size());
    }
    return {};
}

// Into the queue of the last of them; it stands for all.
Result<void> ClientParts::push(const celery::TaskMessage& last, redis::Command texts) {
    const celery::Naming& naming = options.naming;
    const std::string& queue = last.queue();
    const std::string seat = take_seat();
    redis::Command command{"EVAL",
                           std::string(kPublish),
                           "4",
                           celery::list_key(naming, queue, last.properties.priority),
                           naming.prefix + "mss:sender:" + seat,
                           celery::binding_key(naming, queue),
                           celery::permanent_binding_key(naming, queue),
                           last.properties.delivery_tag,
                           std::string(kSeatKeptSeconds),
                           celery::binding_member(naming, {.routing_key = queue, .pattern = {}, .queue = queue})};
    std::ranges::move(texts, std::back_inserter(command));
    const auto sent = broker->call(command);
    // After a failure the message may still be under way: nobody else may take its place, or it would count twice.
    if (!sent) return std::unexpected(sent.error());
    leave_seat(seat);
    return {};
}

}  // namespace mss::task_client
