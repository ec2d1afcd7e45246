// Any line on the control socket between a worker and the process of a heavy task, read as either side reads it. What
// is read must come out the same when it is printed and read again.

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "tasks/child_protocol.hpp"

namespace {

using namespace mss;
namespace child = tasks::child;

template <class Message>
void expect_stable(const Result<Message>& read, Result<Message> (*parse)(std::string_view)) {
    if (!read) return;
    const std::string line = child::print(*read);
    if (line.find('\n') != std::string::npos) std::abort();
    const auto again = parse(line);
    if (!again || child::print(*again) != line) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view line(reinterpret_cast<const char*>(data), size);
    expect_stable(child::parse_request(line), child::parse_request);
    const auto reply = child::parse_reply(line);
    expect_stable(reply, child::parse_reply);
    if (!reply || (!reply->done && !reply->failed)) return 0;
    // As the worker takes it, and as a child would answer with the same.
    const auto answer = child::answer_of(*reply);
    if (answer.has_value() != reply->done.has_value()) std::abort();
    const auto answered = child::reply_of(answer, std::nullopt);
    if (child::parse_reply(child::print(answered)).has_value() != true) std::abort();
    return 0;
}
