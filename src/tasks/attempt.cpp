#include "tasks/attempt.hpp"

#include <exception>
#include <utility>

#include <fmt/format.h>

#include "base/utf8.hpp"

namespace mss::tasks {
namespace {

// What was cut short is what the one who asked for it makes of it.
Ending ending_of_cut(StopReason reason) {
    switch (reason) {
        case StopReason::soft_limit:
        case StopReason::hard_limit: return Ending::timed_out;
        case StopReason::stopping: return Ending::handed_back;
        case StopReason::cancelled:
        case StopReason::none: return Ending::cancelled;
        case StopReason::lost: return Ending::lost;
    }
    return Ending::lost;
}

}  // namespace

std::string_view name_of(Ending ending) {
    switch (ending) {
        case Ending::succeeded: return "succeeded";
        case Ending::failed: return "failed";
        case Ending::fatal: return "fatal";
        case Ending::cancelled: return "cancelled";
        case Ending::handed_back: return "handed_back";
        case Ending::lost: return "lost";
        case Ending::crashed: return "crashed";
        case Ending::timed_out: return "timed_out";
    }
    return "unknown";
}

std::string as_utf8(std::string text) {
    return utf8::valid(text) ? std::move(text) : utf8::encode(utf8::decode(text));
}

Outcome failed_outcome(Ending ending, std::string_view code, std::string message, std::string detail) {
    Outcome outcome;
    outcome.ending = ending;
    outcome.failure = {std::string(code), as_utf8(std::move(message)), as_utf8(std::move(detail))};
    return outcome;
}

Outcome outcome_of(const Result<json::Value>& answer, StopReason reason) {
    if (answer) {
        Outcome outcome;
        outcome.result = json::print(*answer);
        // Such as with an infinite number in it, or one that nests too deep.
        if (const auto read = json::parse(outcome.result, kResultBytesMax); !read)
            return failed_outcome(Ending::failed, name_of(Code::internal),
                                  "nobody could read its result: " + read.error().message);
        return outcome;
    }
    const Error& error = answer.error();
    if (error.code == Code::cancelled && (reason == StopReason::soft_limit || reason == StopReason::hard_limit))
        return failed_outcome(Ending::timed_out, reason == StopReason::soft_limit ? kSoftTimedOut : kTimedOut,
                              "it took longer than its time limit", error.detail);
    const Ending ending = error.code == Code::cancelled ? ending_of_cut(reason) : ending_of(error.code);
    Outcome outcome = failed_outcome(ending, name_of(error.code), error.message, error.detail);
    outcome.retry_after = error.retry_after;
    return outcome;
}

Outcome heed_limits(Outcome outcome, const Job& job) {
    if (outcome.ending != Ending::timed_out) return outcome;
    const bool soft = outcome.failure.code == kSoftTimedOut;
    if (soft ? job.soft().of_call : job.hard().of_call) outcome.ending = Ending::fatal;
    return outcome;
}

Outcome outcome_without_answer(StopReason reason) {
    return failed_outcome(ending_of_cut(reason), name_of(Code::cancelled), "it was stopped");
}

Result<json::Value> call_function(const Definition& definition, const json::Value& arguments,
                                  const TaskContext& context) {
    try {
        auto result = definition.function(arguments, context);
        if (!result) return result;
        const std::string text = json::print(*result);
        if (text.size() > kResultBytesMax)
            return fail(Code::too_large,
                        fmt::format("its result has {} bytes; at most {} are kept", text.size(), kResultBytesMax));
        if (!utf8::valid(text)) return fail(Code::internal, "its result is no valid UTF-8");
        return result;
    } catch (const std::exception& error) {
        return fail(Code::internal, "it met an error of its own", error.what());
    } catch (...) {
        return fail(Code::internal, "it met an error of its own", "what it threw is no std::exception");
    }
}

void Outbox::push(Ended ended) {
    bool was_empty = false;
    {
        const std::scoped_lock lock(mutex_);
        was_empty = ended_.empty();
        ended_.push_back(std::move(ended));
    }
    if (was_empty) filled_.set();
}

std::vector<Ended> Outbox::take() {
    const std::scoped_lock lock(mutex_);
    return std::exchange(ended_, {});
}

}  // namespace mss::tasks
