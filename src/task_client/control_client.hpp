#pragma once
// ControlClient: asks workers over Celery's remote control, ours and Python's alike: what they do and have (ping,
// active, stats, ...), and to do something (revoke, shutdown, ...). A question goes to all who listen; the answers are
// gathered until everybody who heard it has answered, or the time is over. Any thread; each call waits for itself.

#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.hpp"
#include "base/result.hpp"
#include "celery/control.hpp"
#include "celery/keys.hpp"
#include "task_client/redis_link.hpp"

namespace mss::task_client {

struct Question {
    std::string method;  ///< "ping", "active", "revoke", ...
    json::Object arguments{};
    std::vector<std::string> destination{};  ///< host names of workers; empty: all
    std::optional<std::string> pattern{};    ///< of host names, as shells write them; unset: all
    std::chrono::milliseconds timeout{1'000};
};

struct Answer {
    std::string hostname;
    json::Value reply;
};

class ControlClient {
public:
    ControlClient(std::shared_ptr<RedisLink> broker, celery::Naming naming);

    /// What came within the time, in the order of the host names; empty where nobody answered. Errors: those of
    /// RedisLink.
    Result<std::vector<Answer>> ask(const Question& question);
    /// Without answers. How many workers heard it.
    Result<std::int64_t> tell(const Question& question);

private:
    celery::ControlRequest request_of(const Question& question);
    redis::Command publication_of(const celery::ControlRequest& request) const;
    void gather(const std::string& list, const celery::ControlRequest& request, std::size_t expected,
                RedisLink::Steady::time_point deadline, std::vector<Answer>& answers);

    const std::shared_ptr<RedisLink> broker_;
    const celery::Naming naming_;
    std::atomic<std::int64_t> clock_ = 0;  ///< logical
};

/// The answers in a text from a list of answers to the question with this ticket. Errors: invalid (it is no answer, or
/// to another question), too_large.
Result<std::vector<Answer>> read_answers(std::string_view text, std::string_view ticket);

}  // namespace mss::task_client
