#include "http/retry.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <random>
#include <string_view>
#include <thread>

#include <curl/curl.h>
#include <fmt/format.h>

namespace mss::http {
namespace {

using std::chrono::milliseconds;

constexpr milliseconds kCancelPoll{100};
constexpr std::chrono::seconds kLongestWait{86'400L * 365};

bool failing_status(int status) {
    return status == 429 || status == 502 || status == 503 || status == 504;
}

// Statuses that say that the host itself is in trouble. 429 means that it works and wants us slower.
bool host_trouble(const Result<Response>& outcome) {
    if (!outcome) return outcome.error().code == Code::unavailable || outcome.error().code == Code::timeout;
    return outcome->status >= 502 && outcome->status <= 504;
}

// Whoever has little time gives up on a host that is only slow, so that only a long wait in vain weighs more. An error
// of another kind, such as a call that was called off or never sent, tells nothing.
CircuitBreaker::Outcome outcome_of(const Result<Response>& outcome, std::chrono::steady_clock::duration took) {
    using enum CircuitBreaker::Outcome;
    constexpr std::chrono::minutes kLong{1};
    if (!host_trouble(outcome)) return outcome || outcome.error().code == Code::too_large ? answered : unknown;
    return !outcome && outcome.error().code == Code::timeout && took >= kLong ? long_wait : failed;
}

bool wait_for(milliseconds time, const std::function<bool()>& cancelled) {
    const auto end = std::chrono::steady_clock::now() + time;
    for (;;) {
        if (cancelled && cancelled()) return false;
        const auto left = end - std::chrono::steady_clock::now();
        if (left <= left.zero()) return true;
        std::this_thread::sleep_for(std::min<std::chrono::nanoseconds>(left, kCancelPoll));
    }
}

// How an attempt failed, in words.
std::string reason_of(const Result<Response>& outcome) {
    return outcome ? fmt::format("its last answer had status {}", outcome->status) : outcome.error().message;
}

std::unexpected<Error> too_late(const Request& request, const std::string& before) {
    return fail(Code::timeout, fmt::format("{} was not fetched in time{}", shown(request.url),
                                           before.empty() ? before : fmt::format(" ({})", before)));
}

std::unexpected<Error> called_off(const Request& request) {
    return fail(Code::cancelled, fmt::format("fetching {} was stopped", shown(request.url)));
}

std::unexpected<Error> left_alone(const Url& url, milliseconds pause, const std::string& before) {
    return std::unexpected(
        Error{.code = Code::unavailable,
              .message = fmt::format("{} failed several times in a row, so it is left alone for another {} s{}",
                                     url.origin(), std::chrono::ceil<std::chrono::seconds>(pause).count(),
                                     before.empty() ? before : fmt::format(" ({})", before)),
              .detail = {},
              .retry_after = pause});
}

double random_chance() {
    thread_local std::mt19937_64 generator{std::random_device{}()};
    return std::uniform_real_distribution<double>(0.0, 1.0)(generator);
}

}  // namespace

bool repeatable(const Request& request) {
    constexpr std::array<std::string_view, 6> kIdempotent{"GET", "HEAD", "PUT", "DELETE", "OPTIONS", "TRACE"};
    return request.safe_to_repeat || std::ranges::find(kIdempotent, request.method) != kIdempotent.end();
}

bool passing_failure(const Result<Response>& outcome) {
    return outcome ? failing_status(outcome->status) && !outcome->is_last_word
                   : outcome.error().code == Code::unavailable;
}

milliseconds backoff(const RetryPolicy& policy, int attempt, double chance) {
    milliseconds ceiling = policy.base_delay;
    for (int i = 1; i < attempt && ceiling < policy.delay_max; ++i)
        ceiling *= 2;
    ceiling = std::min(ceiling, policy.delay_max);
    return milliseconds(static_cast<milliseconds::rep>(chance * static_cast<double>(ceiling.count())));
}

std::optional<milliseconds> retry_after(const Response& response, std::chrono::system_clock::time_point now) {
    const auto value = response.header("retry-after");
    if (!value || value->empty()) return std::nullopt;
    long seconds = 0;
    const auto [end, error] = std::from_chars(value->data(), value->data() + value->size(), seconds);
    if (error == std::errc() && end == value->data() + value->size()) {
        if (seconds < 0 || seconds > kLongestWait.count()) return std::nullopt;
        return milliseconds(seconds * 1000);
    }
    const std::time_t date = curl_getdate(value->c_str(), nullptr);
    if (date < 0) return std::nullopt;
    // In whole seconds: the clock's own nanoseconds end in the year 2262, and dates do not.
    const auto today = std::chrono::duration_cast<std::chrono::seconds>(now.time_since_epoch());
    const std::chrono::seconds left = std::chrono::seconds(date) - today;
    if (left > kLongestWait) return std::nullopt;
    return std::max(milliseconds(left), milliseconds(0));
}

Timing real_timing() {
    return {.now = &std::chrono::steady_clock::now,
            .wall_clock = &std::chrono::system_clock::now,
            .wait = &wait_for,
            .chance = &random_chance};
}

RetryingTransport::RetryingTransport(HttpTransport& transport, RetryPolicy policy, BreakerLimits limits, Timing timing)
    : transport_(transport), policy_(policy), breaker_(limits), timing_(std::move(timing)) {}

// Where another request finds out whether the host is well again, its outcome is waited for: refused at once, a second
// sentence of the same order would end the first.
Result<CircuitBreaker::Permit> RetryingTransport::wait_for_turn(const Url& url, const Request& request, Time patience,
                                                                const std::string& before) {
    for (;;) {
        const auto now = timing_.now();
        if (request.deadline && now >= *request.deadline) return too_late(request, before);
        const auto permit = breaker_.ask(url.origin(), now, request.timeout);
        if (permit) return *permit;
        if (!permit.error().on_trial || now >= patience) return left_alone(url, permit.error().pause, before);
        if (!timing_.wait(std::min(permit.error().pause, kCancelPoll), request.cancelled)) return called_off(request);
    }
}

Result<Response> RetryingTransport::fetch(const Request& request) {
    MSS_TRY_ASSIGN(const Url url, parse_url(request.url));
    const Time patience = timing_.now() + request.timeout;
    std::string before;  // why the attempt before this one failed
    for (int attempt = 1;; ++attempt) {
        MSS_TRY_ASSIGN(const auto permit, wait_for_turn(url, request, patience, before));
        Request timed = request;
        if (request.deadline) {
            const milliseconds left = std::chrono::ceil<milliseconds>(*request.deadline - timing_.now());
            timed.timeout = std::clamp(left, milliseconds(1), request.timeout);
        }
        const auto began = timing_.now();
        auto outcome = transport_.fetch(timed);
        breaker_.record(url.origin(), permit, outcome_of(outcome, timing_.now() - began), timing_.now());
        if (attempt >= policy_.attempts || !repeatable(request) || !passing_failure(outcome)) return outcome;
        before = reason_of(outcome);
        milliseconds delay = backoff(policy_, attempt, timing_.chance());
        if (outcome) {
            if (const auto asked = retry_after(*outcome, timing_.wall_clock())) {
                if (*asked > policy_.retry_after_max) return outcome;
                delay = std::max(delay, *asked);
            }
        }
        if (request.deadline && timing_.now() + delay >= *request.deadline) return outcome;
        if (!timing_.wait(delay, request.cancelled)) return called_off(request);
    }
}

}  // namespace mss::http
