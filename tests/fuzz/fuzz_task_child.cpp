// Any line on the control socket between a worker and the process of a heavy task, read as either side reads it. What
// was read prints as one line, and what a worker stores as a result can be read again.

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "tasks/attempt.hpp"
#include "tasks/child_protocol.hpp"

namespace {

using namespace mss;
namespace child = tasks::child;

void check(bool holds) {
    if (!holds) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view line(reinterpret_cast<const char*>(data), size);
    if (const auto request = child::parse_request(line)) check(child::print(*request).find('\n') == std::string::npos);
    const auto reply = child::parse_reply(line);
    if (!reply) return 0;
    check(child::print(*reply).find('\n') == std::string::npos);
    if (!reply->done && !reply->failed) return 0;
    const auto answer = child::answer_of(*reply);
    check(answer.has_value() == reply->done.has_value());
    const auto outcome = tasks::outcome_of(answer, tasks::StopReason::none);
    if (outcome.ending == tasks::Ending::succeeded)
        check(json::parse(outcome.result, tasks::kResultBytesMax).has_value());
    if (!answer) check(child::parse_reply(child::print(child::reply_of(answer))).has_value());
    return 0;
}
